import Synchronization

/// An API token in use, shared by all loops and snapshots: its record never changes but for the moment of its last use.
final class APITokenEntry: TableRecord {
    private let base: APITokenRecord
    private let scope: Set<String>?
    /// Milliseconds; 0 for never.
    private let lastUse: Atomic<Int64>
    /// The last use that the store knows of.
    private let keptUse: Atomic<Int64>

    init(_ record: APITokenRecord) {
        base = record
        scope = record.accountIDs.map { Set($0) }
        lastUse = Atomic(record.lastUsedAt?.milliseconds ?? 0)
        keptUse = Atomic(record.lastUsedAt?.milliseconds ?? 0)
    }

    var id: String { base.id }
    var createdAt: Timestamp { base.createdAt }
    var hash: TokenHash { base.hash }
    var expiresAt: Timestamp? { base.expiresAt }

    /// With the last use as of now.
    var record: APITokenRecord {
        var record = base
        let used = lastUse.load(ordering: .relaxed)
        record.lastUsedAt = used == 0 ? nil : Timestamp(milliseconds: used)
        return record
    }

    func isExpired(at now: Timestamp) -> Bool { base.expiresAt.map { $0 <= now } ?? false }
    func opens(accountID: String) -> Bool { scope?.contains(accountID) ?? true }

    /// Notes a use, to the second: many loops write here, and few should have to.
    func use(at now: Timestamp) {
        guard now.milliseconds - lastUse.load(ordering: .relaxed) >= 1000 else { return }
        lastUse.store(now.milliseconds, ordering: .relaxed)
    }

    /// The record when the store does not know its last use yet.
    var unkept: APITokenRecord? {
        lastUse.load(ordering: .relaxed) == keptUse.load(ordering: .relaxed) ? nil : record
    }

    /// The store knows of the use in `record`.
    func keep(_ record: APITokenRecord) {
        keptUse.store(record.lastUsedAt?.milliseconds ?? 0, ordering: .relaxed)
    }
}
