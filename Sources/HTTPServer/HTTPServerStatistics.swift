import Synchronization

/// What a server did since it started, and holds now.
package struct HTTPServerStatistics: Sendable, Equatable {
    package var openConnections = 0
    package var openStreams = 0
    package var acceptedConnections = 0
    /// Connections answered 503 because the limit was reached.
    package var refusedConnections = 0
    /// Complete requests handed to a handler, and those refused at their head.
    package var requests = 0
    /// Requests answered by the server itself: malformed, too large, too slow.
    package var failedRequests = 0
    /// Streams dropped because their reader was too slow.
    package var droppedStreams = 0
    package var receivedBytes = 0
    package var sentBytes = 0
}

/// The counts of one loop. Written by that loop alone, so that counting is a load and a store; read by anyone.
final class LoopCounters: Sendable {
    let openConnections = Atomic<Int>(0)
    let openStreams = Atomic<Int>(0)
    let acceptedConnections = Atomic<Int>(0)
    let refusedConnections = Atomic<Int>(0)
    let requests = Atomic<Int>(0)
    let failedRequests = Atomic<Int>(0)
    let droppedStreams = Atomic<Int>(0)
    let receivedBytes = Atomic<Int>(0)
    let sentBytes = Atomic<Int>(0)

    func add(to sum: inout HTTPServerStatistics) {
        sum.openConnections += openConnections.value
        sum.openStreams += openStreams.value
        sum.acceptedConnections += acceptedConnections.value
        sum.refusedConnections += refusedConnections.value
        sum.requests += requests.value
        sum.failedRequests += failedRequests.value
        sum.droppedStreams += droppedStreams.value
        sum.receivedBytes += receivedBytes.value
        sum.sentBytes += sentBytes.value
    }
}

extension Atomic where Value == Int {
    var value: Int { load(ordering: .relaxed) }

    /// Adds without a locked instruction; for a single writer.
    func count(_ change: Int = 1) { store(value &+ change, ordering: .relaxed) }
}

/// What all loops of a server share a limit on. Touched when a connection or stream opens or closes, not per request.
final class SharedLimit: Sendable {
    private let used = Atomic<Int>(0)
    private let limit: Int

    init(_ limit: Int) { self.limit = limit }

    /// Takes one; false when none is left.
    func take() -> Bool {
        if used.add(1, ordering: .relaxed).newValue <= limit { return true }
        giveBack()
        return false
    }

    func giveBack() { used.subtract(1, ordering: .relaxed) }
}
