import Gateway
import Synchronization
import TestSupport
import Testing

/// A store that can be told to fail.
private final class MemoryStore: RegistryStore {
    private let registry = Mutex(StoredRegistry())
    private let failure = Mutex<StoreError?>(nil)
    let applied = Mutex(0)

    func fail(with error: StoreError?) { failure.withLock { $0 = error } }

    func load() throws(StoreError) -> StoredRegistry { registry.withLock { $0 } }

    func apply(_ changes: [StoreChange]) throws(StoreError) {
        if let error = failure.withLock({ $0 }) { throw error }
        applied.withLock { $0 += 1 }
        registry.withLock { registry in
            for change in changes {
                switch change {
                case .putAccount(let account):
                    registry.accounts.removeAll { $0.id == account.id }
                    registry.accounts.append(account)
                case .putKey(let name, let sealed): registry.keys[name] = sealed
                default: Issue.record("a rotation changes nothing else: \(change)")
                }
            }
        }
    }
}

@Suite struct SecretRotationTests {
    private let folder: TemporaryFolder
    private let store = MemoryStore()
    private var path: String { folder.path + "/secret.key" }
    init() throws { folder = try TemporaryFolder() }

    private func fill(_ key: [UInt8]) throws {
        let sealer = SecretSealer(key: key)
        let accounts = try ["a", "b", "c"].map { id in
            StoredAccount(
                id: id, name: "shop \(id)", sealedCredential: try sealer.seal(Array("secret \(id)".utf8), context: id),
                state: .active, manager: .api, createdAt: Timestamp(milliseconds: 1),
                updatedAt: Timestamp(milliseconds: 2))
        }
        let keys = try ["token", "audit"].map { name in
            StoreChange.putKey(name: name, sealed: try sealer.seal(Array(name.utf8), context: "key:\(name)"))
        }
        try store.apply(accounts.map(StoreChange.putAccount) + keys)
    }

    /// Everything in the store opens under `key`, and is what `fill` put there.
    private func expectSealed(under key: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let sealer = SecretSealer(key: key)
        let registry = try store.load()
        #expect(registry.accounts.count == 3 && registry.keys.count == 2, sourceLocation: sourceLocation)
        for account in registry.accounts {
            let secret = try sealer.open(account.sealedCredential, context: account.id)
            #expect(secret == Array("secret \(account.id)".utf8), sourceLocation: sourceLocation)
        }
        for (name, sealed) in registry.keys {
            let secret = try sealer.open(sealed, context: SecretRotation.context(ofKey: name))
            #expect(secret == Array(name.utf8), sourceLocation: sourceLocation)
        }
    }

    @Test func theFirstStartMakesTheKeyAndLaterOnesFindIt() throws {
        let key = try SecretRotation.key(at: path, for: store)
        #expect(folder.mode("secret.key") == 0o600)
        #expect(try SecretRotation.key(at: path, for: store) == key)
        try fill(key)
        #expect(try SecretRotation.key(at: path, for: store) == key)
    }

    @Test func rotates() throws {
        let old = try SecretRotation.key(at: path, for: store)
        try fill(old)
        let before = store.applied.withLock { $0 }
        #expect(try SecretRotation.rotate(keyAt: path, of: store) == 5)
        #expect(store.applied.withLock { $0 } == before + 1)
        let new = try SecretRotation.key(at: path, for: store)
        #expect(new != old)
        try expectSealed(under: new)
        #expect(throws: SealError.wrongKey) { try expectSealed(under: old) }
        #expect(folder.names == ["secret.key"])
        #expect(folder.mode("secret.key") == 0o600)
    }

    @Test func aStopBeforeTheStoreChangedLeavesTheOldKey() throws {
        let old = try SecretRotation.key(at: path, for: store)
        try fill(old)
        _ = try SecretKeyFile.make(path + ".new")
        #expect(try SecretRotation.key(at: path, for: store) == old)
        #expect(folder.names == ["secret.key"])
        try expectSealed(under: old)
    }

    @Test func aStopAfterTheStoreChangedLeavesTheNewKey() throws {
        let old = try SecretRotation.key(at: path, for: store)
        try fill(old)
        let new = try SecretKeyFile.make(path + ".new")
        #expect(try SecretRotation.reseal(store, from: SecretSealer(key: old), to: SecretSealer(key: new)) == 5)
        #expect(try SecretRotation.key(at: path, for: store) == new)
        #expect(folder.names == ["secret.key"])
        #expect(try SecretKeyFile.load(path) == new)
        try expectSealed(under: new)
        #expect(try SecretRotation.key(at: path, for: store) == new)
    }

    @Test func aStopWhileTheNewKeyWasWrittenLeavesTheOldOne() throws {
        let old = try SecretRotation.key(at: path, for: store)
        try fill(old)
        // Under a name of its own until it is whole, so it is never taken for a key.
        try folder.write("secret.key.new.4711.tmp", Array("0001".utf8))
        #expect(try SecretRotation.key(at: path, for: store) == old)
        #expect(try SecretRotation.rotate(keyAt: path, of: store) == 5)
        try expectSealed(under: try SecretRotation.key(at: path, for: store))
    }

    @Test func aRotationThatWasInterruptedCanBeBegunAgain() throws {
        let old = try SecretRotation.key(at: path, for: store)
        try fill(old)
        store.fail(with: .failed("the disk is full"))
        #expect(throws: SecretRotationError.store(.failed("the disk is full"))) {
            try SecretRotation.rotate(keyAt: path, of: store)
        }
        #expect(folder.names == ["secret.key", "secret.key.new"])
        try expectSealed(under: old)
        store.fail(with: nil)
        #expect(try SecretRotation.rotate(keyAt: path, of: store) == 5)
        try expectSealed(under: try SecretRotation.key(at: path, for: store))
        #expect(folder.names == ["secret.key"])
    }

    @Test func aKeyThatIsLostIsNotReplaced() throws {
        try fill([UInt8](0..<32))
        #expect(throws: SecretRotationError.lostKey(path: path)) { try SecretRotation.key(at: path, for: store) }
        #expect(folder.names == [])
    }

    @Test func aKeyThatIsNotTheStoresIsRefused() throws {
        try fill([UInt8](0..<32))
        _ = try SecretKeyFile.make(path)
        _ = try SecretKeyFile.make(path + ".new")
        #expect(throws: SecretRotationError.wrongKey(path: path)) { try SecretRotation.key(at: path, for: store) }
        // Either may still be of use to somebody.
        #expect(folder.names == ["secret.key", "secret.key.new"])
    }

    @Test func oneValueThatDoesNotOpenChangesNothing() throws {
        let old = [UInt8](0..<32)
        try fill(old)
        var account = try #require(try store.load().accounts.first { $0.id == "b" })
        account.sealedCredential[30] ^= 1
        try store.apply([.putAccount(account)])
        let before = try store.load()
        let error = SecretRotationError.unreadable(what: "the credential of account shop b", .unreadable)
        let new = SecretSealer(key: [UInt8](repeating: 1, count: 32))
        #expect(throws: error) { try SecretRotation.reseal(store, from: SecretSealer(key: old), to: new) }
        #expect(try store.load() == before)
    }

    @Test func valuesUnderTwoKeysAreDamage() throws {
        try fill([UInt8](0..<32))
        let other = SecretSealer(key: [UInt8](repeating: 1, count: 32))
        try store.apply([.putKey(name: "token", sealed: try other.seal([1], context: "key:token"))])
        #expect(throws: SecretRotationError.self) { try SecretRotation.key(at: path, for: store) }
    }
}
