import MCPCore
import Synchronization

/// All sessions by id, in shards with a lock each; only requests that name a session come here.
final class SessionTable: Sendable {
    private static let shardCount = 16

    private let shards: [SessionShard]
    private let limit: Int
    private let idleTime: UInt64
    private let size = Counter()

    init(limit: Int, idleTime: Duration) {
        self.limit = limit
        self.idleTime = idleTime.wholeNanoseconds
        shards = (0..<Self.shardCount).map { _ in SessionShard() }
    }

    var count: Int { size.value }

    /// An id of 192 random bits in visible ASCII.
    static func makeID() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        for _ in 0..<4 {
            var word = generator.next()
            for _ in 0..<8 {
                text.append(digits[Int(word & 63)])
                word >>= 6
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    func find(_ id: String) -> Session? { shard(of: id).sessions.withLock { $0[id] } }

    /// Adds a session. When all places are taken the one that has been idle longest goes; false when none is idle.
    func insert(_ session: Session, now: UInt64) -> Bool {
        if size.next() > limit, !evictOldest(now: now) {
            size.count(-1)
            return false
        }
        shard(of: session.id).sessions.withLock { $0[session.id] = session }
        return true
    }

    /// Ends a session; false when it was gone already.
    @discardableResult
    func remove(_ session: Session) -> Bool {
        guard shard(of: session.id).sessions.withLock({ $0.removeValue(forKey: session.id) }) != nil else {
            return false
        }
        size.count(-1)
        session.close()
        return true
    }

    /// Ends the sessions that nobody has used for too long, and lets the others drop old events.
    func sweep(now: UInt64) {
        for session in all {
            if let idle = session.idleTime(now: now), idle >= idleTime {
                remove(session)
            } else {
                session.timePassed(now: now)
            }
        }
    }

    func drain() {
        for session in all { session.drain() }
    }

    /// The sessions of one MCP server.
    func sessions(of serverID: String) -> [Session] {
        shards.flatMap { $0.sessions.withLock { sessions in sessions.values.filter { $0.access.id == serverID } } }
    }

    /// Takes sessions out, so that no request finds them any more. Who takes them ends them.
    func take(_ isMeant: (ServerAccess) -> Bool) -> [Session] {
        let taken = shards.flatMap { shard in
            shard.sessions.withLock { sessions in
                let taken = sessions.values.filter { isMeant($0.access) }
                for session in taken { sessions[session.id] = nil }
                return taken
            }
        }
        size.count(-taken.count)
        return taken
    }

    private var all: [Session] { shards.flatMap { $0.sessions.withLock { Array($0.values) } } }

    private func evictOldest(now: UInt64) -> Bool {
        var oldest: (session: Session, idle: UInt64)?
        for session in all {
            guard let idle = session.idleTime(now: now), idle >= oldest?.idle ?? 0 else { continue }
            oldest = (session, idle)
        }
        return oldest.map { remove($0.session) } ?? false
    }

    private func shard(of id: String) -> SessionShard {
        shards[Int(UInt(bitPattern: id.hashValue) % UInt(Self.shardCount))]
    }
}

private final class SessionShard: Sendable {
    let sessions = Mutex<[String: Session]>([:])
}

/// The bytes that all sessions together keep for `Last-Event-ID`.
final class ReplayBudget: Sendable {
    private let limit: Int
    private let used = Counter()
    init(limit: Int) { self.limit = limit }

    var bytes: Int { used.value }
    var hasRoom: Bool { used.value < limit }
    func take(_ bytes: Int) { used.count(bytes) }
    func release(_ bytes: Int) { used.count(-bytes) }
}
