import EventLoop
import HTTPCore
import HTTPServer
import Synchronization
import Testing

@testable import WixAPI

@Suite struct SiteTests {
    static let versionPath = "/stores/v3/provision/version"
    static let propertiesPath = "/site-properties/v4/properties"

    private func version(_ wix: ScriptedWix, _ site: WixSite) async throws -> WixCatalogVersion {
        try await wix.run { try await $0.catalogVersion(of: site) }
    }

    /// The answer, what it means, and for how many seconds it is kept.
    @Test(arguments: [
        (json(#"{"catalogVersion":"V1_CATALOG"}"#), WixCatalogVersion.v1, 600),
        (json(#"{"catalogVersion":"V3_CATALOG"}"#), .v3, 600),
        (json(#"{"catalogVersion":"STORES_NOT_INSTALLED"}"#), .notInstalled, 60),
        (json(#"{"products":[],"pagingMetadata":{}}"#), .unknown, 60),
        (json(#"{"catalogVersion":"V9"}"#), .unknown, 60),
        (json(#"{"message":"","details":{}}"#, status: 403), .unknown, 60), (html("x", status: 404), .unknown, 60),
    ])
    func catalogVersion(_ answer: HTTPResponse, _ expected: WixCatalogVersion, _ seconds: Int) async throws {
        let clock = TestClock()
        let wix = try ScriptedWix { _, _ in answer }
        let site = wix.site(clock: clock)
        for _ in 0..<2 { #expect(try await version(wix, site) == expected) }
        clock.advance(seconds: seconds - 1)
        #expect(try await version(wix, site) == expected)
        #expect(wix.seen.map(\.target) == [Self.versionPath])
        clock.advance(seconds: 1)
        #expect(try await version(wix, site) == expected)
        #expect(wix.seen.count == 2)
    }

    @Test(arguments: [429, 401]) func catalogVersionThatCannotBeAsked(_ status: Int) async throws {
        let wix = try ScriptedWix { _, _ in json("{}", status: status) }
        let site = wix.site()
        await #expect(throws: WixError.self) { try await version(wix, site) }
    }

    @Test func callersShareOneDetection() async throws {
        let wix = try ScriptedWix { _, _ in json(#"{"catalogVersion":"V1_CATALOG"}"#) }
        let site = wix.site()
        try await withThrowingTaskGroup(of: WixCatalogVersion.self) { group in
            for _ in 0..<16 { group.addTask { try await version(wix, site) } }
            for try await version in group { #expect(version == .v1) }
        }
        #expect(wix.seen.count == 1)
    }

    private static let mismatch = json(
        #"{"message":"x","details":{"applicationError":{"code":"CATALOG_V1_SITE_CALLING_CATALOG_V3_API"}}}"#,
        status: 428)

    /// The versions that the work was done with, when the site has V1 and detection says `detected`.
    private func versionsTried(_ detected: [String]) async throws -> (tried: [WixCatalogVersion], wix: ScriptedWix) {
        let asked = Mutex(0)
        let wix = try ScriptedWix { request, _ in
            guard request.head.target == Self.versionPath else {
                return request.head.target == "/v1" ? json("{}") : Self.mismatch
            }
            let number = asked.withLock { count in
                count += 1
                return count - 1
            }
            return json(#"{"catalogVersion":"\#(detected[min(number, detected.count - 1)])"}"#)
        }
        let site = wix.site()
        let tried = try await wix.run { client in
            var tried: [WixCatalogVersion] = []
            for _ in 0..<2 {
                _ = try await client.withCatalogVersion(of: site) { version throws(WixError) in
                    tried.append(version)
                    let path = version == .v1 ? WixPath("/v1") : WixPath("/v3")
                    return try await client.send(WixRequest("POST", path), to: site)
                }
            }
            return tried
        }
        return (tried, wix)
    }

    @Test func migratedSiteIsDetectedAgain() async throws {
        let (tried, wix) = try await versionsTried(["V3_CATALOG", "V1_CATALOG"])
        #expect(tried == [.v3, .v1, .v1])
        #expect(wix.seen.filter { $0.target == Self.versionPath }.count == 2)
    }

    /// Detection keeps saying V3: what the refusal says counts.
    @Test func refusalNamesTheVersion() async throws {
        let (tried, _) = try await versionsTried(["V3_CATALOG"])
        #expect(tried == [.v3, .v1, .v1])
    }

    @Test func otherErrorsAreNotTriedAgain() async throws {
        let wix = try ScriptedWix { request, _ in
            request.head.target == Self.versionPath
                ? json(#"{"catalogVersion":"V3_CATALOG"}"#) : json("{}", status: 428)
        }
        let site = wix.site()
        await #expect(throws: WixError.self) {
            try await wix.run { client in
                try await client.withCatalogVersion(of: site) { _ throws(WixError) in
                    try await client.send(WixRequest("POST", WixPath("/x")), to: site)
                }
            }
        }
        #expect(wix.seen.count == 2)
    }

    @Test func properties() async throws {
        let clock = TestClock()
        let wix = try ScriptedWix { _, _ in
            json(
                #"""
                {"version":"2","properties":{"siteDisplayName":"Mill Road","timeZone":"Europe/Dublin","language":"",
                "paymentCurrency":"EUR","locale":{"languageCode":"en","country":"IE"}}}
                """#
            )
        }
        let site = wix.site(clock: clock)
        let properties = try await wix.run { try await $0.properties(of: site) }
        #expect(properties.name == "Mill Road")
        #expect(properties.timeZone == "Europe/Dublin")
        #expect(properties.currency == "EUR")
        #expect(properties.language == "en")
        #expect(properties.locale == "en-IE")
        clock.advance(seconds: 599)
        _ = try await wix.run { try await $0.properties(of: site) }
        #expect(wix.seen.map(\.target) == [Self.propertiesPath])
        clock.advance(seconds: 1)
        _ = try await wix.run { try await $0.properties(of: site) }
        #expect(wix.seen.count == 2)
    }

    @Test func connectionTest() async throws {
        let wix = try ScriptedWix { request, _ in
            request.head.target == Self.versionPath
                ? json(#"{"catalogVersion":"V1_CATALOG"}"#) : json(#"{"properties":{"timeZone":"Europe/Rome"}}"#)
        }
        let site = wix.site()
        for _ in 0..<2 {
            let report = try await wix.run { await $0.test(site) }
            #expect(report.properties?.timeZone == "Europe/Rome")
            #expect(report.catalogVersion == .v1)
            #expect(report.error == nil && report.ok)
        }
        // Nothing that was kept is trusted, and what was found is kept.
        #expect(wix.seen.count == 2 * (SiteProbe.basics.count + SiteProbe.areas.count + 1))
        #expect(try await version(wix, site) == .v1)
        _ = try await wix.run { try await $0.properties(of: site) }
        #expect(wix.seen.count == 2 * (SiteProbe.basics.count + SiteProbe.areas.count + 1))
    }

    @Test func failedConnectionTest() async throws {
        let wix = try ScriptedWix { _, _ in json(#"{"message":"","details":{}}"#, status: 403) }
        let site = wix.site()
        let report = try await wix.run { await $0.test(site) }
        #expect(report.properties == nil && report.catalogVersion == nil)
        #expect(report.error?.status == 403)
        #expect(report.error?.hint.contains("three things") == true)
        #expect(!report.ok && report.checks.map(\.name) == ["credential", "site"])
    }
}
