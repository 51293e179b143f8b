import Synchronization

/// Counts the requests of a site in windows of one minute, each beginning with its first request. Shared by all
/// loops, without a lock.
struct RequestWindow: ~Copyable, Sendable {
    static let seconds: UInt64 = 60

    let limit: Int
    /// Upper half: the second in which the window began, plus one; lower half: its requests. Zero before the first.
    private let state = Atomic<UInt64>(0)

    init(limit: Int) { self.limit = limit }

    /// Counts one request at `now` (monotonic nanoseconds).
    func count(at now: UInt64) {
        let second = RequestWindow.second(now)
        var old = state.load(ordering: .relaxed)
        while true {
            let count = RequestWindow.isOver(old, at: second) ? 0 : old & 0xFFFF_FFFF
            let start = count == 0 ? second : old >> 32
            let new = start << 32 | min(count + 1, 0xFFFF_FFFF)
            let result = state.compareExchange(expected: old, desired: new, ordering: .relaxed)
            if result.exchanged { return }
            old = result.original
        }
    }

    /// What is left of the window at `now`; nil before the first request.
    func status(at now: UInt64) -> RateLimitStatus? {
        let state = state.load(ordering: .relaxed)
        guard state != 0 else { return nil }
        let second = RequestWindow.second(now)
        guard !RequestWindow.isOver(state, at: second) else {
            return RateLimitStatus(limit: limit, remaining: max(0, limit), resetSeconds: 0, source: .counted)
        }
        let count = Int(truncatingIfNeeded: state & 0xFFFF_FFFF)
        return RateLimitStatus(
            limit: limit, remaining: max(0, limit - count),
            resetSeconds: Int(truncatingIfNeeded: (state >> 32) + RequestWindow.seconds - second), source: .counted)
    }

    static func second(_ now: UInt64) -> UInt64 { (now / 1_000_000_000 + 1) & 0xFFFF_FFFF }

    private static func isOver(_ state: UInt64, at second: UInt64) -> Bool {
        state == 0 || second >= (state >> 32) + seconds
    }
}
