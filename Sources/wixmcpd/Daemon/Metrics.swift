import EventLoop
import Glibc
import Synchronization
import WixAPI

/// What the wiring itself counts. Each loop writes its own cells, so counting costs no locked instruction on the path
/// of a call.
final class Metrics: Sendable {
    /// Cells of one loop: written there, read anywhere.
    private final class Cells: Sendable {
        let calls = Atomic<Int>(0)
        let callNanoseconds = Atomic<Int>(0)
        let wixRequests = Atomic<Int>(0)
        let wixFailures = Atomic<Int>(0)
    }

    private let cells: [Cells]
    private let refused = Atomic<Int>(0)
    private let limited = Atomic<Int>(0)

    init(loopCount: Int) { cells = (0..<loopCount).map { _ in Cells() } }

    /// Counts a finished call; on the loop it ran on.
    func countCall(nanoseconds: UInt64, on loop: EventLoop) {
        guard cells.indices.contains(loop.index) else { return }
        Self.add(1, to: cells[loop.index].calls)
        Self.add(Int(clamping: nanoseconds), to: cells[loop.index].callNanoseconds)
    }

    /// Counts a request to Wix; on the loop it left from.
    func countWixRequest(_ record: WixRequestRecord) {
        guard let index = EventLoop.current?.index, cells.indices.contains(index) else { return }
        Self.add(1, to: cells[index].wixRequests)
        if record.status.map({ $0 >= 400 }) ?? true { Self.add(1, to: cells[index].wixFailures) }
    }

    /// Counts a token that opened nothing. Returns how many there were before.
    func countRefusedToken() -> Int { refused.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// Counts a call beyond the limits of its own server.
    func countRefusedCall() { limited.wrappingAdd(1, ordering: .relaxed) }

    var calls: Int { sum { $0.calls.load(ordering: .relaxed) } }
    var callNanoseconds: Int { sum { $0.callNanoseconds.load(ordering: .relaxed) } }
    var wixRequests: Int { sum { $0.wixRequests.load(ordering: .relaxed) } }
    var wixFailures: Int { sum { $0.wixFailures.load(ordering: .relaxed) } }
    var refusedTokens: Int { refused.load(ordering: .relaxed) }
    var refusedCalls: Int { limited.load(ordering: .relaxed) }

    private func sum(_ value: (Cells) -> Int) -> Int { cells.reduce(0) { $0 &+ value($1) } }

    /// One writer: a load and a store suffice.
    private static func add(_ amount: Int, to cell: borrowing Atomic<Int>) {
        cell.store(cell.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }
}
