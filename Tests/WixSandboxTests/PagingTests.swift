import JSON
import Testing

@testable import WixSandbox

@Suite struct PagingTests {
    private static let products = "/stores/v3/products/query"
    private static let contacts = "/contacts/v4/contacts/query"

    /// All ids, page by page.
    private func walk(_ client: SandboxClient, _ query: JSONValue) -> [[String]] {
        var pages: [[String]] = []
        var body = query
        while pages.count < 100 {
            let answer = client.post(Self.products, ["query": body])
            pages.append(answer.array("products").map(\.id))
            guard answer["pagingMetadata.hasNext"] == true, let next = answer["pagingMetadata.cursors.next"] else {
                break
            }
            body = ["cursorPaging": ["cursor": next]]
        }
        return pages
    }

    @Test func cursorsWalkOnceOverAllInOrder() {
        let client = SandboxClient()
        let whole = walk(client, ["cursorPaging": ["limit": 100]])
        let pages = walk(client, ["cursorPaging": ["limit": 9]])
        #expect(pages.flatMap { $0 } == whole.flatMap { $0 })
        #expect(pages.dropLast().allSatisfy { $0.count == 9 })
        #expect(Set(whole.joined()).count == 84)
    }

    @Test func aCursorKeepsFilterAndSort() throws {
        let client = SandboxClient()
        let first = client.post(
            Self.products,
            [
                "query": [
                    "filter": ["slug": ["$startsWith": "s"]], "sort": [["fieldName": "slug", "order": "DESC"]],
                    "cursorPaging": ["limit": 2],
                ]
            ])
        let next = try #require(first["pagingMetadata.cursors.next"])
        let second = client.post(Self.products, ["query": ["cursorPaging": ["cursor": next, "limit": 3]]])
        let slugs = (first.array("products") + second.array("products")).map { $0.text("slug") }
        #expect(slugs.count == 5)
        #expect(slugs == slugs.sorted(by: >))
        #expect(slugs.allSatisfy { $0.hasPrefix("s") })
        let previous = try #require(second["pagingMetadata.cursors.prev"])
        let back = client.post(Self.products, ["query": ["cursorPaging": ["cursor": previous, "limit": 2]]])
        #expect(back.array("products").map(\.id) == first.array("products").map(\.id))
    }

    @Test func aCursorSurvivesChangesOfItsRows() throws {
        let client = SandboxClient()
        let path = "/stores/v3/inventory-items/query"
        let query: JSONValue = [
            "filter": ["trackQuantity": true, "quantity": ["$lt": 5]], "sort": [["fieldName": "productId"]],
            "cursorPaging": ["limit": 5],
        ]
        let first = client.post(path, ["query": query])
        for item in first.array("inventoryItems") {
            let change: JSONValue = ["id": .string(item.id), "revision": item["revision"] ?? "", "quantity": 50]
            #expect(client.patch("/stores/v3/inventory-items/\(item.id)", ["inventoryItem": change]).status == 200)
        }
        let next = try #require(first["pagingMetadata.cursors.next"])
        let second = client.post(path, ["query": ["cursorPaging": ["cursor": next, "limit": 1000]]])
        let all = SandboxClient().post(
            path, ["query": ["filter": ["quantity": ["$lt": 5]], "cursorPaging": ["limit": 1000]]])
        #expect(second.array("inventoryItems").count == all.array("inventoryItems").count - 5)
    }

    @Test func cursorsExpireAfterTenMinutes() throws {
        let client = SandboxClient()
        let first = client.post(Self.products, ["query": ["cursorPaging": ["limit": 1]]])
        let next = try #require(first["pagingMetadata.cursors.next"])
        let body: JSONValue = ["query": ["cursorPaging": ["cursor": next]]]
        client.wait(10 * Timestamp.minute)
        #expect(client.post(Self.products, body).status == 200)
        client.wait(1)
        let late = client.post(Self.products, body)
        #expect(late.status == 400)
        #expect(late.field == "query.cursorPaging.cursor")
    }

    @Test(arguments: ["filter", "sort"])
    func nothingStandsBesideACursor(member: String) throws {
        let client = SandboxClient()
        let first = client.post(Self.products, ["query": ["cursorPaging": ["limit": 1]]])
        var query: JSONValue = ["cursorPaging": ["cursor": try #require(first["pagingMetadata.cursors.next"])]]
        query[member] = member == "filter" ? ["visible": true] : [["fieldName": "slug"]]
        let answer = client.post(Self.products, ["query": query])
        #expect(answer.status == 400)
        #expect(answer.field == "query.\(member)")
    }

    @Test func cursorsOfOthersAndChangedOnesAreRefused() throws {
        let client = SandboxClient()
        let orders = client.post("/ecom/v1/orders/search", ["search": ["cursorPaging": ["limit": 1]]])
        let cursor = try #require(orders["metadata.cursors.next"]?.stringValue)
        for text in [cursor, cursor + "0", String(cursor.dropLast()), "JWE.abc", "x"] {
            let answer = client.post(Self.products, ["query": ["cursorPaging": ["cursor": .string(text)]]])
            #expect(answer.status == 400)
        }
    }

    @Test(arguments: [
        ("/stores/v3/products/query", "query", 100), ("/stores/v3/products/search", "search", 100),
        ("/stores/v3/inventory-items/query", "query", 1000), ("/ecom/v1/orders/search", "search", 100),
        ("/_api/bookings-reader/v2/extended-bookings/query", "query", 100),
        ("/bookings/v1/staff-members/query", "query", 100), ("/blog/v3/posts/query", "query", 100),
        ("/blog/v3/draft-posts/query", "query", 100),
    ])
    func limitsHoldAtTheirBounds(path: String, wrapper: String, maximum: Int) {
        let client = SandboxClient()
        func status(_ limit: Int) -> Int {
            var body: JSONValue = [:]
            body[wrapper] = ["cursorPaging": ["limit": .int(limit)]]
            return client.post(path, body).status
        }
        #expect(status(1) == 200)
        #expect(status(maximum) == 200)
        #expect(status(maximum + 1) == 400)
        #expect(status(0) == 400)
    }

    @Test(arguments: [
        (contacts, 1000), ("/_api/bookings/v2/services/query", 100), ("/blog/v3/tags/query", 500),
        ("/blog/v3/categories/query", 100),
    ])
    func offsetLimitsHoldAtTheirBounds(path: String, maximum: Int) {
        let client = SandboxClient()
        func status(_ limit: Int, _ offset: Int = 0) -> Int {
            client.post(path, ["query": ["paging": ["limit": .int(limit), "offset": .int(offset)]]]).status
        }
        #expect(status(maximum) == 200)
        #expect(status(maximum + 1) == 400)
        #expect(status(1, -1) == 400)
        #expect(status(1, 100_000) == 200)
    }

    @Test func offsetPagesTellTheTotal() {
        let client = SandboxClient()
        let answer = client.post(Self.contacts, ["query": ["paging": ["limit": 7, "offset": 258]]])
        #expect(answer.array("contacts").count == 2)
        #expect(
            answer["pagingMetadata"]
                == ["count": 2, "offset": 258, "total": 260, "tooManyToCount": false])
        let both: JSONValue = ["query": ["paging": ["limit": 1], "cursorPaging": ["limit": 1]]]
        #expect(client.post(Self.products, both).status == 400)
        let offset = client.post(Self.products, ["query": ["paging": ["limit": 2, "offset": 1]]])
        #expect(offset["pagingMetadata"] == ["count": 2, "offset": 1, "hasNext": true])
    }
}
