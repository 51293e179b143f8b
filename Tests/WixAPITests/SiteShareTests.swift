import HTTPCore
import HTTPServer
import Synchronization
import Testing

@testable import WixAPI

/// Views of one site, and what is counted for it.
@Suite struct SiteShareTests {
    static let read = WixRequest("GET", WixPath("/x"), retry: .read)

    @Test func viewsShareTheTokenAndTheCount() async throws {
        let wix = try ScriptedWix { request, _ in
            request.head.target == "/oauth2/token" ? json(#"{"access_token":"t","expires_in":14400}"#) : json("{}")
        }
        let site = wix.oauthSite()
        for id in ["a", "b", "a"] { _ = try await wix.send(Self.read, to: site.share(of: id)) }
        #expect(wix.seen.map(\.target) == ["/oauth2/token", "/x", "/x", "/x"])
        #expect(site.rateLimit?.remaining == 197)
        #expect(site.share(of: "c").rateLimit?.remaining == 197)
        #expect(site.share(of: "c").name == site.name)
    }

    @Test func withoutEnforcementNobodyIsRefused() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let site = wix.site(requestsPerMinute: 2)
        for _ in 0..<4 { _ = try await wix.send(Self.read, to: site.share(of: "a")) }
        #expect(wix.seen.count == 4)
        #expect(site.rateLimit?.remaining == 0)
    }

    @Test func theRefusalSaysWhoseShareIsUsedUp() async throws {
        let clock = TestClock()
        let wix = try ScriptedWix { _, _ in json("{}") }
        let site = wix.site(requestsPerMinute: 20, enforceBudget: true, clock: clock)
        let flood = site.share(of: "flood")
        let other = site.share(of: "other")
        _ = try await wix.send(Self.read, to: other)
        for _ in 0..<9 { _ = try await wix.send(Self.read, to: flood) }
        clock.advance(seconds: 15)
        let error = try await wix.failure(of: Self.read, to: flood)
        #expect(error?.code == "BUDGET_EXCEEDED" && error?.status == 429 && error?.outcome == .notSent)
        #expect(error?.message.contains("This MCP server's share") == true)
        #expect(error?.message.contains("20 requests a minute") == true)
        #expect(error?.message.contains("is used up: 9, with 2 servers at work") == true)
        #expect(error?.rateLimit?.retryAfterSeconds == 45)
        #expect(flood.rateLimit?.remaining == 0)
        #expect(other.rateLimit?.remaining == 8)
        _ = try await wix.send(Self.read, to: other)
        #expect(wix.seen.count == 11)
    }

    @Test func historyOfTheLastHour() {
        let minute: Int64 = 29_000_000
        let seconds = Mutex<Int64>(minute * 60)
        let site = WixSite(
            credential: .apiKey("k", siteID: "s", accountID: nil), clock: { 5 }, wallClock: { seconds.withLock { $0 } })
        for _ in 0..<3 { _ = site.share(of: "a").takeRequest() }
        seconds.withLock { $0 += 119 }
        _ = site.takeRequest()
        let rows = site.history(now: (minute + 1) * 60_000 + 30_123)
        #expect(rows.count == 60)
        #expect(rows.suffix(2).map(\.count) == [3, 1])
        #expect(rows.suffix(2).map(\.minuteStart) == [minute * 60_000, (minute + 1) * 60_000])
        #expect(rows.dropLast(2).allSatisfy { $0.count == 0 })
        // An hour later the same places hold other minutes.
        seconds.withLock { $0 += 3600 }
        _ = site.takeRequest()
        #expect(site.history(now: (minute + 61) * 60_000).map(\.count).reduce(0, +) == 1)
        #expect(site.history(now: (minute + 59) * 60_000).first?.count == 3)
    }

    @Test func historyCountsFromManyThreads() async {
        let site = WixSite(credential: .apiKey("k", siteID: "s", accountID: nil), clock: { 5 }, wallClock: { 120 })
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<100 { _ = site.takeRequest() } } }
        }
        #expect(site.history(now: 120_000).last?.count == 800)
    }
}
