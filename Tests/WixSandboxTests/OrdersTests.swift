import JSON
import Testing

@testable import WixSandbox

@Suite struct OrdersTests {
    private static let search = "/ecom/v1/orders/search"
    private let client = SandboxClient()

    private func search(_ filter: JSONValue, limit: Int = 100) -> SandboxClient.Answer {
        client.post(Self.search, ["search": ["filter": filter, "cursorPaging": ["limit": .int(limit)]]])
    }

    @Test func theNewestComeFirst() {
        let answer = client.post(Self.search)
        let dates = answer.array("orders").map { $0.text("createdDate") }
        #expect(dates.count == 100)
        #expect(dates == dates.sorted(by: >))
        #expect(answer["metadata.hasNext"] == true)
        #expect(answer["pagingMetadata"] == nil)
    }

    @Test func unfinishedOrdersAreNeverSeen() {
        #expect(client.sandbox.withState { $0[.orders].entities.count { $0["status"] == "INITIALIZED" } } > 0)
        #expect(search(["status": "INITIALIZED"]).array("orders").isEmpty)
        #expect(client.post(Self.search).array("orders").allSatisfy { $0["status"] != "INITIALIZED" })
    }

    @Test func ordersOfAProductAreFound() throws {
        let first = try #require(client.post(Self.search).array("orders").first)
        let product = try #require(first.values(at: ["lineItems", "catalogReference", "catalogItemId"]).first)
        let found = search(["lineItems.catalogReference.catalogItemId": ["$hasSome": [product]]]).array("orders")
        #expect(!found.isEmpty)
        #expect(
            found.allSatisfy { $0.values(at: ["lineItems", "catalogReference", "catalogItemId"]).contains(product) })
    }

    @Test func numbersCompareAsNumbers() {
        #expect(search(["number": 10_010]).array("orders").map { $0.text("number") } == ["10010"])
        #expect(search(["number": ["$gte": "10010", "$lt": 10_020]]).array("orders").count >= 8)
    }

    @Test(
        arguments: [
            ["fulfillmentStatus": ["$startsWith": "F"]], ["lineItems.quantity": 2], ["createdDate": "yesterday"],
            ["buyerInfo.email": ["$contains": "x"]],
        ] as [JSONValue])
    func onlyDocumentedFiltersWork(filter: JSONValue) {
        #expect(search(filter).status == 400)
    }

    @Test func paidAndUnshippedSinceADate() {
        let since = SandboxClient.start.adding(-20 * Timestamp.day).text
        let found = search([
            "paymentStatus": "PAID", "fulfillmentStatus": ["$in": ["NOT_FULFILLED", "PARTIALLY_FULFILLED"]],
            "status": "APPROVED", "createdDate": ["$gte": .string(since)],
        ]).array("orders")
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0["paymentStatus"] == "PAID" && $0.text("createdDate") >= since })
    }

    @Test func oneOrderComesById() throws {
        let order = try #require(search(["number": 10_050]).array("orders").first)
        #expect(client.get("/ecom/v1/orders/\(order.id)")["order.number"] == "10050")
        let byNumber = client.get("/ecom/v1/orders/10050")
        #expect(byNumber.status == 404)
        #expect(byNumber.code == "ORDER_NOT_FOUND")
    }
}
