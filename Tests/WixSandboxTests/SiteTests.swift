import JSON
import Testing

@testable import WixSandbox

@Suite struct SiteTests {
    private let client = SandboxClient()

    @Test func propertiesTellTheBusiness() {
        let all = client.get("/site-properties/v4/properties")
        #expect(all["properties.businessName"] == "Juniper & Clay")
        #expect(all["properties.timeZone"] == "America/New_York")
        #expect(all["properties.paymentCurrency"] == "USD")
        #expect(all["properties.locale"] == ["languageCode": "en", "country": "US"])
        let some = client.get("/site-properties/v4/properties?fields.paths=timeZone&fields.paths=email")
        #expect(some["properties"]?.objectValue?.keys == ["timeZone", "email"])
    }

    @Test func locationsAndAppsAreListed() {
        let listed = client.get("/locations/v1/locations?paging.limit=1")
        #expect(listed.array("locations").count == 1)
        #expect(listed["pagingMetadata"] == ["count": 1, "offset": 0, "hasNext": true])
        #expect(client.get("/locations/v1/locations/\(Shop.locationId)")["location.default"] == true)
        #expect(
            client.post("/locations/v1/locations/query", ["query": ["filter": ["archived": false]]]).array("locations")
                .count == 2)
        let apps = client.get("/apps-installer-service/v1/app-instances").array("appInstances")
        #expect(apps.map { $0.text("appDefId") }.contains(InstalledApps.bookings))
    }
}
