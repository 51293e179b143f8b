import JSON
import Testing

@Suite struct OrderTests {
    @Test func narrowsToProducts() async throws {
        let bench = try ToolBench.shared()
        let order = try await bench.first("list_all_wix_orders", #"{"limit":1}"#)
        let product = try #require(
            order["lineItems"]?.arrayValue?.first?.value(at: "catalogReference.catalogItemId")?.stringValue)
        let orders = try await bench.everything("list_all_wix_orders", #"{"productIds":["\#(product)"]}"#, limit: 5)
        #expect(orders.contains { $0["id"] == order["id"] })
        for order in orders {
            let ids = (order["lineItems"]?.arrayValue ?? []).map {
                $0.value(at: "catalogReference.catalogItemId")?.stringValue
            }
            #expect(ids.contains(product))
            #expect(order.value(at: "buyerInfo.contactId") != nil)
        }
        #expect(Set(JSONValue.array(orders).strings("id")).count == orders.count)
    }

    @Test func productIdsAndFilterGoTogether() async throws {
        let bench = try ToolBench.shared()
        let order = try await bench.first("list_all_wix_orders", #"{"filter":{"paymentStatus":"PAID"},"limit":1}"#)
        let product = try #require(
            order["lineItems"]?.arrayValue?.first?.value(at: "catalogReference.catalogItemId")?.stringValue)
        let paid = try await bench.answer(
            "list_all_wix_orders", #"{"productIds":["\#(product)"],"filter":{"paymentStatus":"PAID"}}"#)
        #expect(paid["result"]?.strings("paymentStatus").allSatisfy { $0 == "PAID" } == true)
        let failure = try await bench.failure(
            "list_all_wix_orders",
            #"{"productIds":["\#(product)"],"filter":{"lineItems.catalogReference.catalogItemId":"x"}}"#)
        #expect(failure["message"]?.stringValue?.contains("one of the two") == true)
    }

    /// "Who bought these this month?" is one question.
    @Test func productIdsAndDaysGoTogether() async throws {
        let bench = try ToolBench.shared()
        let order = try await bench.first("list_all_wix_orders", #"{"date":"yesterday","limit":1}"#)
        let product = try #require(
            order["lineItems"]?.arrayValue?.first?.value(at: "catalogReference.catalogItemId")?.stringValue)
        let bought = try await bench.answer(
            "list_all_wix_orders", #"{"productIds":["\#(product)"],"from":"yesterday","limit":100}"#)
        #expect(bought["result"]?.strings("id").contains(try #require(order["id"]?.stringValue)) == true)
        let dates = bought["result"]?.strings("createdDate") ?? []
        #expect(dates == dates.sorted(by: >), "newest first, as without days")
        let ever = try await bench.everything("list_all_wix_orders", #"{"productIds":["\#(product)"]}"#, limit: 100)
        #expect(ever.count > dates.count)
        let failure = try await bench.failure(
            "list_all_wix_orders", #"{"date":"today","filter":{"createdDate":{"$gte":"2026-11-01T00:00:00Z"}}}"#)
        #expect(failure["message"]?.stringValue?.contains("createdDate") == true)
    }

    @Test func findsByNumber() async throws {
        let bench = try ToolBench.shared()
        let order = try await bench.first("list_all_wix_orders")
        let number = try #require(order["number"]?.stringValue)
        let found = try await bench.answer("list_all_wix_orders", #"{"filter":{"number":\#(number)}}"#)
        #expect(found["result"]?.strings("id") == [try #require(order["id"]?.stringValue)])
    }
}
