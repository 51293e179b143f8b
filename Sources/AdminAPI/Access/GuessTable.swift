import HTTPServer
import Synchronization

/// Slows down whoever guesses admin tokens: the answer to each wrong one is held back, for longer with each. Shared by all
/// loops. Times are monotonic nanoseconds.
final class GuessTable: Sendable {
    static let firstDelay: Duration = .milliseconds(100)
    static let longestDelay: Duration = .seconds(30)
    /// After this long without a wrong token a source begins anew.
    static let memory: Duration = .seconds(15 * 60)
    static let sourceLimit = 10_000
    /// Answers held back at one time, over all sources.
    static let heldLimit = 1000

    private struct Source {
        var guesses: Int
        var last: UInt64
    }
    private struct State {
        var sources: [String: Source] = [:]
        var held = 0
    }
    private let state = Mutex(State())

    /// Counts a wrong token. Answers how long its answer is to be held back, which ends with `release`; nil when so many
    /// are that this one must be refused at once.
    func hold(_ source: String, now: UInt64) -> Duration? {
        state.withLock { state in
            var entry = state.sources[source] ?? Source(guesses: 0, last: now)
            if now &- entry.last >= Self.memory.nanoseconds { entry.guesses = 0 }
            entry.guesses = min(entry.guesses + 1, 63)
            entry.last = now
            if state.sources[source] == nil, state.sources.count >= Self.sourceLimit {
                Self.makeRoom(in: &state.sources, now: now)
            }
            state.sources[source] = entry
            guard state.held < Self.heldLimit else { return nil }
            state.held += 1
            return Self.delay(guesses: entry.guesses)
        }
    }

    func release() { state.withLock { $0.held -= 1 } }

    var sourceCount: Int { state.withLock { $0.sources.count } }
    var heldCount: Int { state.withLock { $0.held } }

    static func delay(guesses: Int) -> Duration {
        var delay = firstDelay
        for _ in 1..<max(2, guesses) where guesses > 1 && delay < longestDelay { delay *= 2 }
        return min(delay, longestDelay)
    }

    /// Forgets who has been quiet, and the older half when that is nobody: half at a time, so that a flood of sources
    /// does not sort the table for each.
    private static func makeRoom(in sources: inout [String: Source], now: UInt64) {
        sources = sources.filter { now &- $0.value.last < memory.nanoseconds }
        guard sources.count >= sourceLimit else { return }
        let newest = sources.sorted { $0.value.last > $1.value.last }.prefix(sourceLimit / 2)
        sources = Dictionary(newest.map { ($0.key, $0.value) }) { first, _ in first }
    }
}

extension HTTPPeer {
    /// Whom a wrong token counts against: the address without its port; of an IPv6 address the network (/64), within
    /// which one host may have any address.
    var source: String {
        guard let colon = address.lastIndex(of: ":") else { return address }
        let host = address[..<colon]
        guard host.hasPrefix("[") else { return String(host) }
        return Self.network(of: host.dropFirst().prefix { $0 != "]" })
    }

    private static func network(of address: Substring) -> String {
        // `::` stands for as many zero groups as are missing of eight.
        let halves = address.split(separator: ":", omittingEmptySubsequences: false)
        guard let gap = address.firstRange(of: "::") else { return halves.prefix(4).joined(separator: ":") }
        let before = address[..<gap.lowerBound].split(separator: ":")
        let after = address[gap.upperBound...].split(separator: ":")
        let zeros = [Substring](repeating: "0", count: max(0, 8 - before.count - after.count))
        return (before + zeros + after).prefix(4).joined(separator: ":")
    }
}

extension Duration {
    fileprivate var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000
    }
}
