import Synchronization

/// The limits of one MCP server: calls a minute and calls at once. Shared by all loops and all snapshots, without a lock.
///
/// The calls of a minute are a token bucket that holds a whole minute's allowance, kept as the moment at which it will be
/// full again (the generic cell rate algorithm): a call moves that moment by its share of a minute, and one that would
/// move it more than a minute ahead is refused.
package final class CallLimits: Sendable {
    /// What a refused caller is told (design 7).
    package struct Refusal: Sendable, Equatable {
        package enum Kind: Sendable, Equatable { case callsPerMinute, concurrentCalls }
        package let kind: Kind
        /// Calls a minute, or calls at once.
        package let limit: Int
        package var remaining: Int { 0 }
        /// Until the whole allowance is there again.
        package let resetSeconds: Int
        /// Until the next call may be tried.
        package let retryAfterSeconds: Int
    }

    private static let minute: UInt64 = 60_000_000_000
    private static let second: UInt64 = 1_000_000_000

    /// 0 for no limit.
    private let callsPerMinute: Atomic<Int>
    /// `Int.max` for no limit.
    private let concurrent: Atomic<Int>
    private let running = Atomic<Int>(0)
    /// Monotonic nanoseconds at which the bucket is full.
    private let fullAt = Atomic<UInt64>(0)

    package init(callsPerMinute: Int = ServerConfiguration.defaultCallsPerMinute, maximumConcurrent: Int? = nil) {
        self.callsPerMinute = Atomic(callsPerMinute)
        concurrent = Atomic(maximumConcurrent ?? .max)
    }

    /// Takes one call out of the limits, or says why not. `now` is monotonic nanoseconds, e.g. the loop's. Nil obliges the
    /// caller to `end()`.
    package func begin(now: UInt64) -> Refusal? {
        let most = concurrent.load(ordering: .relaxed)
        guard running.add(1, ordering: .relaxed).oldValue < most else {
            running.subtract(1, ordering: .relaxed)
            return Refusal(
                kind: .concurrentCalls, limit: most, resetSeconds: 1, retryAfterSeconds: 1)
        }
        let limit = callsPerMinute.load(ordering: .relaxed)
        guard limit > 0, let refusal = take(limit, now) else { return nil }
        running.subtract(1, ordering: .relaxed)
        return refusal
    }

    /// A call that began is over.
    package func end() { running.subtract(1, ordering: .relaxed) }

    /// Sets other limits. The calls that count against the minute go on counting.
    func change(callsPerMinute new: Int, maximumConcurrent: Int?, now: UInt64) {
        concurrent.store(maximumConcurrent ?? .max, ordering: .relaxed)
        let old = callsPerMinute.exchange(new, ordering: .relaxed)
        guard old != new, old > 0, new > 0 else { return }
        update { full in
            let used = full > now ? (full - now) / Self.share(old) : 0
            return now + min(used * Self.share(new), Self.minute)
        }
    }

    private func take(_ limit: Int, _ now: UInt64) -> Refusal? {
        let share = Self.share(limit)
        var old = fullAt.load(ordering: .relaxed)
        while true {
            let full = max(old, now)
            guard full - now + share <= Self.minute else {
                return Refusal(
                    kind: .callsPerMinute, limit: limit, resetSeconds: Self.seconds(full - now),
                    retryAfterSeconds: Self.seconds(full - now + share - Self.minute))
            }
            let result = fullAt.compareExchange(expected: old, desired: full + share, ordering: .relaxed)
            if result.exchanged { return nil }
            old = result.original
        }
    }

    private func update(_ body: (UInt64) -> UInt64) {
        var old = fullAt.load(ordering: .relaxed)
        while true {
            let result = fullAt.compareExchange(expected: old, desired: body(old), ordering: .relaxed)
            if result.exchanged { return }
            old = result.original
        }
    }

    /// The part of a minute that one call takes.
    private static func share(_ limit: Int) -> UInt64 { minute / UInt64(limit) }

    /// Rounded up: nobody is sent back too early.
    private static func seconds(_ nanoseconds: UInt64) -> Int {
        Int(truncatingIfNeeded: (nanoseconds + second - 1) / second)
    }
}

extension CallLimits {
    convenience init(_ configuration: ServerConfiguration) {
        self.init(
            callsPerMinute: configuration.callsPerMinute ?? ServerConfiguration.defaultCallsPerMinute,
            maximumConcurrent: configuration.maximumConcurrent)
    }

    func adopt(_ configuration: ServerConfiguration, now: UInt64) {
        change(
            callsPerMinute: configuration.callsPerMinute ?? ServerConfiguration.defaultCallsPerMinute,
            maximumConcurrent: configuration.maximumConcurrent, now: now)
    }
}
