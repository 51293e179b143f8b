import Testing

@testable import MCPCore

@Suite struct ReplayBufferTests {
    private func buffer(bytes: Int = 10, age: Duration = .seconds(1)) -> ReplayBuffer {
        var limits = ReplayBuffer.Limits()
        limits.bytes = bytes
        limits.age = age
        return ReplayBuffer(limits: limits)
    }

    private func sequences(_ buffer: ReplayBuffer, after sequence: Int) -> [Int]? {
        buffer.events(after: EventID(.reply(1), sequence))?.map(\.id.sequence)
    }

    @Test func bytesAreBounded() {
        var buffer = buffer()
        buffer.append(EventID(.reply(1), 0), Array(repeating: 0, count: 5), at: 0)
        buffer.append(EventID(.reply(1), 1), Array(repeating: 0, count: 5), at: 0)
        #expect(buffer.bytes == 10)
        #expect(sequences(buffer, after: -1) == [0, 1])
        buffer.append(EventID(.reply(1), 2), [0], at: 0)
        #expect(buffer.bytes == 6)
        #expect(sequences(buffer, after: -1) == nil)
        #expect(sequences(buffer, after: 0) == [1, 2])
    }

    @Test func whatCanNeverFitIsLostAtOnce() {
        var buffer = buffer()
        buffer.append(EventID(.reply(1), 0), Array(repeating: 0, count: 10), at: 0)
        buffer.append(EventID(.reply(1), 1), Array(repeating: 0, count: 11), at: 0)
        #expect(buffer.bytes == 10)
        #expect(sequences(buffer, after: 0) == nil)
        #expect(sequences(buffer, after: 1) == [])
    }

    @Test func ageIsBounded() {
        var buffer = buffer()
        buffer.append(EventID(.reply(1), 0), [0], at: 0)
        buffer.append(EventID(.reply(2), 0), [0], at: 500_000_000)
        buffer.evict(now: 1_000_000_000)
        #expect(buffer.holds(.reply(1)))
        buffer.evict(now: 1_000_000_001)
        #expect(!buffer.holds(.reply(1)))
        #expect(buffer.holds(.reply(2)))
        #expect(sequences(buffer, after: -1) == nil)
        buffer.forget(.reply(1))
        #expect(sequences(buffer, after: -1) == [])
    }

    @Test func streamsAreKeptApart() {
        var buffer = buffer()
        buffer.append(EventID(.reply(1), 0), [1], at: 0)
        buffer.append(EventID(.standalone, 0), [2], at: 0)
        buffer.append(EventID(.reply(1), 1), [3], at: 0)
        #expect(buffer.events(after: EventID(.reply(1), -1))?.map(\.data) == [[1], [3]])
        #expect(buffer.events(after: EventID(.standalone, -1))?.map(\.data) == [[2]])
    }

    @Test(arguments: [
        (Duration.zero, 0 as UInt64), (.seconds(-1), 0), (.nanoseconds(5), 5), (.milliseconds(1500), 1_500_000_000),
        (.seconds(Int64.max), .max),
    ])
    func nanoseconds(_ duration: Duration, _ expected: UInt64) { #expect(duration.wholeNanoseconds == expected) }

    @Test(arguments: [
        ("g_0", EventID(.standalone, 0)), ("s12_345", EventID(.reply(12), 345)), ("s0_0", EventID(.reply(0), 0)),
    ])
    func eventIDs(_ text: String, _ id: EventID) {
        #expect(EventID(text) == id)
        #expect(id.text == text)
    }

    @Test(arguments: ["", "_", "g_", "g1_0", "s_0", "s1_", "s1_1000000000000000", "t1_0", "g_0_", "g_+1", "g_ 1"])
    func notEventIDs(_ text: String) { #expect(EventID(text) == nil) }
}
