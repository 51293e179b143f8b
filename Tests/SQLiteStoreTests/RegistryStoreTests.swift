import Gateway
import JSON
import SQLiteStore
import TestSupport
import Testing

@Suite struct RegistryStoreTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test func aNewStoreIsEmpty() throws {
        #expect(try SQLiteStore(path: folder.database).load() == StoredRegistry())
        #expect(try SQLiteStore.inMemory().load() == StoredRegistry())
    }

    @Test func keepsEveryMember() throws {
        var registry = StoredRegistry()
        var first = account("a1", name: "Zoë's shop \u{0} 'x'", state: .needsReauth("the key was revoked"))
        first.manager = .configuration
        registry.accounts = [first, account("a2", name: "")]

        var full = ServerRecord(
            id: "s1", accountID: "a1", name: "CRM", configuration: ServerConfiguration(),
            tokenHash: hasher.hash("token"),
            previousToken: ServerRecord.PreviousToken(
                hash: hasher.hash("old"), expiresAt: Timestamp(milliseconds: 7000)),
            manager: .configuration, createdAt: Timestamp(milliseconds: -5), updatedAt: Timestamp(milliseconds: 6),
            expiresAt: Timestamp(milliseconds: .max))
        full.configuration.methods = ["read", "cancel"]
        full.configuration.excludeTools = ["wix_bookings_cancel"]
        full.configuration.exposure = .all
        full.configuration.requiresAPIToken = true
        full.configuration.callsPerMinute = 0
        let bare = ServerRecord(
            id: "s2", accountID: "a2", name: "open", configuration: ServerConfiguration(), tokenHash: nil,
            createdAt: Timestamp(milliseconds: 1), updatedAt: Timestamp(milliseconds: 1))
        registry.servers = [full, bare]

        registry.apiTokens = [
            APITokenRecord(
                id: "t1", name: "all", hash: hasher.hash("t1"), accountIDs: nil, createdAt: Timestamp(milliseconds: 1)),
            APITokenRecord(
                id: "t2", name: "none", hash: hasher.hash("t2"), accountIDs: [], createdAt: Timestamp(milliseconds: 2)),
            APITokenRecord(
                id: "t3", name: "two", hash: hasher.hash("t3"), accountIDs: ["a1", "a2"],
                createdAt: Timestamp(milliseconds: 3), expiresAt: Timestamp(milliseconds: 4),
                lastUsedAt: Timestamp(milliseconds: 5)),
        ]
        registry.keys = ["token": [1, 2, 3], "audit": []]

        let changes =
            registry.accounts.map(StoreChange.putAccount) + registry.servers.map(StoreChange.putServer)
            + registry.apiTokens.map(StoreChange.putAPIToken)
            + registry.keys.map { StoreChange.putKey(name: $0.key, sealed: $0.value) }
        let store = try SQLiteStore(path: folder.database)
        try store.apply(changes)
        #expect(try store.load() == registry)
        try store.close()
        #expect(try SQLiteStore(path: folder.database).load() == registry)

        let memory = try SQLiteStore.inMemory()
        try memory.apply(changes)
        #expect(try memory.load() == registry)
    }

    @Test func putReplacesByID() throws {
        let store = try SQLiteStore.inMemory()
        try store.apply([
            .putAccount(account("a", state: .needsReauth("x"))), .putServer(server("s", account: "a")),
            .putServer(server("t", account: "a")), .putKey(name: "token", sealed: [1]),
        ])
        var renamed = server("s", account: "a", name: "renamed")
        renamed.tokenHash = hasher.hash("new")
        renamed.expiresAt = Timestamp(milliseconds: 9)
        // An account that is put again keeps its servers.
        try store.apply([
            .putAccount(account("a", name: "renamed")), .putServer(renamed), .putKey(name: "token", sealed: [2]),
        ])
        let registry = try store.load()
        #expect(registry.accounts == [account("a", name: "renamed")])
        #expect(registry.servers == [renamed, server("t", account: "a")])
        #expect(registry.keys == ["token": [2]])
    }

    @Test func deletingAnAccountDeletesItsServers() throws {
        let store = try SQLiteStore.inMemory()
        try store.apply([
            .putAccount(account("a")), .putAccount(account("b")), .putServer(server("s1", account: "a")),
            .putServer(server("s2", account: "b")), .putServer(server("s3", account: "a")),
        ])
        try store.apply([.deleteAccount(id: "a"), .deleteServer(id: "no such"), .deleteAPIToken(id: "no such")])
        #expect(try store.load().accounts.map(\.id) == ["b"])
        #expect(try store.load().servers.map(\.id) == ["s2"])
        try store.apply([.deleteServer(id: "s2")])
        #expect(try store.load().servers.isEmpty)
    }

    @Test func allChangesOrNone() throws {
        let store = try SQLiteStore.inMemory()
        try store.apply([.putAccount(account("a"))])
        let before = try store.load()
        // The last one belongs to an account that is not there.
        #expect(throws: StoreError.self) {
            try store.apply([
                .putAccount(account("b")), .deleteAccount(id: "a"), .putServer(server("s", account: "no such")),
            ])
        }
        #expect(try store.load() == before)
        try store.apply([.putAccount(account("b"))])
        #expect(try store.load().accounts.count == 2)
    }

    @Test func keepsAThousandAccountsWithThreeServersEach() throws {
        let store = try SQLiteStore(path: folder.database)
        let ids = (0..<1000).map { "a\($0)" }
        try store.apply(ids.map { .putAccount(account($0)) })
        try store.apply(ids.flatMap { id in (0..<3).map { .putServer(server("\(id)-\($0)", account: id)) } })
        let registry = try store.load()
        #expect(registry.accounts.count == 1000)
        #expect(Set(registry.servers.map(\.id)).count == 3000)
    }
}
