import EventLoop
import Gateway
import Testing
import WixAPI

@Suite struct RegistryLoadTests {
    /// Every kind of change, with what must not have changed when the store refuses it.
    static let changes: [(String, @Sendable (Registry, String, String, String) async throws -> Void)] = [
        (
            "connect",
            { registry, _, _, _ in
                _ = try await registry.connect(name: "new", credential: RegistryBench.credential)
            }
        ),
        (
            "update account",
            { registry, account, _, _ in
                var change = AccountChange()
                (change.name, change.credential) = ("new", .apiKey("key-2", siteID: "s", accountID: nil))
                _ = try await registry.update(accountID: account, change)
            }
        ),
        (
            "set state",
            { registry, account, _, _ in
                try await registry.setState(.needsReauth("no"), accountID: account)
            }
        ),
        ("disconnect", { registry, account, _, _ in try await registry.disconnect(accountID: account) }),
        ("mint", { registry, account, _, _ in _ = try await registry.mint(NewServer(name: "n"), accountID: account) }),
        (
            "update server",
            { registry, _, server, _ in
                var change = ServerChange()
                change.configuration = .with {
                    $0 = .readOnly; $0.callsPerMinute = 1
                }
                _ = try await registry.update(serverID: server, change)
            }
        ),
        ("rotate", { registry, _, server, _ in _ = try await registry.rotate(serverID: server, overlap: .zero) }),
        ("revoke", { registry, _, server, _ in try await registry.revoke(serverID: server) }),
        ("create token", { registry, _, _, _ in _ = try await registry.createAPIToken(NewAPIToken(name: "n")) }),
        ("revoke token", { registry, _, _, token in try await registry.revokeAPIToken(id: token) }),
    ]

    @Test(arguments: changes.indices) func aStoreThatFailsChangesNothing(_ index: Int) async throws {
        let (_, change) = Self.changes[index]
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let server = try await bench.registry.mint(
            NewServer(name: "a", configuration: .with { $0.callsPerMinute = 2 }), accountID: account.id)
        let token = try await bench.registry.createAPIToken(NewAPIToken(name: "t"))
        let before = bench.registry.gateway
        let published = bench.publisher.revisions
        bench.store.fail(true)
        await #expect(throws: RegistryError.store(.failed("disk full"))) {
            try await change(bench.registry, account.id, server.record.id, token.record.id)
        }
        #expect(bench.registry.gateway === before)
        #expect(bench.publisher.revisions == published)
        #expect(bench.opens(server.token) == .server(server.record.id))
        // The limits are shared with what is in force.
        for _ in 0..<2 { #expect(before.grant(id: server.record.id)?.limits.begin(now: 1) == nil) }
        bench.store.fail(false)
        try await change(bench.registry, account.id, server.record.id, token.record.id)
        #expect(bench.registry.gateway.revision == before.revision + 1)
        #expect(bench.publisher.last === bench.registry.gateway)
    }

    @Test func keysAreMadeOnceAndKeptSealed() throws {
        let bench = try RegistryBench(starts: false)
        let key = try bench.registry.key(named: "audit")
        #expect(key.count == 32)
        #expect(try bench.registry.key(named: "audit") == key)
        #expect(try bench.registry.key(named: "token") != key)
        #expect(try bench.restarted().registry.key(named: "audit") == key)
        #expect(Set(bench.store.registry.keys.keys) == ["audit", "token"])
        #expect(bench.store.registry.keys["audit"] != key)
        bench.store.fail(true)
        #expect(throws: RegistryError.store(.failed("disk full"))) { try bench.registry.key(named: "other") }
    }

    @Test func anotherSecretKeyStopsTheStart() async throws {
        let bench = try RegistryBench()
        _ = try await bench.connect()
        #expect(throws: RegistryError.sealed(what: "the token key", .wrongKey)) {
            try Registry(
                store: bench.store, sealer: SecretSealer(key: [UInt8](repeating: 8, count: 32)),
                catalogue: bench.catalogue)
        }
    }

    @Test func aCredentialInAnothersPlaceStopsTheStart() async throws {
        let bench = try RegistryBench()
        let (one, other) = (try await bench.connect("one"), try await bench.connect("other"))
        var stored = bench.store.registry
        try #require(stored.accounts.count == 2)
        stored.accounts[0].sealedCredential = stored.accounts[1].sealedCredential
        let name = stored.accounts[0].id == one.id ? one.name : other.name
        #expect(throws: RegistryError.sealed(what: "the credential of account \(name)", .unreadable)) {
            try RegistryBench(store: FakeRegistryStore(stored))
        }
    }

    @Test func tokensWithoutTheirKeyStopTheStart() async throws {
        let bench = try RegistryBench()
        _ = try await bench.registry.mint(NewServer(name: "a"), accountID: try await bench.connect().id)
        var stored = bench.store.registry
        stored.keys = [:]
        #expect { try RegistryBench(store: FakeRegistryStore(stored)) } throws: {
            if case .store(.damaged)? = $0 as? RegistryError { true } else { false }
        }
    }

    /// A server of an earlier version may name tools that are gone. It loses them, and gains nothing.
    @Test(arguments: [
        (ServerConfiguration.with { $0.tools = ["gone"] }, 0), (.with { $0.methods = ["gone"] }, 0),
        (.with { $0.tags = ["gone"] }, 0),
        (.with { $0.tools = ["gone", "list_all_wix_orders"] }, 1),
        (
            .with {
                $0.tools = ["list_all_wix_orders"]; $0.excludeTools = ["gone"]
            }, 1
        ),
    ]) func namesThatAreGoneAllowNothing(_ configuration: ServerConfiguration, _ count: Int) async throws {
        let bench = try RegistryBench()
        let minted = try await bench.registry.mint(NewServer(name: "a"), accountID: try await bench.connect().id)
        var stored = bench.store.registry
        try #require(stored.servers.count == 1)
        stored.servers[0].configuration = configuration
        let again = try RegistryBench(store: FakeRegistryStore(stored))
        #expect(again.opens(minted.token) == .server(minted.record.id))
        #expect(again.registry.gateway.grant(id: minted.record.id)?.tools.count == count)
    }

    /// A task that prefers a loop leaves the registry's queue at every call of an async method, and comes back behind
    /// others.
    @Test func changesOfCallersOnLoopsAreNotLost() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let registry = bench.registry
        let loops = try EventLoopGroup(count: 2)
        let minted = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask(executorPreference: loops.loops[index % 2]) {
                    try await registry.mint(NewServer(name: "\(index)"), accountID: account.id).record.id
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(Set(registry.gateway.servers.map(\.id)) == minted)
        #expect(bench.store.registry.servers.count == 200)
        loops.stop()
    }

    @Test func publicationsAreOneAfterTheOtherAndNoneIsMissed() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let (registry, publisher) = (bench.registry, bench.publisher)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let minted = try await registry.mint(NewServer(name: "\(index)"), accountID: account.id)
                    // Whoever is answered is in what was published.
                    #expect(publisher.last?.grant(id: minted.record.id) != nil)
                    if index.isMultiple(of: 2) { try await registry.revoke(serverID: minted.record.id) }
                }
            }
            try await group.waitForAll()
        }
        let revisions = publisher.revisions
        #expect(revisions == revisions.sorted())
        #expect(revisions.last == registry.gateway.revision)
        #expect(publisher.events.count == 100)
        #expect(registry.gateway.servers.count == 100)
    }
}
