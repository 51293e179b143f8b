import Testing

@testable import WixAPI

@Suite struct FairBudgetTests {
    /// How many of `count` requests of a server pass at one second.
    private static func passed(_ budget: inout FairBudget, _ server: String?, _ count: Int, at second: UInt64) -> Int {
        var passed = 0
        for _ in 0..<count where budget.take(server, at: second) { passed += 1 }
        return passed
    }

    @Test(arguments: [(200, 180), (100, 90), (10, 9), (2, 1), (1, 1), (0, 0)])
    func aSingleServerGetsNearlyAll(limit: Int, expected: Int) {
        var budget = FairBudget(limit: limit)
        #expect(Self.passed(&budget, "a", 500, at: 10) == expected)
        // The daemon's own requests may use the rest.
        #expect(Self.passed(&budget, nil, 500, at: 10) == limit - expected)
        #expect(Self.passed(&budget, "a", 500, at: 70) == expected)
    }

    @Test func aNewcomerIsNotStarvedByAFlood() {
        var budget = FairBudget(limit: 200)
        #expect(Self.passed(&budget, "flood", 1_000, at: 0) == 180)
        #expect(Self.passed(&budget, "new", 1_000, at: 30) == 10)
        #expect(Self.passed(&budget, "newer", 1_000, at: 31) == 5)
        #expect(Self.passed(&budget, "flood", 1_000, at: 32) == 0)
        // From the next minute on each has an equal share, whoever comes first.
        #expect(Self.passed(&budget, "flood", 1_000, at: 60) == 60)
        #expect(Self.passed(&budget, "new", 1_000, at: 61) == 60)
        #expect(Self.passed(&budget, "newer", 1_000, at: 62) == 60)
    }

    /// A newcomer that comes before the pool is empty has its whole share.
    @Test func aNewcomerInTimeHasItsShare() {
        var budget = FairBudget(limit: 200)
        #expect(Self.passed(&budget, "a", 80, at: 0) == 80)
        #expect(Self.passed(&budget, "b", 1, at: 1) == 1)
        #expect(Self.passed(&budget, "a", 1_000, at: 2) == 10)
        #expect(Self.passed(&budget, "b", 1_000, at: 3) == 89)
    }

    @Test func threeServersGetEqualParts() {
        var budget = FairBudget(limit: 200)
        for server in ["a", "b", "c"] { _ = budget.take(server, at: 0) }
        var passed = ["a": 0, "b": 0, "c": 0]
        for _ in 0..<500 {
            for server in ["a", "b", "c"] where budget.take(server, at: 61) { passed[server, default: 0] += 1 }
        }
        #expect(passed == ["a": 60, "b": 60, "c": 60])
        #expect(budget.share(of: "a", at: 61) == (60, 3))
    }

    /// What a share does not hold goes to whoever asks: here the third server's, two minutes after its last request.
    @Test func aServerThatWentAwayIsForgotten() {
        var budget = FairBudget(limit: 200)
        for server in ["a", "b", "c"] { _ = budget.take(server, at: 0) }
        _ = budget.take("a", at: 60)
        #expect(Self.passed(&budget, "b", 1_000, at: 60) == 60)
        _ = budget.take("a", at: 120)
        #expect(Self.passed(&budget, "b", 1_000, at: 120) == 90)
        #expect(budget.share(of: "b", at: 300) == (180, 1))
    }

    @Test func neverMoreThanTheLimit() {
        var budget = FairBudget(limit: 50)
        var passed = 0
        for number in 0..<3_000 where budget.take("s\(number % 17)", at: 5) { passed += 1 }
        #expect(passed <= 50 && passed >= 45)
        for number in 0..<100 where budget.take("late \(number)", at: 6) { passed += 1 }
        #expect(passed + Self.passed(&budget, nil, 100, at: 7) == 50)
    }

    /// What `remaining` promises is what `take` gives.
    @Test(arguments: [nil, "a", "b", "new"] as [String?]) func remainingIsTrue(server: String?) {
        var budget = FairBudget(limit: 60)
        for number in 0..<70 { _ = budget.take(number % 3 == 0 ? "b" : "a", at: 0) }
        let promised = budget.remaining(for: server, at: 1)
        #expect(Self.passed(&budget, server, 1_000, at: 1) == promised)
    }
}
