import EventLoop
import HTTPCore
import Testing

@testable import WixAPI

@Suite struct RateLimitTests {
    static let read = WixRequest("GET", WixPath("/x"), retry: .read)

    @Test(
        arguments: [
            (["ratelimit-limit": "100", "ratelimit-remaining": "0", "ratelimit-reset": "7"], 100, 7, 7),
            (["x-ratelimit-limit": "100", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9"], 100, 9, 9),
            (["ratelimit": "\"burst\";r=0;t=12", "ratelimit-policy": "\"burst\";q=50;w=60"], 50, 12, 12),
            (["retry-after": "30"], 200, 30, 30),
            (["retry-after": "0"], 200, 1, 1),
            (["ratelimit-reset": "40", "retry-after": "50"], 200, 40, 50),
        ] as [([String: String], Int, Int, Int)])
    func numbersOfWix(_ fields: [String: String], _ limit: Int, _ reset: Int, _ retryAfter: Int) async throws {
        let wix = try ScriptedWix { _, _ in
            json(#"{"message":"slow down"}"#, status: 429, fields: fields.map { ($0.key, $0.value) })
        }
        let error = try await wix.failure(of: Self.read, to: wix.site())
        #expect(error?.status == 429 && error?.retryable == true && error?.outcome == .refused)
        let status = try #require(error?.rateLimit)
        #expect(status.limit == limit)
        #expect(status.remaining == 0)
        #expect(status.retryAfterSeconds == retryAfter)
        #expect(status.source == .wix)
        #expect(status.resetSeconds == reset || fields["retry-after"] == "0")
        #expect(wix.seen.count == 1)
    }

    @Test func htmlWithoutNumbersIsCountedHere() async throws {
        let clock = TestClock()
        let wix = try ScriptedWix { _, number in
            number < 2 ? json("{}") : html("<html><h1>429 Too Many Requests</h1></html>", status: 429)
        }
        let site = wix.site(requestsPerMinute: 3, clock: clock)
        _ = try await wix.send(Self.read, to: site)
        clock.advance(seconds: 15)
        #expect(
            try await wix.send(Self.read, to: site).rateLimit
                == RateLimitStatus(limit: 3, remaining: 1, resetSeconds: 45, source: .counted))
        let error = try await wix.failure(of: Self.read, to: site)
        #expect(error?.code == "RATE_LIMITED")
        #expect(error?.message == "429 Too Many Requests")
        #expect(
            error?.rateLimit
                == RateLimitStatus(limit: 3, remaining: 0, resetSeconds: 45, retryAfterSeconds: 45, source: .counted))
    }

    /// Somebody else uses the same quota: our own count does not explain the 429.
    @Test func unexplained429NamesAWholeWindow() async throws {
        let wix = try ScriptedWix { _, _ in html("", status: 429) }
        let status = try await wix.failure(of: Self.read, to: wix.site())?.rateLimit
        #expect(status?.retryAfterSeconds == 60)
        #expect(status?.remaining == 0)
    }

    @Test(
        arguments: [
            ("PUBLISH_LIMIT_EXCEEDED", "PUBLISH_LIMIT_EXCEEDED"), ("SITE_QUOTA_REACHED", "SITE_QUOTA_REACHED"),
            ("RESOURCE_EXHAUSTED", nil), ("RATE_LIMIT_EXCEEDED", nil),
        ] as [(String, String?)])
    func quotaOfThePlan(_ code: String, _ quota: String?) async throws {
        let wix = try ScriptedWix { _, _ in
            json(#"{"message":"no","details":{"applicationError":{"code":"\#(code)"}}}"#, status: 429)
        }
        let error = try await wix.failure(of: Self.read, to: wix.site())
        #expect(error?.code == code)
        #expect(error?.rateLimit?.quotaCode == quota)
        #expect(error?.retryable == (quota == nil))
    }

    @Test func numbersOfASuccess() async throws {
        let wix = try ScriptedWix { _, _ in
            json(
                "{}",
                fields: [("x-ratelimit-limit", "500"), ("x-ratelimit-remaining", "499"), ("x-ratelimit-reset", "30")])
        }
        let response = try await wix.send(Self.read, to: wix.site())
        #expect(response.rateLimit == RateLimitStatus(limit: 500, remaining: 499, resetSeconds: 30, source: .wix))
    }

    @Test(arguments: [true, false]) func budget(_ isEnforced: Bool) async throws {
        let clock = TestClock()
        let wix = try ScriptedWix { _, _ in json("{}") }
        let site = wix.site(requestsPerMinute: 2, enforceBudget: isEnforced, clock: clock)
        #expect(site.rateLimit == nil)
        for _ in 0..<2 { _ = try await wix.send(Self.read, to: site) }
        clock.advance(seconds: 20)
        let error = try await wix.failure(of: Self.read, to: site)
        #expect((error != nil) == isEnforced)
        #expect(wix.seen.count == (isEnforced ? 2 : 3))
        if let error {
            #expect(error.status == 429 && error.outcome == .notSent && error.code == "BUDGET_EXCEEDED")
            #expect(error.rateLimit?.retryAfterSeconds == 40)
        }
        clock.advance(seconds: 40)
        #expect(site.rateLimit?.remaining == 2)
        _ = try await wix.send(Self.read, to: site)
    }

    @Test func windowCountsFromManyThreads() async {
        let site = WixSite(credential: .apiKey("k", siteID: "s", accountID: nil), requestsPerMinute: 1000, clock: { 5 })
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<100 { _ = site.takeRequest() } }
            }
        }
        #expect(site.rateLimit?.remaining == 200)
    }
}
