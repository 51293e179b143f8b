import EventLoop
import HTTPCore
import HTTPServer
import JSON
import Testing

@testable import WixAPI

@Suite struct OAuthTests {
    static let read = WixRequest("GET", WixPath("/x"), retry: .read)

    private static func isToken(_ request: HTTPRequest) -> Bool { request.head.target == "/oauth2/token" }

    private static func token(_ name: String, expiresIn: Int = 14_400) -> HTTPResponse {
        json(#"{"access_token":"\#(name)","token_type":"Bearer","expires_in":\#(expiresIn)}"#)
    }

    @Test func tokenIsAskedForOnceAndUsed() async throws {
        let wix = try ScriptedWix { request, _ in Self.isToken(request) ? Self.token("t1") : json("{}") }
        let site = wix.oauthSite()
        for _ in 0..<3 { _ = try await wix.send(Self.read, to: site) }
        #expect(wix.seen.map(\.target) == ["/oauth2/token", "/x", "/x", "/x"])
        #expect(wix.seen[0].fields["authorization"] == nil)
        let body = try JSONValue(parsing: wix.seen[0].body)
        #expect(
            body == [
                "grant_type": "client_credentials", "client_id": "app-1", "client_secret": "secret-1",
                "instance_id": "instance-1",
            ])
        #expect(wix.seen.dropFirst().allSatisfy { $0.fields["authorization"] == "Bearer t1" })
        #expect(wix.seen.allSatisfy { $0.fields["wix-site-id"] == nil && $0.fields["wix-account-id"] == nil })
    }

    /// 85 % of 14,400 s.
    @Test(arguments: [(12_239, 1), (12_241, 2)]) func renewalBeforeTheEnd(_ seconds: Int, _ tokens: Int) async throws {
        let clock = TestClock()
        let wix = try ScriptedWix { request, number in
            Self.isToken(request) ? Self.token("t\(number)") : json("{}")
        }
        let site = wix.oauthSite(clock: clock)
        _ = try await wix.send(Self.read, to: site)
        clock.advance(seconds: seconds)
        _ = try await wix.send(Self.read, to: site)
        #expect(wix.seen.filter { $0.target == "/oauth2/token" }.count == tokens)
    }

    @Test func callersShareOneRenewal() async throws {
        let wix = try ScriptedWix { request, _ in Self.isToken(request) ? Self.token("t1") : json("{}") }
        let site = wix.oauthSite()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 { group.addTask { _ = try await wix.send(Self.read, to: site) } }
            try await group.waitForAll()
        }
        #expect(wix.seen.filter { $0.target == "/oauth2/token" }.count == 1)
        #expect(wix.seen.count == 33)
    }

    /// The old token is refused: all callers get through with one new one.
    @Test func oneRetryAfterA401() async throws {
        let wix = try ScriptedWix { request, number in
            if Self.isToken(request) { return Self.token(number == 0 ? "old" : "new") }
            return request.head.fields["authorization"] == "Bearer new" ? json("{}") : json("{}", status: 401)
        }
        let site = wix.oauthSite()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { _ = try await wix.send(WixRequest("POST", WixPath("/x")), to: site) }
            }
            try await group.waitForAll()
        }
        #expect(wix.seen.filter { $0.target == "/oauth2/token" }.count == 2)
    }

    @Test func second401IsFinal() async throws {
        let wix = try ScriptedWix { request, number in
            Self.isToken(request) ? Self.token("t\(number)") : json("{}", status: 401)
        }
        let error = try await wix.failure(of: Self.read, to: wix.oauthSite())
        #expect(error?.status == 401)
        #expect(wix.seen.map(\.target) == ["/oauth2/token", "/x", "/oauth2/token", "/x"])
    }

    @Test(
        arguments: [
            (json(#"{"error":"invalid_grant"}"#, status: 400), "INVALID_GRANT"),
            (json(#"{"access_token":""}"#), "INVALID_ANSWER"),
            (json(#"{"access_token":"a\nb"}"#), "INVALID_ANSWER"),
            (html("<p>hello</p>", status: 200), "INVALID_ANSWER"),
            (html("<p>too many</p>", status: 429), "RATE_LIMITED"),
        ] as [(HTTPResponse, String)])
    func refusedToken(_ answer: HTTPResponse, _ code: String) async throws {
        let wix = try ScriptedWix { _, _ in answer }
        let error = try await wix.failure(of: WixRequest("POST", WixPath("/x")), to: wix.oauthSite())
        #expect(error?.code == code)
        #expect(error?.outcome == .notSent)
        #expect((error?.rateLimit != nil) == (answer.status == 429))
        #expect(wix.seen.map(\.target) == ["/oauth2/token"])
    }

    /// A caller that goes away does not take the token from the others.
    @Test func cancelledCallerLeavesTheRenewal() async throws {
        let wix = try ScriptedWix { request, _ in Self.isToken(request) ? Self.token("t1") : json("{}") }
        let site = wix.oauthSite()
        let first = Task { try await wix.send(Self.read, to: site) }
        first.cancel()
        #expect(try await wix.send(Self.read, to: site).status == 200)
        _ = await first.result
    }
}
