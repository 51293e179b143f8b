/// What the registry needs of a store. Synchronous and blocking: called from one serial queue, never from a loop.
///
/// Secrets arrive sealed and tokens hashed; a store never sees either in the clear.
package protocol RegistryStore: Sendable {
    /// Everything kept, read once at the start.
    func load() throws(StoreError) -> StoredRegistry
    /// All of `changes` or none, on stable storage when it returns.
    func apply(_ changes: [StoreChange]) throws(StoreError)
}

package struct StoredRegistry: Sendable, Equatable {
    package var accounts: [StoredAccount] = []
    package var servers: [ServerRecord] = []
    package var apiTokens: [APITokenRecord] = []
    /// Keys that the daemon made for itself, sealed, by name.
    package var keys: [String: [UInt8]] = [:]
    package init() {}
}

/// An account whose credential is sealed (`SecretSealer`).
package struct StoredAccount: Sendable, Equatable {
    package let id: String
    package var name: String
    package var sealedCredential: [UInt8]
    package var state: AccountRecord.State
    package var manager: AccountRecord.Manager
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: String, name: String, sealedCredential: [UInt8], state: AccountRecord.State,
        manager: AccountRecord.Manager, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.sealedCredential = sealedCredential
        self.state = state
        self.manager = manager
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// One step of a change; `put` inserts or replaces by id. Deleting an account deletes its servers.
package enum StoreChange: Sendable, Equatable {
    case putAccount(StoredAccount)
    case deleteAccount(id: String)
    case putServer(ServerRecord)
    case deleteServer(id: String)
    case putAPIToken(APITokenRecord)
    case deleteAPIToken(id: String)
    case putKey(name: String, sealed: [UInt8])
}

/// Why a store could not do its work. `description` is one sentence for the operator and holds no secret.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file cannot be opened, made or locked.
    case unusable(path: String, reason: String)
    /// Another daemon has the store open.
    case inUse(path: String)
    /// Written by a newer version of the daemon.
    case tooNew(path: String)
    /// A read or write failed, e.g. because the disk is full.
    case failed(String)
    /// A row holds what no version of the daemon writes.
    case damaged(String)

    package var description: String {
        switch self {
        case .unusable(let path, let reason): "the store \(path) cannot be used: \(reason)"
        case .inUse(let path): "the store \(path) is in use by another wixmcpd; stop that one, or give this one its own"
        case .tooNew(let path):
            "the store \(path) was written by a newer wixmcpd; run that version, or restore a backup"
        case .failed(let reason): "the store failed: \(reason)"
        case .damaged(let what): "the store is damaged: \(what); restore a backup"
        }
    }
}
