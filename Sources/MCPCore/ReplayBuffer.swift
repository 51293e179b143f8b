/// The last events of a session's streams, kept for clients that lost their connection. Bounded by bytes and age.
package struct ReplayBuffer: Sendable {
    private struct Entry: Sendable {
        let id: EventID
        let data: [UInt8]
        /// Nanoseconds of the loop's clock.
        let time: UInt64
    }
    package struct Limits: Sendable, Equatable {
        package var bytes = 512 * 1024
        package var age: Duration = .seconds(300)
        package init() {}
    }

    private let maximumBytes: Int
    private let maximumAge: UInt64
    private var entries: [Entry] = []
    /// The highest sequence of each stream that is no longer here.
    private var evicted: [EventID.Stream: Int] = [:]
    /// Payload bytes kept.
    package private(set) var bytes = 0

    package init(limits: Limits = Limits()) {
        maximumBytes = limits.bytes
        maximumAge = limits.age.wholeNanoseconds
    }

    /// Keeps an event. Older ones make room; an event that cannot fit counts as evicted at once.
    package mutating func append(_ id: EventID, _ data: [UInt8], at time: UInt64) {
        evict(now: time)
        guard data.count <= maximumBytes else { return note(evicted: id) }
        while bytes + data.count > maximumBytes, !entries.isEmpty { evictFirst() }
        entries.append(Entry(id: id, data: data, time: time))
        bytes += data.count
    }

    /// Marks an event as lost without having kept it.
    package mutating func note(evicted id: EventID) {
        evicted[id.stream] = max(evicted[id.stream] ?? -1, id.sequence)
    }

    /// The events of a stream after `id`, in order; nil when some of them are gone.
    package func events(after id: EventID) -> [(id: EventID, data: [UInt8])]? {
        if let lost = evicted[id.stream], lost > id.sequence { return nil }
        return entries.filter { $0.id.stream == id.stream && $0.id.sequence > id.sequence }.map { ($0.id, $0.data) }
    }

    package func holds(_ stream: EventID.Stream) -> Bool { entries.contains { $0.id.stream == stream } }

    /// Drops what is too old.
    package mutating func evict(now: UInt64) {
        while let first = entries.first, now > first.time, now - first.time > maximumAge { evictFirst() }
    }

    /// Forgets that a stream ever was.
    package mutating func forget(_ stream: EventID.Stream) { evicted[stream] = nil }

    private mutating func evictFirst() {
        let entry = entries.removeFirst()
        bytes -= entry.data.count
        note(evicted: entry.id)
    }
}

extension Duration {
    /// Nanoseconds, clamped to 0…`UInt64.max`.
    package var wholeNanoseconds: UInt64 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product.addingReportingOverflow(UInt64(attoseconds / 1_000_000_000)).partialValue
    }
}
