import HTTPCore
import JSON
import Testing
import WixAPI
import WixSandbox
import WixTools

/// What a tool call says when Wix refuses the account and not the call.
@Suite struct CredentialTests {
    private static let app = WixCredential.oauthApp(
        appID: Sandbox.appID, secret: Sandbox.appSecret, instanceID: Sandbox.instanceID)
    private static let key = WixCredential.apiKey(
        Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID)

    /// The order for the sandbox, the credential, and a word of what is told.
    @Test(
        arguments: [
            (["apiKey": "revoked"], key, "revoked"), (["site": "off"], key, "switched the site off"),
            (["instance": "uninstalled"], app, "removed from it"), (["site": "off"], app, "switched off"),
        ] as [(JSONValue, WixCredential, String)])
    func everyToolSaysWhy(order: JSONValue, credential: WixCredential, word: String) async throws {
        let bench = try ToolBench(credential: credential)
        let before = try await bench.answer("wix_site_properties_get")
        try bench.control(order)
        for tool in ["wix_site_properties_get", "wix_contacts_query", "list_all_wix_orders", "wix_products_v_3_query"] {
            guard case .result(let result) = try await bench.outcome(tool) else {
                Issue.record("rate limited")
                continue
            }
            #expect(result.isError)
            let fault = try #require(
                result.credentialFault, "\(tool): \(String(decoding: result.structured, as: UTF8.self))")
            #expect(fault.contains(word) && fault.contains("test the account"), "\(fault)")
            let answer = try JSONValue(parsing: result.structured)
            #expect(answer["message"]?.stringValue == fault)
            #expect(answer.value(at: "error.retryable") == false)
        }
        try bench.control(["apiKey": "valid", "site": "on", "instance": "installed"])
        #expect(await bench.test().ok)
        #expect(try await bench.answer("wix_site_properties_get") == before)
    }

    @Test func aMissingPermissionIsNoFault() async throws {
        let bench = try ToolBench(faults: "status=403,path=/ecom")
        for _ in 0..<3 {
            guard case .result(let result) = try await bench.outcome("list_all_wix_orders") else { continue }
            #expect(result.isError && result.credentialFault == nil)
            let hint = try JSONValue(parsing: result.structured).value(at: "error.hint")?.stringValue
            #expect(hint?.contains("READ-ORDERS") == true)
        }
    }

    @Test func aSiteWithoutAppsIsTestedInWords() async throws {
        let bench = try ToolBench(
            credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.secondSiteID, accountID: Sandbox.accountID))
        let report = await bench.test()
        #expect(report.ok && report.properties?.name == "Harbor Loaf")
        let states = Dictionary(uniqueKeysWithValues: report.checks.map { ($0.name, $0.state) })
        #expect(
            states == [
                "credential": .works, "site": .works, "stores": .works, "ecommerce": .works, "bookings": .notInstalled,
                "blog": .notInstalled, "contacts": .works, "inbox": .works, "permissions": .works,
            ])
    }

    @Test func theSitesOfTheAccount() async throws {
        let bench = try ToolBench(credential: .apiKey(Sandbox.apiKey, siteID: nil, accountID: Sandbox.accountID))
        let sites = try await bench.sites()
        #expect(sites.map(\.displayName) == ["Harbor Loaf", "Juniper & Clay", "Kiln Kiosk"])
        #expect(sites.map(\.published) == [true, true, false])
        #expect(sites.map { $0.url == nil } == [false, false, true])
    }
}
