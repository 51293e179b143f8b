import HTTPCore
import HTTPServer
import Testing

@testable import WixAPI

/// Which answers mean that Wix refuses the credential itself.
@Suite struct CredentialFaultTests {
    static let read = WixRequest("GET", WixPath("/x"), retry: .read)

    private static func refusal(_ code: String, _ status: Int, message: String = "no") -> HTTPResponse {
        json(#"{"message":"\#(message)","details":{"applicationError":{"code":"\#(code)"}}}"#, status: status)
    }

    @Test(
        arguments: [
            (refusal("UNAUTHENTICATED", 401), "revoked"), (json("", status: 401), "revoked"),
            (refusal("NO_ACCOUNT_IDENTITY", 401), nil), (refusal("PERMISSION_DENIED", 401), nil),
            (refusal("X", 401, message: "No identity found"), nil), (refusal("PERMISSION_DENIED", 403), nil),
            (refusal("NOT_FOUND", 404), nil), (refusal("BOOKINGS_APP_NOT_INSTALLED", 428), nil),
            (json("", status: 503), nil), (html("busy", status: 429), nil),
        ] as [(HTTPResponse, String?)])
    func ofAKey(_ answer: HTTPResponse, _ word: String?) async throws {
        let wix = try ScriptedWix { _, _ in answer }
        let site = wix.site()
        let error = try #require(try await wix.failure(of: Self.read, to: site))
        let fault = try await wix.run { await $0.credentialFault(behind: error, of: site) }
        #expect((fault != nil) == (word != nil))
        if let word { #expect(fault?.contains(word) == true && fault?.contains("test the account") == true) }
    }

    @Test(
        arguments: [
            (json(#"{"error":"invalid_grant"}"#, status: 400), "removed"),
            (json(#"{"error":"invalid_client"}"#, status: 401), "app secret"),
            (json(#"{"message":"bad"}"#, status: 400), "access token"), (json("", status: 503), nil),
            (html("busy", status: 429), nil), (json(#"{"access_token":""}"#), nil),
        ] as [(HTTPResponse, String?)])
    func ofATokenRequest(_ answer: HTTPResponse, _ word: String?) async throws {
        let wix = try ScriptedWix { _, _ in answer }
        let site = wix.oauthSite()
        let error = try #require(try await wix.failure(of: Self.read, to: site))
        let fault = try await wix.run { await $0.credentialFault(behind: error, of: site) }
        #expect((fault != nil) == (word != nil))
        if let word { #expect(fault?.contains(word) == true) }
    }

    @Test func ofATokenThatARenewalDoesNotCure() async throws {
        let wix = try ScriptedWix { request, _ in
            request.head.target == "/oauth2/token" ? json(#"{"access_token":"t"}"#) : json("{}", status: 401)
        }
        let site = wix.oauthSite()
        let error = try #require(try await wix.failure(of: Self.read, to: site))
        let fault = try await wix.run { await $0.credentialFault(behind: error, of: site) }
        #expect(fault?.contains("not even a new one") == true)
    }

    /// The empty 403 is asked about once, and it counts only when everything is refused.
    @Test(arguments: [true, false]) func ofAnUnexplainedRefusal(_ isEverythingRefused: Bool) async throws {
        let wix = try ScriptedWix { request, _ in
            isEverythingRefused || request.head.target == "/x"
                ? json(#"{"message":"","details":{}}"#, status: 403) : json("{}")
        }
        let site = wix.site()
        for _ in 0..<3 {
            let error = try #require(try await wix.failure(of: Self.read, to: site))
            #expect(error.isUnexplainedRefusal)
            let fault = try await wix.run { await $0.credentialFault(behind: error, of: site) }
            #expect((fault != nil) == isEverythingRefused)
        }
        #expect(wix.seen.count == 3 + SiteProbe.basics.count + SiteProbe.areas.count + 1)
    }

    @Test func aLostConnectionSaysNothing() async throws {
        let wix = try ScriptedWix { request, _ in
            json(#"{"message":"","details":{}}"#, status: request.head.target == "/x" ? 403 : 503)
        }
        let site = wix.site()
        let error = try #require(try await wix.failure(of: Self.read, to: site))
        #expect(try await wix.run { await $0.credentialFault(behind: error, of: site) } == nil)
    }
}
