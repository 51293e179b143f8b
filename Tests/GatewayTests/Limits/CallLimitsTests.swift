import Synchronization
import Testing

@testable import Gateway

private let second: UInt64 = 1_000_000_000

@Suite struct CallLimitsTests {
    @Test(arguments: [1, 7, 120, 100_000]) func aMinutesAllowanceMayComeAtOnceAndNotOneMore(_ limit: Int) {
        let limits = CallLimits(callsPerMinute: limit)
        let now = 5 * second
        for _ in 0..<limit { #expect(limits.begin(now: now) == nil) }
        let refusal = limits.begin(now: now)
        #expect(refusal?.kind == .callsPerMinute)
        #expect(refusal?.limit == limit)
        #expect(refusal?.remaining == 0)
        #expect(refusal?.resetSeconds == 60)
        #expect(refusal?.retryAfterSeconds == (60 + limit - 1) / limit)
    }

    @Test func callsComeBackOneByOne() {
        let limits = CallLimits(callsPerMinute: 60)
        for _ in 0..<60 { #expect(limits.begin(now: 0) == nil) }
        #expect(limits.begin(now: second - 1) != nil)
        #expect(limits.begin(now: second) == nil)
        #expect(limits.begin(now: second)?.retryAfterSeconds == 1)
        for _ in 0..<3 { #expect(limits.begin(now: 4 * second) == nil) }
        #expect(limits.begin(now: 4 * second) != nil)
        for _ in 0..<60 { #expect(limits.begin(now: 1000 * second) == nil) }
        #expect(limits.begin(now: 1000 * second) != nil)
    }

    @Test func zeroIsNoLimit() {
        let limits = CallLimits(callsPerMinute: 0)
        for _ in 0..<200_000 where limits.begin(now: 0) != nil { Issue.record("refused") }
    }

    @Test func soManyAtOnceAndNoMore() {
        let limits = CallLimits(callsPerMinute: 4, maximumConcurrent: 2)
        #expect(limits.begin(now: 0) == nil)
        #expect(limits.begin(now: 0) == nil)
        let refusal = limits.begin(now: 0)
        #expect(refusal?.kind == .concurrentCalls)
        #expect(refusal?.limit == 2)
        #expect(refusal?.retryAfterSeconds == 1)
        limits.end()
        #expect(limits.begin(now: 0) == nil)
        limits.end()
        limits.end()
        // What was refused for its company took nothing of the minute, and what is refused for the minute leaves no mark.
        #expect(limits.begin(now: 0) == nil)
        limits.end()
        for _ in 0..<5 { #expect(limits.begin(now: 0)?.kind == .callsPerMinute) }
        #expect(limits.begin(now: 120 * second) == nil)
        #expect(limits.begin(now: 120 * second) == nil)
    }

    @Test func anotherLimitKeepsTheCount() {
        let limits = CallLimits(callsPerMinute: 10)
        for _ in 0..<6 { #expect(limits.begin(now: second) == nil) }
        limits.change(callsPerMinute: 8, maximumConcurrent: nil, now: second)
        for _ in 0..<2 { #expect(limits.begin(now: second) == nil) }
        #expect(limits.begin(now: second)?.limit == 8)
        limits.change(callsPerMinute: 5, maximumConcurrent: nil, now: second)
        #expect(limits.begin(now: second)?.limit == 5)
        limits.change(callsPerMinute: 20, maximumConcurrent: nil, now: second)
        #expect(limits.begin(now: second) == nil)
        limits.change(callsPerMinute: 0, maximumConcurrent: 1, now: second)
        #expect(limits.begin(now: second)?.kind == .concurrentCalls)
    }

    @Test func manyThreadsShareOneAllowance() async {
        let limits = CallLimits(callsPerMinute: 1000)
        let granted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<500).reduce(0) { count, _ in count + (limits.begin(now: 0) == nil ? 1 : 0) } }
            }
            return await group.reduce(0, +)
        }
        #expect(granted == 1000)
    }
}
