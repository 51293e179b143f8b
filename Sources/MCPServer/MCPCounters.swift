import Synchronization

/// What happened since the start, for `/metrics`. Counted without locks.
package final class MCPCounters: Sendable {
    let requests = Counter()
    let protocolErrors = Counter()
    let refusals = Counter()
    let calls = Counter()
    let failedCalls = Counter()
    let rateLimitedCalls = Counter()
    let cancelledCalls = Counter()
    let runningCalls = Counter()
    let sessionsOpened = Counter()
    let openStreams = Counter()
}

/// A number that any thread may change; order does not matter, it is read long after.
final class Counter: Sendable {
    private let number = Atomic(0)
    func count(_ amount: Int = 1) { number.wrappingAdd(amount, ordering: .relaxed) }
    /// Adds one and answers the new value.
    func next() -> Int { number.wrappingAdd(1, ordering: .relaxed).newValue }
    var value: Int { number.load(ordering: .relaxed) }
}

/// A reading of the counters.
package struct MCPMetrics: Sendable, Equatable {
    /// JSON-RPC messages taken.
    package let requests: Int
    /// JSON-RPC errors answered, rate limits not included.
    package let protocolErrors: Int
    /// HTTP requests refused before their message was looked at (403, 401, 405, 415 …).
    package let refusals: Int
    /// `tools/call` begun.
    package let calls: Int
    /// `tools/call` answered with `isError`.
    package let failedCalls: Int
    package let rateLimitedCalls: Int
    package let cancelledCalls: Int
    package let runningCalls: Int
    package let sessionsOpened: Int
    package let openSessions: Int
    /// Event streams that wait for news: GET streams, HTTP+SSE connections and `subscriptions/listen`.
    package let openStreams: Int
    /// Bytes kept for `Last-Event-ID`.
    package let replayBytes: Int
}
