import EventLoop
import HTTPClient
import HTTPCore
import Testing

@testable import WixAPI

@Suite struct RetryTests {
    static let path = WixPath("/things/v1/things")

    /// How often a request is sent when Wix always answers with `status`.
    @Test(
        arguments: [
            (.read, 500, 3), (.read, 502, 3), (.read, 503, 3), (.read, 504, 3), (.read, 501, 1), (.read, 429, 1),
            (.read, 400, 1), (.read, 401, 1), (.read, 404, 1), (.read, 409, 1),
            (.idempotent, 500, 2), (.idempotent, 503, 2), (.idempotent, 502, 1), (.idempotent, 504, 1),
            (.idempotent, 429, 1), (.idempotent, 409, 1),
            (.never, 500, 1), (.never, 503, 1), (.never, 504, 1), (.never, 429, 1), (.never, 401, 1),
        ] as [(WixRetryClass, Int, Int)])
    func timesSent(_ retry: WixRetryClass, _ status: Int, _ times: Int) async throws {
        let wix = try ScriptedWix { _, _ in json("{}", status: status) }
        let error = try await wix.failure(of: WixRequest("POST", Self.path, retry: retry), to: wix.site())
        #expect(error?.status == status)
        #expect(wix.seen.count == times)
    }

    @Test func secondAnswerCounts() async throws {
        let wix = try ScriptedWix { _, number in number < 2 ? html("<h1>oops</h1>", status: 502) : json(#"{"ok":1}"#) }
        let response = try await wix.send(WixRequest("POST", Self.path, retry: .read), to: wix.site())
        #expect(response.body == Array(#"{"ok":1}"#.utf8))
    }

    @Test(arguments: [("/blog/v3/draft-posts", 2), ("/blog/v3/categories", 1)])
    func noIdentityFoundOnDraftCreate(_ path: String, _ times: Int) async throws {
        let wix = try ScriptedWix { _, _ in json(#"{"message":"No identity found","details":{}}"#, status: 401) }
        let request = WixRequest("POST", try WixPath(template: path, [:]))
        let error = try await wix.failure(of: request, to: wix.site())
        #expect(error?.status == 401)
        #expect(wix.seen.count == times)
    }

    @Test(arguments: [
        ("CONNECTION_LOST", 2), ("TRUNCATED_ANSWER", 2), ("TIMEOUT", 0), ("CONNECTION_FAILED", 0), ("CANCELLED", 0),
    ])
    func readsAfterALostConnection(_ code: String, _ retries: Int) {
        let error = WixError(outcome: .refused, code: code, message: "")
        for (retry, expected) in [(WixRetryClass.read, retries), (.idempotent, 0), (.never, 0)] {
            var policy = RetryPolicy(WixRequest("POST", Self.path, retry: retry))
            var count = 0
            while policy.wait(after: error, chance: 0.5) != nil, count < 10 { count += 1 }
            #expect(count == expected, "\(retry)")
        }
    }

    @Test func waitsGrowAndSpread() {
        let error = WixError(outcome: .refused, status: 503, code: "", message: "")
        func waits(_ chance: Double) -> [Duration?] {
            var policy = RetryPolicy(WixRequest("GET", Self.path, retry: .read))
            return (0..<3).map { _ in policy.wait(after: error, chance: chance) }
        }
        #expect(waits(0) == [.milliseconds(100), .milliseconds(300), nil])
        #expect(waits(1) == [.milliseconds(300), .milliseconds(900), nil])
    }

    @Test func noRetryBeyondTheDeadline() async throws {
        let wix = try ScriptedWix { _, _ in json("{}", status: 503) }
        let site = wix.site()
        await #expect(throws: WixError.self) {
            try await wix.run { client in
                let deadline = WixDeadline(on: client.loop, after: .milliseconds(90))
                return try await client.send(WixRequest("GET", Self.path, retry: .read), to: site, deadline: deadline)
            }
        }
        #expect(wix.seen.count == 1)
    }

    /// A write without an answer is not known to have failed, and is not sent again.
    @Test(arguments: [(WixRetryClass.never, WixError.Outcome.unknown), (.read, .failed)])
    func timeLimit(_ retry: WixRetryClass, _ outcome: WixError.Outcome) async throws {
        var limits = HTTPClientLimits()
        limits.firstByteTime = .milliseconds(60)
        let wix = try ScriptedWix(limits: limits) { _, _ in nil }
        let error = try await wix.failure(of: WixRequest("POST", Self.path, retry: retry), to: wix.site())
        #expect(error?.code == "TIMEOUT")
        #expect(error?.outcome == outcome)
        #expect(error?.retryable == (outcome == .failed))
        #expect(wix.seen.count == 1)
    }
}
