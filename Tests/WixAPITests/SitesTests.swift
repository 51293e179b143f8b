import HTTPCore
import JSON
import Testing

@testable import WixAPI

/// The sites of an account-level key.
@Suite struct SitesTests {
    private static let key = WixCredential.apiKey("IST.k", siteID: nil, accountID: "account-1")

    @Test func pagesAreFollowed() async throws {
        let wix = try ScriptedWix { _, number in
            let rows = (0..<100).map {
                #"{"id":"s\#(number)-\#($0)","displayName":"S","viewUrl":"","published":false}"#
            }
            let next = number < 2 ? #","cursors":{"next":"c\#(number)"}"# : ""
            return json(
                #"{"sites":[\#(rows.joined(separator: ","))],"metadata":{"count":100,"hasNext":\#(number < 2)\#(next)}}"#
            )
        }
        let endpoints = wix.endpoints
        let sites = try await wix.run { try await $0.sites(Self.key, at: endpoints, limit: 250) }
        #expect(sites.count == 250)
        #expect(wix.seen.count == 3)
        #expect(wix.seen.allSatisfy { $0.fields["wix-account-id"] == "account-1" && $0.fields["wix-site-id"] == nil })
        let bodies = try wix.seen.map { try JSONValue(parsing: $0.body) }
        #expect(bodies[0].value(at: "query.filter.namespace.$in") == ["WIX", "HEADLESS"])
        #expect(bodies[1]["query"] == ["cursorPaging": ["limit": 100, "cursor": "c0"]])
        #expect(bodies[2].value(at: "query.cursorPaging.limit") == 50)
    }

    @Test func aSiteIsTold() async throws {
        let wix = try ScriptedWix { _, _ in
            json(
                #"""
                {"sites":[{"id":"a","name":"mill","displayName":"Mill Road","viewUrl":"https://mill.example","published":true},
                {"id":"b","name":"quay","displayName":"","viewUrl":"","published":false},{"name":"no id"}],
                "metadata":{"count":3,"hasNext":false}}
                """#)
        }
        let endpoints = wix.endpoints
        let sites = try await wix.run { try await $0.sites(Self.key, at: endpoints) }
        #expect(sites.map(\.id) == ["a", "b"])
        #expect(sites.map(\.displayName) == ["Mill Road", "quay"])
        #expect(sites.map(\.url) == ["https://mill.example", nil])
        #expect(sites.map(\.published) == [true, false])
    }

    @Test(arguments: [
        WixCredential.apiKey("IST.k", siteID: "s", accountID: nil),
        .oauthApp(appID: "a", secret: "b", instanceID: "c"),
    ])
    func otherCredentialsCannotList(_ credential: WixCredential) async throws {
        let wix = try ScriptedWix { _, _ in json("{}") }
        let endpoints = wix.endpoints
        await #expect(throws: WixError.self) { try await wix.run { try await $0.sites(credential, at: endpoints) } }
        #expect(wix.seen.isEmpty)
    }
}
