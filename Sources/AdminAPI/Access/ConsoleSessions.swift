import Gateway
import Synchronization

/// The browsers that are signed in. Only hashes of the session ids are kept, and only in memory: a restart signs out
/// everybody. Shared by all loops. Times are monotonic nanoseconds.
final class ConsoleSessions: Sendable {
    static let cookie = "wixmcpd_session"
    static let lifetimeSeconds = 12 * 3600
    static let limit = 1000

    private let hasher = TokenHasher()
    /// When each session ends.
    private let ends = Mutex<[TokenHash: UInt64]>([:])

    /// A new session's id: 256 random bits. Beyond the limit the oldest session ends.
    func open(now: UInt64) -> String {
        let id = ServerToken.generate()
        let hash = hasher.hash(id)
        ends.withLock { ends in
            if ends.count >= Self.limit { ends = ends.filter { $0.value > now } }
            if ends.count >= Self.limit, let oldest = ends.min(by: { $0.value < $1.value }) { ends[oldest.key] = nil }
            ends[hash] = now + UInt64(Self.lifetimeSeconds) * 1_000_000_000
        }
        return id
    }

    func isOpen(_ id: String, now: UInt64) -> Bool {
        let hash = hasher.hash(id)
        return ends.withLock { ends in ends[hash].map { $0 > now } ?? false }
    }

    func close(_ id: String) {
        let hash = hasher.hash(id)
        ends.withLock { ends in ends[hash] = nil }
    }

    var count: Int { ends.withLock { $0.count } }
}
