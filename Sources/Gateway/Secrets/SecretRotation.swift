/// Takes the store from one secret key to another, and finds out at the start which key is in force.
///
/// The new key is written to `KEY_FILE.new`, then the store is re-sealed in one transaction, then the file is renamed over
/// the old one. Whenever the process ends in between, every sealed value is under exactly one of the two keys, and the
/// next start puts the files right. All calls block, and need the store for themselves: no registry may be open on it.
package enum SecretRotation {
    /// The secret key of `store`, from the file at `path`. Makes the file at the first start, and finishes or takes back
    /// a rotation that was interrupted.
    /// - Parameter credentialsDirectory: `$CREDENTIALS_DIRECTORY`.
    package static func key(
        at path: String, for store: any RegistryStore, credentialsDirectory: String? = nil
    ) throws(SecretRotationError) -> [UInt8] {
        let sealedUnder = try keyID(of: store)
        let current = try file(SecretKeyFile.load(path, credentialsDirectory: credentialsDirectory))
        if let current, sealedUnder.map({ $0 == SecretSealer(key: current).keyID }) ?? true {
            try file(PrivateFile.remove(pending(path)))
            return current
        }
        guard let sealedUnder else { return try file(SecretKeyFile.make(path)) }
        let next = try file(SecretKeyFile.load(pending(path)))
        if let next, SecretSealer(key: next).keyID == sealedUnder {
            try file(PrivateFile.move(pending(path), to: path))
            return next
        }
        throw current == nil ? .lostKey(path: path) : .wrongKey(path: path)
    }

    /// Makes a new key in the place of the one at `path` and re-seals everything under it. When it throws, the next
    /// start finds out which of the two is in force.
    /// - Returns: how many values were re-sealed.
    package static func rotate(keyAt path: String, of store: any RegistryStore) throws(SecretRotationError) -> Int {
        let old = try key(at: path, for: store)
        let new = try file(SecretKeyFile.make(pending(path)))
        let count = try reseal(store, from: SecretSealer(key: old), to: SecretSealer(key: new))
        try file(PrivateFile.move(pending(path), to: path))
        return count
    }

    /// Re-seals every credential and every key of the daemon, all or none. For keys that are not in a file of ours; the
    /// caller sees to it that the next start has the new one.
    /// - Returns: how many values were re-sealed.
    package static func reseal(
        _ store: any RegistryStore, from old: SecretSealer, to new: SecretSealer
    ) throws(SecretRotationError) -> Int {
        let registry = try load(store)
        var changes: [StoreChange] = []
        for var account in registry.accounts {
            account.sealedCredential = try resealed(
                account.sealedCredential, context: account.id, from: old, to: new,
                what: "the credential of account \(account.name)")
            changes.append(.putAccount(account))
        }
        for (name, sealed) in registry.keys.sorted(by: { $0.key < $1.key }) {
            changes.append(
                .putKey(
                    name: name,
                    sealed: try resealed(
                        sealed, context: context(ofKey: name), from: old, to: new, what: "the key \(name)")))
        }
        do { try store.apply(changes) } catch { throw .store(error) }
        return changes.count
    }

    /// The context under which the daemon's own key of that name is sealed. The context of a credential is the id of its
    /// account.
    package static func context(ofKey name: String) -> String { "key:\(name)" }

    private static func file<Value>(
        _ body: @autoclosure () throws(PrivateFileError) -> Value
    ) throws(SecretRotationError) -> Value {
        do { return try body() } catch { throw .file(error) }
    }

    private static func pending(_ path: String) -> String { path + ".new" }

    private static func load(_ store: any RegistryStore) throws(SecretRotationError) -> StoredRegistry {
        do { return try store.load() } catch { throw .store(error) }
    }

    /// The id of the one key that everything in the store is sealed under; nil when nothing is sealed.
    private static func keyID(of store: any RegistryStore) throws(SecretRotationError) -> [UInt8]? {
        let registry = try load(store)
        var common: [UInt8]?
        let values =
            registry.accounts.map { ("the credential of account \($0.name)", $0.sealedCredential) }
            + registry.keys.map { ("the key \($0.key)", $0.value) }
        for (what, sealed) in values {
            guard let id = SecretSealer.keyID(of: sealed) else { throw .unreadable(what: what, .unreadable) }
            guard common == nil || common == id else { throw .unreadable(what: what, .wrongKey) }
            common = id
        }
        return common
    }

    private static func resealed(
        _ sealed: [UInt8], context: String, from old: SecretSealer, to new: SecretSealer, what: String
    ) throws(SecretRotationError) -> [UInt8] {
        do {
            return try new.seal(try old.open(sealed, context: context), context: context)
        } catch {
            throw .unreadable(what: what, error)
        }
    }
}

/// Why there is no key, or no new one. `description` is one sentence for the operator and holds no secret.
package enum SecretRotationError: Error, Sendable, Equatable, CustomStringConvertible {
    case file(PrivateFileError)
    case store(StoreError)
    /// The store is sealed under another key than the file's.
    case wrongKey(path: String)
    /// The store is sealed and its key is not there.
    case lostKey(path: String)
    /// One value in the store does not open.
    case unreadable(what: String, SealError)

    package var description: String {
        switch self {
        case .file(let error): error.description
        case .store(let error): error.description
        case .wrongKey(let path):
            "the store is sealed under another secret key than that in \(path); put the right one there"
        case .lostKey(let path):
            "the store is sealed under a secret key, and there is none at \(path); put it back, or begin with an empty store"
        case .unreadable(let what, let error): "\(what) cannot be opened: \(error); restore a backup of the store"
        }
    }
}
