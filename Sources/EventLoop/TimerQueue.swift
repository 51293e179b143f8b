/// A pending timer; cancel on the loop.
package final class LoopTimer {
    /// What to run; nil once it ran or was cancelled.
    private var work: (() -> Void)?

    init(_ work: @escaping () -> Void) { self.work = work }

    package func cancel() { work = nil }
    package var isPending: Bool { work != nil }

    func fire() {
        let work = self.work
        self.work = nil
        work?()
    }
}

/// Timers by deadline, in a binary heap. Cancelling touches nothing here: a cancelled timer leaves when it reaches
/// the top, or when the heap has doubled since it was last swept.
struct TimerQueue {
    private struct Entry {
        /// Monotonic nanoseconds.
        let deadline: UInt64
        /// Keeps timers of the same deadline in the order they were made.
        let order: UInt64
        let timer: LoopTimer

        func isBefore(_ other: Entry) -> Bool {
            deadline != other.deadline ? deadline < other.deadline : order < other.order
        }
    }

    private static let smallestSweep = 64
    private var heap: [Entry] = []
    private var nextSweep = TimerQueue.smallestSweep
    /// The order the next timer gets.
    private(set) var nextOrder: UInt64 = 0
    var count: Int { heap.count }

    mutating func insert(_ timer: LoopTimer, at deadline: UInt64) {
        if heap.count >= nextSweep { sweep() }
        heap.append(Entry(deadline: deadline, order: nextOrder, timer: timer))
        nextOrder &+= 1
        siftUp(heap.count - 1)
    }

    /// The next timer due at `now` among those made before `order`, taken out.
    mutating func popDue(at now: UInt64, before order: UInt64) -> LoopTimer? {
        dropCancelled()
        guard let first = heap.first, first.deadline <= now, first.order < order else { return nil }
        removeFirst()
        return first.timer
    }

    /// When the next pending timer is due.
    mutating func nextDeadline() -> UInt64? {
        dropCancelled()
        return heap.first?.deadline
    }

    mutating func removeAll() { heap.removeAll() }

    private mutating func dropCancelled() {
        while let first = heap.first, !first.timer.isPending { removeFirst() }
    }

    private mutating func sweep() {
        heap.removeAll { !$0.timer.isPending }
        // An array in order is a heap.
        heap.sort { $0.isBefore($1) }
        nextSweep = max(TimerQueue.smallestSweep, heap.count * 2)
    }

    private mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].isBefore(heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
