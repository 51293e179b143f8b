import Synchronization

/// Counts requests by the minute of the wall clock and remembers the last hour. Shared by all loops, without a lock.
struct RequestHistory: ~Copyable, Sendable {
    static let minutes = 60
    static let millisecondsPerMinute: Int64 = 60_000

    /// One place for each minute modulo 60. Upper 40 bits: the minute since the epoch; lower 24 bits: its requests.
    private let places: InlineArray<60, Atomic<UInt64>>
    private static let countMask: UInt64 = 0xFF_FFFF

    init() { places = InlineArray { _ in Atomic(0) } }

    /// Counts one request in `minute` (since the epoch).
    func add(minute: UInt64) {
        let place = Int(minute % UInt64(RequestHistory.minutes))
        var old = places[place].load(ordering: .relaxed)
        while true {
            let count = old >> 24 == minute ? old & RequestHistory.countMask : 0
            let new = minute << 24 | min(count + 1, RequestHistory.countMask)
            let result = places[place].compareExchange(expected: old, desired: new, ordering: .relaxed)
            if result.exchanged { return }
            old = result.original
        }
    }

    /// How many requests `minute` had; zero for one that is no longer kept.
    func count(minute: UInt64) -> Int {
        let value = places[Int(minute % UInt64(RequestHistory.minutes))].load(ordering: .relaxed)
        return value >> 24 == minute ? Int(value & RequestHistory.countMask) : 0
    }
}
