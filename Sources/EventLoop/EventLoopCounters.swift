import Synchronization

/// What a loop did since it started. Written by the loop alone, read by anyone.
package final class EventLoopCounters: Sendable {
    private let turnCount = Atomic<Int>(0)
    private let pollCount = Atomic<Int>(0)

    /// Times Dispatch woke the loop.
    package var turns: Int { turnCount.load(ordering: .relaxed) }
    /// Calls of `epoll_wait`.
    package var polls: Int { pollCount.load(ordering: .relaxed) }

    // One writer: a load and a store need no locked instruction.
    func countTurn() { turnCount.store(turns &+ 1, ordering: .relaxed) }
    func countPoll() { pollCount.store(polls &+ 1, ordering: .relaxed) }
}
