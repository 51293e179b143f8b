import HTTPCore
import HTTPServer
import Testing

@testable import WixAPI

/// What a connection test says of the answers it gets.
@Suite struct SiteReportTests {
    private typealias State = WixSiteReport.Check.State
    private static let empty403 = json(#"{"message":"","details":{}}"#, status: 403)
    private static let apps = "/apps-installer-service/v1/app-instances"

    /// A site that answers everything but what `answers` says, by the beginning of the target.
    private func report(_ answers: [String: HTTPResponse], account: Bool = false, isApp: Bool = false) async throws
        -> WixSiteReport
    {
        let wix = try ScriptedWix { request, _ in
            let target = request.head.target
            if let found = answers.keys.filter({ target.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                return answers[found]
            }
            switch target {
            case "/oauth2/token": return json(#"{"access_token":"t"}"#)
            case SiteTests.versionPath: return json(#"{"catalogVersion":"V3_CATALOG"}"#)
            case SiteTests.propertiesPath:
                return json(
                    #"{"properties":{"siteDisplayName":"Mill","timeZone":"Europe/Rome","paymentCurrency":"EUR"}}"#)
            default: return json("{}")
            }
        }
        let site =
            isApp
            ? wix.oauthSite()
            : WixSite(
                credential: .apiKey("IST.k", siteID: "site-1", accountID: account ? "account-1" : nil),
                endpoints: wix.endpoints)
        return try await wix.run { await $0.test(site) }
    }

    private func check(_ name: String, _ report: WixSiteReport) throws -> WixSiteReport.Check {
        try #require(report.checks.first { $0.name == name })
    }

    @Test(arguments: [true, false]) func allIsWell(isApp: Bool) async throws {
        let report = try await report([:], isApp: isApp)
        #expect(report.ok && report.credentialFault == nil && report.error == nil)
        #expect(
            report.checks.map(\.name) == [
                "credential", "site", "stores", "ecommerce", "bookings", "blog", "contacts", "inbox", "permissions",
            ])
        #expect(report.checks.filter { !$0.ok }.isEmpty)
        #expect(try check("site", report).message == "Mill answers: time zone Europe/Rome, currency EUR.")
        #expect(try check("stores", report).message == "Wix Stores works with Catalog V3.")
        #expect(report.properties?.timeZone == "Europe/Rome" && report.catalogVersion == .v3)
    }

    /// An area, what Wix answers for it, the installed apps if they can be read, and what is told.
    @Test(
        arguments: [
            ("bookings", "/_api/bookings", json("{}", status: 428), nil, State.notInstalled, "not installed"),
            ("bookings", "/_api/bookings", empty403, nil, .noPermission, "READ-BOOKINGS-PUBLIC"),
            ("bookings", "/_api/bookings", empty403, "[]", .notInstalled, "not installed"),
            (
                "bookings", "/_api/bookings", empty403, #"[{"appDefId":"13d21c63-b5ec-5912-8397-c3a5ddb27a97"}]"#,
                .noPermission, "READ-BOOKINGS-PUBLIC"
            ),
            (
                "bookings", "/_api/bookings",
                empty403, #"[{"appDefId":"13d21c63-b5ec-5912-8397-c3a5ddb27a97","enabled":false}]"#, .notInstalled,
                "not installed"
            ),
            ("contacts", "/contacts", empty403, "[]", .noPermission, "READ-CONTACTS"),
            ("ecommerce", "/ecom", json("{}", status: 503), "[]", .failed, "503"),
            ("inbox", "/inbox", json("{}", status: 404), "[]", .works, "works"),
            (
                "blog", "/blog",
                json(#"{"message":"x","details":{"applicationError":{"code":"BLOG_NOT_INSTALLED"}}}"#, status: 428),
                nil,
                .notInstalled, "not installed"
            ),
            (
                "stores", "/stores/v3/products",
                json(
                    #"{"details":{"applicationError":{"code":"CATALOG_V1_SITE_CALLING_CATALOG_V3_API"}}}"#, status: 428),
                nil, .works, "works"
            ),
            (
                "stores", SiteTests.versionPath, json(#"{"catalogVersion":"STORES_NOT_INSTALLED"}"#), nil,
                .notInstalled, "not installed"
            ),
            ("stores", "/stores/v3/products", empty403, nil, .noPermission, "PRODUCT_READ"),
        ] as [(String, String, HTTPResponse, String?, WixSiteReport.Check.State, String)])
    private func area(
        _ name: String, _ path: String, _ answer: HTTPResponse, _ installed: String?, _ state: State, _ word: String
    ) async throws {
        var answers = [path: answer]
        answers[Self.apps] = installed.map { json(#"{"appInstances":\#($0)}"#) } ?? Self.empty403
        let report = try await report(answers)
        let check = try check(name, report)
        #expect(report.ok, "what is missing does not spoil the connection")
        #expect(check.state == state && check.message.contains(word), "\(check)")
        let permissions = try self.check("permissions", report)
        #expect(permissions.message.contains("VIEW-INSTALLED-APP") == (installed == nil))
        #expect(state != .noPermission || permissions.message.contains(word), "\(permissions)")
    }

    @Test func aKeyWithOnePermissionWorks() async throws {
        let report = try await report(["/": Self.empty403, "/contacts": json("{}")])
        #expect(report.ok && report.credentialFault == nil)
        #expect(try check("site", report).message.contains("need a permission"))
        #expect(try check("permissions", report).message.contains("SITE_SETTINGS.VIEW"))
    }

    /// The row of the account's site list, and what it explains.
    @Test(
        arguments: [
            (#"{"sites":[]}"#, "no site with the id site-1"),
            (#"{"sites":[{"id":"site-1","blocked":true}]}"#, "blocked"),
            (#"{"sites":[{"id":"site-1","trashedDate":"2026-01-01T00:00:00.000Z"}]}"#, "trash"),
            (#"{"sites":[{"id":"site-1"}]}"#, "may not access this site"),
        ])
    func aSiteOutOfReach(_ list: String, _ word: String) async throws {
        let report = try await report(["/": Self.empty403, "/site-list": json(list)], account: true)
        #expect(!report.ok)
        #expect(try check("credential", report).ok)
        #expect(try check("site", report).message.contains(word))
        #expect(report.credentialFault?.contains(word) == true)
    }

    @Test(
        arguments: [
            (empty403, false, "key is wrong or revoked"), (json("{}", status: 401), false, "revoked"),
            (empty403, true, "switched off"), (json("{}", status: 401), true, "removed"),
        ])
    func aRefusedCredential(_ answer: HTTPResponse, _ isApp: Bool, _ word: String) async throws {
        let report = try await report(["/": answer, "/oauth2": json(#"{"access_token":"t"}"#)], isApp: isApp)
        #expect(!report.ok && report.error != nil)
        #expect(report.credentialFault?.contains(word) == true)
    }

    @Test(arguments: [json("{}", status: 503), html("slow", status: 429), html("nothing here", status: 404)])
    func nothingIsKnown(_ answer: HTTPResponse) async throws {
        let report = try await report(["/": answer])
        #expect(!report.ok && report.credentialFault == nil)
        #expect(report.checks.map(\.state) == [.unknown, .unknown])
    }

    @Test func anAccountWithoutASite() async throws {
        let wix = try ScriptedWix { _, _ in json(#"{"sites":[{"id":"a"}]}"#) }
        let site = WixSite(
            credential: .apiKey("IST.k", siteID: nil, accountID: "account-1"), endpoints: wix.endpoints)
        let report = try await wix.run { await $0.test(site) }
        #expect(wix.seen.map(\.target) == ["/site-list/v2/sites/query"])
        #expect(try check("credential", report).ok)
        #expect(try check("site", report).message.contains("No site is chosen"))
        #expect(report.credentialFault == nil)
    }

    @Test func theRequestsCountInTheBudget() async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let site = wix.site(requestsPerMinute: 4, enforceBudget: true)
        let report = try await wix.run { await $0.test(site) }
        #expect(wix.seen.count == 4)
        #expect(report.checks.contains { $0.message.contains("budget of 4 requests") })
    }
}
