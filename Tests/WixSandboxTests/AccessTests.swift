import HTTPCore
import JSON
import Testing

@testable import WixSandbox

@Suite struct AccessTests {
    private static let properties = "/site-properties/v4/properties"
    private static let sites = "/site-list/v2/sites/query"
    private static let forbidden: JSONValue = ["message": "", "details": [:]]

    @Test(arguments: [
        [],
        [("authorization", "IST.other"), ("wix-site-id", Sandbox.siteID)],
        [("authorization", "Bearer \(Sandbox.apiKey)"), ("wix-site-id", Sandbox.siteID)],
        [("authorization", Sandbox.apiKey)],
        [("authorization", Sandbox.apiKey), ("wix-site-id", "5a9d0c0e-0000-4000-8000-000000000002")],
        [("authorization", Sandbox.apiKey), ("wix-account-id", Sandbox.accountID)],
    ])
    func anUnusableCredentialGetsTheEmptyRefusal(fields: [(String, String)]) {
        let answer = SandboxClient().call("GET", Self.properties, fields: fields)
        #expect(answer.status == 403)
        #expect(answer.json == Self.forbidden)
    }

    @Test func aRawKeyWithTheSiteIsAccepted() {
        let answer = SandboxClient().get(Self.properties)
        #expect(answer.status == 200)
        #expect(answer.fields["x-wix-request-id"]?.isEmpty == false)
        #expect(answer.fields["content-type"] == "application/json")
    }

    @Test func bothScopeHeadersAreRefused() {
        let fields = SandboxClient.siteFields + [("wix-account-id", Sandbox.accountID)]
        #expect(SandboxClient().call("GET", Self.properties, fields: fields).status == 400)
    }

    @Test func accountMethodsNeedTheAccount() {
        let client = SandboxClient()
        let account = [("authorization", Sandbox.apiKey), ("wix-account-id", Sandbox.accountID)]
        let listed = client.call(
            "POST", Self.sites, ["query": ["filter": ["namespace": ["$in": ["WIX"]]]]], fields: account)
        #expect(listed.status == 200)
        #expect(listed.array("sites").map(\.id) == [Sandbox.secondSiteID, Sandbox.siteID])
        #expect(listed["metadata.hasNext"] == false)
        let withSite = client.post(Self.sites)
        #expect(withSite.status == 401)
        #expect(withSite.code == "NO_ACCOUNT_IDENTITY")
        let other = [("authorization", Sandbox.apiKey), ("wix-account-id", "someone else")]
        #expect(client.call("POST", Self.sites, [:], fields: other).json == Self.forbidden)
    }

    @Test func refusalsCarryARequestIdToo() {
        let client = SandboxClient()
        let first = client.call("GET", Self.properties, fields: []).fields["x-wix-request-id"]
        let second = client.get("/no/such/path").fields["x-wix-request-id"]
        #expect(first != nil && second != nil && first != second)
    }

    private static let grant: JSONValue = [
        "grant_type": "client_credentials", "client_id": .string(Sandbox.appID),
        "client_secret": .string(Sandbox.appSecret), "instance_id": .string(Sandbox.instanceID),
    ]

    @Test func tokensWorkUntilTheyExpire() throws {
        let client = SandboxClient()
        let issued = client.call("POST", "/oauth2/token", Self.grant, fields: [])
        #expect(issued.status == 200)
        #expect(issued["token_type"] == "Bearer")
        #expect(issued["expires_in"] == 14_400)
        let token = try #require(issued["access_token"]?.stringValue)
        for credential in [token, "Bearer \(token)"] {
            #expect(client.call("GET", Self.properties, fields: [("authorization", credential)]).status == 200)
        }
        let wrongSite = [("authorization", token), ("wix-site-id", "another")]
        #expect(client.call("GET", Self.properties, fields: wrongSite).json == Self.forbidden)
        #expect(client.call("POST", Self.sites, [:], fields: [("authorization", token)]).code == "PERMISSION_DENIED")
        let info = client.call("POST", "/oauth2/token-info", ["token": .string(token)], fields: [])
        #expect(info["active"] == true)
        #expect(info["siteId"]?.stringValue == Sandbox.siteID)
        client.wait(14_400_000)
        let expired = client.call("GET", Self.properties, fields: [("authorization", token)])
        #expect(expired.status == 401)
        #expect(expired.code == "UNAUTHENTICATED")
        #expect(client.call("POST", "/oauth2/token-info", ["token": .string(token)], fields: [])["active"] == false)
    }

    @Test func aShortTokenLifetimeIsHonoured() {
        var options = SandboxOptions()
        options.tokenLifetime = 2
        var state = SandboxState(options: options, now: SandboxClient.start)
        state.siteProperties = ["version": "1"]
        let client = SandboxClient(state)
        let token = client.call("POST", "/oauth2/token", Self.grant, fields: []).json.text("access_token")
        let fields = [("authorization", token)]
        client.wait(1999)
        #expect(client.call("GET", Self.properties, fields: fields).status == 200)
        client.wait(1)
        #expect(client.call("GET", Self.properties, fields: fields).status == 401)
    }

    @Test(arguments: [
        ("grant_type", "password", "unsupported_grant_type"), ("client_id", "x", "invalid_client"),
        ("client_secret", "x", "invalid_client"), ("instance_id", "x", "invalid_grant"),
    ])
    func wrongGrantsNameTheError(member: String, value: String, error: String) {
        var grant = Self.grant
        grant[member] = .string(value)
        let answer = SandboxClient().call("POST", "/oauth2/token", grant, fields: [])
        #expect(answer.status == 400)
        #expect(answer["error"]?.stringValue == error)
    }

    @Test func camelCaseGrantsAreUnknown() {
        let answer = SandboxClient().call("POST", "/oauth2/token", ["grantType": "client_credentials"], fields: [])
        #expect(answer.status == 400)
        #expect(answer.field == "grantType")
    }
}
