import HTTPCore
import JSON
import Testing

@testable import WixSandbox

/// Several sites under one account, and what an operator can switch while the sandbox runs.
@Suite struct AccountTests {
    private static let control = "/_sandbox/control"
    private static let properties = "/site-properties/v4/properties"
    private static let sites = "/site-list/v2/sites/query"
    private static let account = [("authorization", Sandbox.apiKey), ("wix-account-id", Sandbox.accountID)]
    private static let second = [("authorization", Sandbox.apiKey), ("wix-site-id", Sandbox.secondSiteID)]
    private static let third = [("authorization", Sandbox.apiKey), ("wix-site-id", Sandbox.thirdSiteID)]
    private static let forbidden: JSONValue = ["message": "", "details": [:]]
    private static let everySite: JSONValue = [
        "query": [
            "filter": ["namespace": ["$in": ["WIX", "HEADLESS"]]],
            "sort": [["fieldName": "displayName", "order": "ASC"]], "cursorPaging": ["limit": 2],
        ]
    ]

    private let client = SandboxClient()

    private func switched(_ order: JSONValue) -> SandboxClient.Answer {
        client.call("POST", Self.control, order, fields: [])
    }

    private func token(_ instance: String = Sandbox.instanceID) -> SandboxClient.Answer {
        let grant: JSONValue = [
            "grant_type": "client_credentials", "client_id": .string(Sandbox.appID),
            "client_secret": .string(Sandbox.appSecret), "instance_id": .string(instance),
        ]
        return client.call("POST", "/oauth2/token", grant, fields: [])
    }

    @Test func sitesAreListedInPages() {
        let first = client.call("POST", Self.sites, Self.everySite, fields: Self.account)
        #expect(first.array("sites").map { $0.text("displayName") } == ["Harbor Loaf", "Juniper & Clay"])
        #expect(first["metadata.hasNext"] == true)
        let cursor = first["metadata.cursors.next"] ?? ""
        let next = client.call(
            "POST", Self.sites, ["query": ["cursorPaging": ["cursor": cursor]]], fields: Self.account)
        #expect(next.array("sites").map(\.id) == [Sandbox.thirdSiteID])
        #expect(next["metadata.hasNext"] == false)
        #expect(next.array("sites").first?.text("viewUrl") == "")
    }

    /// The trap of the real one: headless sites must be asked for.
    @Test(arguments: [[:], ["query": [:]], ["query": ["filter": ["published": true]]]] as [JSONValue])
    func headlessSitesAreLeftOut(body: JSONValue) {
        let listed = client.call("POST", Self.sites, body, fields: Self.account)
        #expect(Set(listed.array("sites").map(\.id)) == [Sandbox.siteID, Sandbox.secondSiteID])
    }

    @Test func eachSiteHasItsOwnData() {
        let other = client.call("GET", Self.properties, fields: Self.second)
        #expect(other["properties.siteDisplayName"] == "Harbor Loaf")
        #expect(other["properties.timeZone"] == "Europe/Dublin")
        let contacts = client.call("GET", "/contacts/v4/contacts", fields: Self.second).array("contacts")
        #expect(contacts.count == 12)
        let body: JSONValue = [
            "info": ["name": ["first": "Nell"], "emails": ["items": [["email": "nell@new.example"]]]]
        ]
        #expect(client.call("POST", "/contacts/v4/contacts", body, fields: Self.second).status == 200)
        #expect(client.call("GET", "/contacts/v4/contacts", fields: Self.second).array("contacts").count == 13)
        let known = Set(client.get("/contacts/v4/contacts?paging.limit=1000").array("contacts").map(\.id))
        #expect(known.count == 260 && known.isDisjoint(with: contacts.map(\.id)))
        let products = client.call("POST", "/stores/v3/products/query", ["query": [:]], fields: Self.second)
        #expect(products.array("products").count == 5)
    }

    @Test(arguments: [
        ("/_api/bookings/v2/services/query", "BOOKINGS_APP_NOT_INSTALLED"),
        ("/bookings/v1/staff-members/query", "BOOKINGS_APP_NOT_INSTALLED"),
        ("/blog/v3/posts/query", "BLOG_APP_NOT_INSTALLED"), ("/stores/v3/products/query", "STORES_APP_NOT_INSTALLED"),
    ])
    func appsThatAreNotInstalled(path: String, code: String) {
        let answer = client.call("POST", path, ["query": [:]], fields: Self.third)
        #expect(answer.status == 428 && answer.code == code)
        #expect(client.post(path, ["query": [:]]).status == 200)
    }

    @Test func theCatalogueVersionTellsWhenThereIsNoShop() {
        let version = "/stores/v3/provision/version"
        #expect(client.call("GET", version, fields: Self.third)["catalogVersion"] == "STORES_NOT_INSTALLED")
        #expect(client.call("GET", version, fields: Self.second)["catalogVersion"] == "V3_CATALOG")
        let apps = client.call("GET", "/apps-installer-service/v1/app-instances", fields: Self.second)
        #expect(!apps.array("appInstances").map { $0.text("appDefId") }.contains(InstalledApps.bookings))
    }

    @Test func aRevokedKeyIsRefusedEverywhere() {
        #expect(switched(["apiKey": "revoked"])["apiKey"] == "revoked")
        for fields in [SandboxClient.siteFields, Self.second] {
            let answer = client.call("GET", Self.properties, fields: fields)
            #expect(answer.status == 401 && answer.code == "UNAUTHENTICATED")
        }
        #expect(client.call("POST", Self.sites, [:], fields: Self.account).status == 401)
        let app = [("authorization", token().json.text("access_token"))]
        #expect(client.call("GET", Self.properties, fields: app).status == 200, "the app is another credential")
        #expect(switched(["apiKey": "valid"])["apiKey"] == "valid")
        #expect(client.get(Self.properties).status == 200)
    }

    @Test func aSiteSwitchedOffIsOutOfReach() {
        let app = [("authorization", token(Sandbox.secondInstanceID).json.text("access_token"))]
        #expect(client.call("GET", Self.properties, fields: app)["properties.siteDisplayName"] == "Harbor Loaf")
        _ = switched(["siteId": .string(Sandbox.secondSiteID), "site": "off"])
        #expect(client.call("GET", Self.properties, fields: Self.second).json == Self.forbidden)
        #expect(client.call("GET", Self.properties, fields: app).json == Self.forbidden)
        #expect(client.get(Self.properties).status == 200)
        let filter: JSONValue = ["query": ["filter": ["id": .string(Sandbox.secondSiteID)]]]
        let row = client.call("POST", Self.sites, filter, fields: Self.account).array("sites").first
        #expect(row?["blocked"] == true)
        _ = switched(["siteId": .string(Sandbox.secondSiteID), "site": "on"])
        #expect(client.call("GET", Self.properties, fields: Self.second).status == 200)
    }

    @Test func anUninstalledAppLosesItsTokens() {
        let fields = [("authorization", token().json.text("access_token"))]
        _ = switched(["instance": "uninstalled"])
        #expect(client.call("GET", Self.properties, fields: fields).status == 401)
        #expect(token()["error"] == "invalid_grant")
        #expect(token(Sandbox.secondInstanceID).status == 200)
        _ = switched(["instance": "installed"])
        #expect(token().status == 200)
    }

    @Test func appsAndFaultsAreSwitchedWhileItRuns() {
        _ = switched(["missingApps": ["blog"], "faults": "status=503,path=/ecom,count=1"])
        #expect(client.post("/blog/v3/posts/query", ["query": [:]]).status == 428)
        #expect(client.post("/ecom/v1/orders/search", ["search": [:]]).status == 503)
        #expect(client.post("/ecom/v1/orders/search", ["search": [:]]).status == 200)
        _ = switched(["missingApps": [], "faults": "status=500"])
        #expect(client.get(Self.properties).status == 500)
        _ = switched(["faults": ""])
        #expect(client.post("/blog/v3/posts/query", ["query": [:]]).status == 200)
    }

    @Test(
        arguments: [
            (["apiKey": "lost"], "apiKey"), (["siteId": "nowhere", "site": "off"], "siteId"), (["site": true], "site"),
            (["missingApps": ["forum"], "site": "off"], "missingApps"), (["fault": ""], "fault"),
            (["apiKey": "revoked", "faults": "sometimes"], "faults"),
        ] as [(JSONValue, String)])
    func aWrongOrderChangesNothing(order: JSONValue, field: String) {
        let before = client.call("GET", Self.control, fields: []).json
        let answer = switched(order)
        #expect(answer.status == 400 && answer.field == field)
        #expect(client.call("GET", Self.control, fields: []).json == before)
        #expect(client.get(Self.properties).status == 200)
    }
}
