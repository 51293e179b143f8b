import JSON
import Testing

@testable import WixSandbox

/// What every method asks of a request.
@Suite struct RequestTests {
    private static let query = "/stores/v3/products/query"

    @Test func unknownPathsAndMethodsAreNotFound() {
        let client = SandboxClient()
        #expect(client.get("/stores/v3/nothing").status == 404)
        #expect(client.call("PUT", Self.query).status == 404)
        #expect(client.get("/%zz").status == 400)
    }

    @Test func bodiesMustBeJSONObjects() {
        let client = SandboxClient()
        #expect(client.send("POST", Self.query, Array("[]".utf8)).message == "Expected an object")
        #expect(client.send("POST", Self.query, []).message == "Expected an object")
        let broken = client.send("POST", Self.query, Array(#"{"query":"#.utf8))
        #expect(broken.status == 400)
        #expect(broken.message.hasPrefix("Malformed JSON"))
        let plain = SandboxClient.siteFields + [("content-type", "text/plain")]
        #expect(client.send("POST", Self.query, Array("{}".utf8), fields: plain).status == 400)
        #expect(client.call("GET", "/site-properties/v4/properties", [:]).message == "GET takes no body")
    }

    @Test(arguments: [
        (query, #"{"filter":{}}"#, "filter"),
        (query, #"{"search":{}}"#, "search"),
        (query, #"{"query":{"filters":{}}}"#, "query.filters"),
        (query, #"{"query":{"sort":[{"field_name":"slug"}]}}"#, "query.sort[0].field_name"),
        (query, #"{"query":{"cursorPaging":{"size":5}}}"#, "query.cursorPaging.size"),
        ("/ecom/v1/orders/search", #"{"query":{}}"#, "query"),
        ("/ecom/v1/orders/search", #"{"filter":{}}"#, "filter"),
        ("/contacts/v4/contacts/query", #"{"query":{"cursorPaging":{}}}"#, "query.cursorPaging"),
        ("/_api/bookings/v2/services/query", #"{"query":{"cursorPaging":{}}}"#, "query.cursorPaging"),
        ("/blog/v3/tags", #"{"tag":{"label":"x"}}"#, "tag"),
        ("/blog/v3/categories", #"{"label":"x"}"#, "label"),
    ])
    func unknownMembersAndWrongWrappersAreRefused(path: String, body: String, field: String) {
        let answer = SandboxClient().send("POST", path, Array(body.utf8))
        #expect(answer.status == 400)
        #expect(answer.field == field)
    }

    @Test func unknownParametersAreRefused() {
        let answer = SandboxClient().get("/blog/v3/posts?limit=2")
        #expect(answer.status == 400)
        #expect(answer.field == "limit")
    }

    @Test func enumsOfFieldsAreChecked() {
        let answer = SandboxClient().post(Self.query, ["fields": ["name"]])
        #expect(answer.status == 400)
        #expect(answer.field == "fields")
    }

    @Test func validationErrorsHaveWixForm() {
        let answer = SandboxClient().post(Self.query, ["query": ["filter": ["stock.quantity": ["$lt": 5]]]])
        let expected: JSONValue = [
            "message": "value Field 'stock.quantity' is not declared as filterable",
            "details": [
                "validationError": [
                    "fieldViolations": [
                        [
                            "field": "value",
                            "description": "Field 'stock.quantity' is not declared as filterable",
                        ]
                    ]
                ]
            ],
        ]
        #expect(answer.status == 400)
        #expect(answer.json == expected)
    }
}
