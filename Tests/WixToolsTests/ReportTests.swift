import Foundation
import JSON
import Testing
import WixSandbox

@testable import WixTools

/// The composite tools against the sandbox: what they count is what the plain lists hold.
@Suite struct ReportTests {
    private func orders(_ bench: ToolBench, _ arguments: String) async throws -> [JSONValue] {
        try await bench.everything("list_all_wix_orders", arguments, limit: 100, maximum: 1_000_000)
    }

    @Test(arguments: ["v3", "v1"]) func lowStockIsAllThatRunsOut(catalog: String) async throws {
        let bench = try ToolBench.shared(catalog == "v1" ? .v1 : .v3)
        let report = try await bench.answer("wix_low_stock_report", #"{"below":6,"limit":200}"#, maximum: 1_000_000)
        let rows = try await bench.everything(
            "wix_inventory_items_query", #"{"filter":{"trackQuantity":true,"quantity":{"$lt":6}}}"#, limit: 100)
        let soldOut = try await bench.everything(
            "wix_inventory_items_query", #"{"filter":{"trackQuantity":false,"inStock":false}}"#, limit: 100)
        #expect(report["variants"]?.intValue == rows.count + soldOut.count)
        let products = report["result"]?.arrayValue ?? []
        #expect(
            Set(JSONValue.array(products).strings("productId"))
                == Set(JSONValue.array(rows + soldOut).strings("productId")))
        #expect(products.allSatisfy { $0["name"]?.stringValue?.isEmpty == false })
        let lowest = products.compactMap { $0["lowest"]?.intValue }
        #expect(lowest == lowest.sorted() && !lowest.isEmpty)
        let ids = products.flatMap { $0["variants"]?.strings("inventoryItemId") ?? [] }
        #expect(Set(ids) == Set(JSONValue.array(rows + soldOut).strings("id")))
        #expect(report["truncated"] == nil)
        let counted = try await bench.answer(
            "wix_products_v_3_query", #"{"filter":{"stock.quantity":{"$lt":6}},"limit":1}"#)
        let uncounted = report["uncounted"]?.intValue ?? -1
        #expect(
            products.count - uncounted == counted["total"]?.intValue, "the same products, and those without a count")
        #expect(uncounted > 0)
        let short = try await bench.answer("wix_low_stock_report", #"{"below":6,"limit":1}"#)
        #expect(short["result"]?.arrayValue?.count == 1)
        #expect(short["products"] == report["products"])
        #expect(short.value(at: "truncated.left_out")?.intValue == products.count - 1)
    }

    @Test func buyersAreSummedUpByPerson() async throws {
        let bench = try ToolBench.shared()
        let first = try await bench.first("list_all_wix_orders", #"{"filter":{"status":"APPROVED"},"limit":1}"#)
        let product = try #require(first["lineItems"]?.arrayValue?.first?.text("catalogReference.catalogItemId"))
        let report = try await bench.answer(
            "wix_product_buyers", #"{"productIds":["\#(product)"],"limit":300}"#, maximum: 1_000_000)
        let orders = try await orders(bench, #"{"productIds":["\#(product)"],"filter":{"status":"APPROVED"}}"#)
        #expect(report["orders"]?.intValue == orders.count)
        let contacts = Set(orders.compactMap { $0.text("buyerInfo.contactId") })
        #expect(report["buyers"]?.intValue == contacts.count)
        let buyers = report["result"]?.arrayValue ?? []
        #expect(Set(JSONValue.array(buyers).strings("contactId")) == contacts)
        #expect(buyers.allSatisfy { $0["name"]?.stringValue?.isEmpty == false && $0["email"] != nil })
        var paid: [String: Decimal] = [:]
        var pieces = 0
        for order in orders {
            for line in order["lineItems"]?.arrayValue ?? []
            where line.text("catalogReference.catalogItemId") == product {
                let quantity = line["quantity"]?.intValue ?? 0
                pieces += quantity
                paid[order.text("currency") ?? "", default: 0] +=
                    Decimal(quantity) * RawShop.decimal(line.text("price.amount"))
            }
        }
        #expect(report["quantity"]?.intValue == pieces)
        #expect(RawShop.sums(report["totals"]) == paid)
        for currency in paid.keys {
            #expect(buyers.compactMap { RawShop.sums($0["totals"])[currency] }.reduce(0, +) == paid[currency])
        }
        #expect(report["note"] == nil)
    }

    @Test(arguments: ["v3", "v1"]) func anUnknownProductIsNamed(catalog: String) async throws {
        let bench = try ToolBench.shared(catalog == "v1" ? .v1 : .v3)
        let product = try await bench.firstID("wix_products_v_3_query")
        let strange = "00000000-0000-4000-8000-00000000beef"
        let report = try await bench.answer("wix_product_buyers", #"{"productIds":["\#(product)","\#(strange)"]}"#)
        #expect(report["note"]?.stringValue == "There is no product with the id \(strange) in the shop.")
        let early = try await bench.answer(
            "wix_product_buyers", #"{"productIds":["\#(product)"],"to":"2001-01-01"}"#)
        #expect(early["buyers"] == 0 && early["note"] == nil, "a product without buyers is no unknown one")
    }

    @Test func buyersOfAPeriod() async throws {
        let bench = try ToolBench.shared()
        let first = try await bench.first("list_all_wix_orders", #"{"filter":{"status":"APPROVED"},"limit":1}"#)
        let product = try #require(first["lineItems"]?.arrayValue?.first?.text("catalogReference.catalogItemId"))
        let ever = try await bench.answer("wix_product_buyers", #"{"productIds":["\#(product)"]}"#)
        let none = try await bench.answer(
            "wix_product_buyers", #"{"productIds":["\#(product)"],"from":"2001-01-01","to":"2001-12-31"}"#)
        #expect((ever["orders"]?.intValue ?? 0) > 0)
        #expect(none["orders"]?.intValue == 0)
        #expect(none.value(at: "days.from") == "2001-01-01")
        let failure = try await bench.failure(
            "wix_product_buyers", #"{"productIds":["\#(product)"],"from":"2026-02-30"}"#)
        #expect(failure["message"]?.stringValue?.contains("from") == true)
    }

    @Test func unfulfilledOrdersAreAllThatWait() async throws {
        let bench = try ToolBench.shared()
        let report = try await bench.answer("wix_unfulfilled_paid_orders", #"{"limit":200}"#, maximum: 1_000_000)
        let orders = try await orders(
            bench,
            #"{"fields":["id","currency","createdDate","priceSummary","shippingInfo"],"filter":{"status":"APPROVED","paymentStatus":{"$in":["PAID","PARTIALLY_REFUNDED"]},"fulfillmentStatus":"NOT_FULFILLED"}}"#
        )
        #expect(report["orders"]?.intValue == orders.count && !orders.isEmpty)
        #expect(RawShop.sums(report["totals"]) == RawShop.sums(orders) { RawShop.total($0) })
        let rows = report["result"]?.arrayValue ?? []
        #expect(rows.contains { $0["shipTo"] != nil })
        let dates = JSONValue.array(rows).strings("createdDate")
        #expect(dates == dates.sorted() && dates.count == orders.count)
        for (row, order) in zip(rows, orders.reversed()) {
            #expect(row["id"] == order["id"])
            let address = order.value(at: "shippingInfo.logistics.shippingDestination.address")
            let shipTo = row["shipTo"]?.stringValue ?? ""
            for name in ["addressLine", "city", "postalCode", "subdivision"] where address != nil {
                #expect(shipTo.contains(address?.text(name) ?? "?"), "\(shipTo)")
            }
            #expect((address == nil) == shipTo.isEmpty && row["shipping"] == "Standard shipping")
        }
        #expect(
            rows.allSatisfy { ($0["daysWaiting"]?.intValue ?? -1) >= 0 && $0["lines"]?.arrayValue?.isEmpty == false })
    }

    @Test func theScheduleHoldsEveryBookingOfTheDay() async throws {
        let bench = try ToolBench.shared()
        let schedule = try await bench.answer("wix_schedule_by_staff", "{}", maximum: 1_000_000)
        let bookings = try await bench.everything(
            "wix_bookings_query", #"{"date":"tomorrow","filter":{"status":{"$in":["CONFIRMED","PENDING"]}}}"#,
            limit: 100)
        let sessions = bookings.filter { $0.value(at: "bookedEntity.slot")?.objectValue != nil }
        #expect(schedule["bookings"]?.intValue == sessions.count && !sessions.isEmpty)
        let groups = schedule["result"]?.arrayValue ?? []
        let staff = try await bench.answer("wix_staff_members_query")
        #expect(groups.count >= staff["result_count"]?.intValue ?? .max)
        let shown = groups.flatMap { $0["sessions"]?.arrayValue ?? [] }
        #expect(
            Set(shown.flatMap { $0["customers"]?.strings("bookingId") ?? [] })
                == Set(JSONValue.array(sessions).strings("id")))
        for group in groups {
            let starts = group["sessions"]?.strings("from") ?? []
            #expect(starts == starts.sorted() && starts.allSatisfy { $0.count == 5 })
        }
        let events = shown.compactMap { $0["eventId"]?.stringValue }
        #expect(Set(events).count == events.count, "a class is one session")
    }

    @Test func oneMemberOfTheStaffIsFoundByName() async throws {
        let bench = try ToolBench.shared()
        let member = try await bench.first("wix_staff_members_query")
        let name = try #require(member["name"]?.stringValue)
        let first = name.split(separator: " ")[0]
        let schedule = try await bench.answer("wix_schedule_by_staff", #"{"staff":"\#(first)"}"#)
        #expect(schedule["result"]?.strings("staff") == [name])
        let failure = try await bench.failure("wix_schedule_by_staff", #"{"staff":"Nobody"}"#)
        #expect(failure["message"]?.stringValue?.contains(name) == true)
    }

    @Test func aReplyIsSentOnce() async throws {
        let bench = try ToolBench()
        let reply = try await bench.answer("wix_inbox_reply", #"{"contactId":"contact-123","text":"It is ready."}"#)
        let id = try #require(reply["conversationId"]?.stringValue)
        let messages = try await bench.answer("list_all_wix_messages", #"{"conversationId":"\#(id)"}"#)
        let texts = messages["result"]?.strings("content") ?? []
        #expect(texts.count { $0 == "It is ready." } == 1)
        let again = try await bench.answer(
            "wix_inbox_reply", #"{"conversationId":"\#(id)","text":"Note","visibility":"BUSINESS"}"#)
        #expect(again["before"]?.strings("text").contains("It is ready.") == true)
        #expect(again.value(at: "sent.visibility") == "BUSINESS")
        try await bench.failure("wix_inbox_reply", #"{"text":"To whom?"}"#)
        let whole = try await bench.answer("wix_contact_360", #"{"contactId":"contact-123","conversationId":"\#(id)"}"#)
        #expect(whole.value(at: "conversation.last")?.strings("text").contains("It is ready.") == true)
    }

    @Test func aReplyThatWixDoesNotAnswerIsUnknown() async throws {
        let bench = try ToolBench(faults: "lost,path=/inbox/v2/messages,method=POST")
        let failure = try await bench.failure("wix_inbox_reply", #"{"contactId":"contact-123","text":"Hello"}"#)
        #expect(failure["messageState"] == "unknown")
        #expect(failure["conversationId"] != nil)
    }

    @Test(arguments: [
        "wix_low_stock_report {}", "wix_unfulfilled_paid_orders {}", #"wix_sales_summary {"from":"2020-01-01"}"#,
        "wix_schedule_by_staff {}", "wix_calendar_gaps {}", #"wix_contact_360 {"contactId":"contact-123"}"#,
    ])
    func aReportFitsIntoWhatTheCallerTakes(call: String) async throws {
        let parts = call.split(separator: " ", maxSplits: 1).map(String.init)
        let bench = try ToolBench.shared()
        for maximum in [1_500, 3_000, 10_000] {
            try await bench.answer(parts[0], parts[1], maximum: maximum)
        }
    }

    /// A report of which a page fails says so before any figure.
    @Test func buyersOfAPartAreNoWhole() async throws {
        let bench = try ToolBench(faults: "status=504,path=/ecom/v1/orders/search,after=1")
        let raw = try RawShop(.shared())
        let lines = raw.orders.flatMap { $0["lineItems"]?.arrayValue ?? [] }
        let products = Set(lines.compactMap { $0.text("catalogReference.catalogItemId") }).sorted().prefix(100)
        let report = try await bench.answer(
            "wix_product_buyers", #"{"productIds":["\#(products.joined(separator: #"",""#))"]}"#, maximum: 1_000_000)
        #expect(report.objectValue?.keys.prefix(2) == ["complete", "note"])
        #expect(report["complete"] == false && report["orders"] == 100)
        #expect(report["note"]?.stringValue?.contains("only 100 orders are in") == true)
    }

    @Test func ordersToSendOfAPartAreNoWhole() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", #"{"properties":{"timeZone":"Europe/Rome"}}"#)
        let order =
            #"{"id":"1","number":"7","createdDate":"2024-05-01T23:30:00.000Z","currency":"EUR","priceSummary":{"total":{"amount":"5.00"}}}"#
        origin.answer(
            "/ecom/v1/orders/search", #"{"orders":[\#(order)],"metadata":{"cursors":{"next":"n"},"hasNext":true}}"#)
        for _ in 1...3 { origin.answer("/ecom/v1/orders/search", "{}", status: 503) }
        let report = try await origin.bench().call("wix_unfulfilled_paid_orders").value
        #expect(report.objectValue?.keys.prefix(2) == ["complete", "note"])
        #expect(report["complete"] == false && report["totals"]?.text == #"{"EUR":"5.00"}"#)
        #expect(
            report["note"]?.stringValue?.contains("only 1 orders are in, those of 2024-05-02 to 2024-05-02") == true)
        #expect(report.value(at: "result")?.arrayValue?.first?["createdDate"] == "2024-05-02T01:30+02:00")
    }

    @Test func lowStockIsWholeOrAnError() async throws {
        let bench = try ToolBench(faults: "status=504,path=/stores/v3/inventory-items/query,after=1")
        try await bench.failure("wix_low_stock_report")
    }
}
