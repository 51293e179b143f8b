import Gateway
import TestSupport
import Testing

@testable import SQLiteStore

/// What is gone from the store is gone from its file.
@Suite struct StorePurgeTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// How many of the values are in the database file, by their last 8 bytes. The store is closed.
    private func found(_ values: [[UInt8]]) throws -> Int {
        let content = try #require(try PrivateFile.read(folder.database, limit: 10_000_000))
        #expect(folder.names.filter { $0.hasPrefix("store.db-") } == [])
        let wanted = Set(values.map { $0.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } })
        #expect(wanted.count == values.count)
        var found: Set<UInt64> = []
        var window: UInt64 = 0
        for byte in content {
            window = window << 8 | UInt64(byte)
            if wanted.contains(window) { found.insert(window) }
        }
        return found.count
    }

    @Test func afterARotationTheOldSealedValuesAreGone() throws {
        let store = try SQLiteStore(path: folder.database)
        let path = folder.path + "/secret.key"
        let sealer = SecretSealer(key: try SecretRotation.key(at: path, for: store))
        let accounts = try (0..<50).map { index in
            var account = account("a\(index)")
            account.sealedCredential = try sealer.seal(Array("credential \(index)".utf8), context: account.id)
            return account
        }
        try store.apply(accounts.map(StoreChange.putAccount))
        try store.apply([.putKey(name: "token", sealed: try sealer.seal([1, 2, 3], context: "key:token"))])
        let old = accounts.map(\.sealedCredential)
        try store.close()
        #expect(try found(old) == 50)

        let again = try SQLiteStore(path: folder.database)
        #expect(try SecretRotation.rotate(keyAt: path, of: again) == 51)
        let opened = SecretSealer(key: try SecretRotation.key(at: path, for: again))
        let registry = try again.load()
        for account in registry.accounts {
            let secret = try opened.open(account.sealedCredential, context: account.id)
            #expect(String(decoding: secret, as: UTF8.self) == "credential \(account.id.dropFirst())")
        }
        try again.close()
        #expect(try found(old) == 0)
        #expect(try found(registry.accounts.map(\.sealedCredential)) == 50)
    }

    @Test func revokedTokensAndPrunedCallsAreGone() throws {
        let store = try SQLiteStore(path: folder.database)
        let servers = (0..<200).map { server("s\($0)", account: "a") }
        try store.apply([.putAccount(account("a"))] + servers.map(StoreChange.putServer))
        try store.append((1...2000).map { .row($0, server: "server \(10_000_000 + $0)") })
        try store.close()
        let hashes = servers.compactMap { $0.tokenHash?.bytes }
        let calls = (1...1999).map { Array("server \(10_000_000 + $0)".utf8) }
        #expect(try found(hashes) == 200)
        #expect(try found(calls) == 1999)

        let again = try SQLiteStore(path: folder.database)
        try again.apply([.deleteAccount(id: "a")])
        #expect(try again.pruneAudit(before: Timestamp(milliseconds: 2_000_000)) { $0.head } == 1999)
        try again.close()
        #expect(try found(hashes) == 0)
        #expect(try found(calls) == 0)
    }
}
