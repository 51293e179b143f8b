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

    /// The sum of amounts, by another arithmetic than the product's.
    private func sum(_ orders: [JSONValue]) -> Decimal {
        orders.reduce(Decimal(0)) { sum, order in
            sum + (order.text("priceSummary.total.amount").flatMap { Decimal(string: $0) } ?? 0)
        }
    }

    private func usd(_ totals: JSONValue?) -> Decimal? { totals?["USD"]?.stringValue.flatMap { Decimal(string: $0) } }

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
        var paid = Decimal(0)
        var pieces = 0
        for line in orders.flatMap({ $0["lineItems"]?.arrayValue ?? [] })
        where line.text("catalogReference.catalogItemId") == product {
            let quantity = line["quantity"]?.intValue ?? 0
            pieces += quantity
            paid += Decimal(quantity) * (line.text("price.amount").flatMap { Decimal(string: $0) } ?? 0)
        }
        #expect(report["quantity"]?.intValue == pieces)
        #expect(usd(report["totals"]) == paid)
        #expect(buyers.compactMap { usd($0["totals"]) }.reduce(0, +) == paid)
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
            #"{"filter":{"status":"APPROVED","paymentStatus":{"$in":["PAID","PARTIALLY_REFUNDED"]},"fulfillmentStatus":"NOT_FULFILLED"}}"#
        )
        #expect(report["orders"]?.intValue == orders.count && !orders.isEmpty)
        #expect(usd(report["totals"]) == sum(orders))
        let rows = report["result"]?.arrayValue ?? []
        let dates = JSONValue.array(rows).strings("createdDate")
        #expect(dates == dates.sorted() && dates.count == orders.count)
        #expect(
            rows.allSatisfy { ($0["daysWaiting"]?.intValue ?? -1) >= 0 && $0["lines"]?.arrayValue?.isEmpty == false })
    }

    @Test func aSummaryOfSalesIsExact() async throws {
        let bench = try ToolBench.shared()
        let report = try await bench.answer("wix_sales_summary", #"{"from":"2020-01-01","top":50}"#, maximum: 1_000_000)
        let all = try await orders(bench, #"{"from":"2020-01-01"}"#)
        let approved = all.filter { $0["status"] == "APPROVED" }
        let paid = approved.filter { $0["paymentStatus"] != "NOT_PAID" }
        #expect(report["orders"]?.intValue == approved.count)
        #expect(report["notApproved"]?.intValue == all.count - approved.count)
        #expect(usd(report["revenue"]) == sum(paid))
        #expect(usd(report["unpaid"]) == sum(approved.filter { $0["paymentStatus"] == "NOT_PAID" }))
        let days = report["perDay"]?.arrayValue ?? []
        #expect(days.compactMap { usd($0["revenue"]) }.reduce(0, +) == sum(paid))
        #expect(days.compactMap { $0["orders"]?.intValue }.reduce(0, +) == paid.count)
        let names = JSONValue.array(days).strings("day")
        #expect(names == names.sorted() && Set(names).count == names.count)
        let partly = paid.count { $0["paymentStatus"] == "PARTIALLY_REFUNDED" }
        #expect(report.value(at: "refunds.orders")?.intValue == partly)
        #expect(report.value(at: "refunds.amountUnknown")?.intValue == (partly > 0 ? partly : nil))
        let best = (report["topProducts"]?.arrayValue ?? []).compactMap { usd($0["revenue"]) }
        #expect(best == best.sorted(by: >) && !best.isEmpty)
    }

    @Test func aDayOfSalesIsADayOfTheSite() async throws {
        let bench = try ToolBench.shared()
        let report = try await bench.answer("wix_sales_summary", #"{"from":"yesterday","to":"yesterday"}"#)
        let days = report["perDay"]?.strings("day") ?? []
        #expect(days == [try #require(report.value(at: "days.from")?.stringValue)])
        let orders = try await orders(bench, #"{"date":"yesterday","filter":{"status":"APPROVED"}}"#)
        #expect(report["orders"]?.intValue == orders.count)
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

    @Test func gapsAndBookingsFillTheDay() async throws {
        let bench = try ToolBench.shared()
        let gaps = try await bench.answer("wix_calendar_gaps", #"{"minutes":5,"opens":"00:00","closes":"24:00"}"#)
        let schedule = try await bench.answer("wix_schedule_by_staff", "{}", maximum: 1_000_000)
        for (row, group) in zip(gaps["result"]?.arrayValue ?? [], schedule["result"]?.arrayValue ?? []) {
            #expect(row["staff"] == group["staff"])
            var taken = [Bool](repeating: false, count: 24 * 60)
            for session in group["sessions"]?.arrayValue ?? [] {
                let from = try #require(session["from"]?.stringValue.flatMap { StaffDay.minute($0) })
                let to = try #require(session["to"]?.stringValue.flatMap { StaffDay.minute($0) })
                for minute in from..<to { taken[minute] = true }
            }
            for gap in row["free"]?.arrayValue ?? [] {
                let from = try #require(gap["from"]?.stringValue.flatMap { StaffDay.minute($0) })
                let to = try #require(gap["to"]?.stringValue.flatMap { StaffDay.minute($0) })
                #expect(!taken[from..<to].contains(true), "\(row["staff"]?.stringValue ?? "")")
            }
            #expect(row["freeMinutes"]?.intValue == taken.count { !$0 })
        }
        #expect(gaps.value(at: "hours.source") == "arguments")
    }

    @Test func gapsKeepToTheSitesHours() async throws {
        let bench = try ToolBench.shared()
        // The sandbox's site is closed on Mondays.
        let monday = try await bench.answer("wix_calendar_gaps", #"{"date":"2026-11-30"}"#)
        #expect(monday.value(at: "hours.open")?.arrayValue?.isEmpty == true)
        #expect(monday["result"]?.arrayValue?.allSatisfy { $0["freeMinutes"] == 0 } == true)
        let tuesday = try await bench.answer("wix_calendar_gaps", #"{"date":"2031-12-02"}"#)
        #expect(tuesday.value(at: "hours.open")?.text == #"["09:00-20:30"]"#)
        #expect(tuesday["result"]?.arrayValue?.allSatisfy { $0["freeMinutes"] == 690 } == true)
        for wrong in [#"{"opens":"9 am"}"#, #"{"opens":"18:00","closes":"09:00"}"#, #"{"date":"someday"}"#] {
            try await bench.failure("wix_calendar_gaps", wrong)
        }
    }

    @Test(
        arguments: [
            ([600..<660], [540..<600, 660..<1020]), ([], [540..<1020]), ([500..<1100], []),
            ([540..<600, 590..<610, 1000..<1020], [610..<1000]), ([0..<540, 1020..<1440], [540..<1020]),
            ([700..<800, 600..<650], [540..<600, 650..<700, 800..<1020]),
        ] as [([Range<Int>], [Range<Int>])])
    func freeTimesAreWhatIsLeft(busy: [Range<Int>], free: [Range<Int>]) throws {
        let hours = try #require(try Hours(asked: ["opens": "09:00", "closes": "17:00"]))
        #expect(hours.free(between: busy) == free)
    }

    @Test func aContactIsToldWhole() async throws {
        let bench = try ToolBench.shared()
        let order = try await bench.first("list_all_wix_orders", #"{"filter":{"status":"APPROVED"},"limit":1}"#)
        let id = try #require(order.text("buyerInfo.contactId"))
        let report = try await bench.answer("wix_contact_360", #"{"contactId":"\#(id)"}"#)
        let orders = try await orders(bench, #"{"filter":{"buyerInfo.contactId":"\#(id)"}}"#)
        #expect(report.value(at: "contact.id")?.stringValue == id)
        #expect(report.value(at: "orders.count")?.intValue == orders.count)
        #expect(usd(report.value(at: "orders.totals")) == sum(orders.filter { $0["status"] == "APPROVED" }))
        let bookings = try await bench.answer(
            "wix_bookings_query", #"{"filter":{"contactDetails.contactId":"\#(id)"},"limit":100}"#)
        #expect(report.value(at: "bookings.count") == bookings["result_count"])
        #expect(report["unavailable"] == nil || report.value(at: "unavailable.notes") != nil)
        let email = try #require(report.value(at: "contact.emails")?.arrayValue?.first?.stringValue)
        let byMail = try await bench.answer("wix_contact_360", #"{"email":"\#(email)"}"#)
        let found = [byMail.value(at: "contact.id")] + (byMail["alsoFound"]?.arrayValue ?? []).map { $0["contactId"] }
        #expect(found.contains(.string(id)))
    }

    @Test func aContactIsFoundByPhone() async throws {
        let bench = try ToolBench.shared()
        let contact = try await bench.first("wix_contacts_query", #"{"filter":{"primaryInfo.phone":{"$exists":true}}}"#)
        let phone = try #require(contact.value(at: "info.phones.items")?.arrayValue?.first?.text("phone"))
        let report = try await bench.answer("wix_contact_360", #"{"phone":"\#(phone)"}"#)
        #expect(report.value(at: "contact.phones")?.arrayValue?.contains(.string(phone)) == true)
        try await bench.failure("wix_contact_360", #"{"phone":"+1 000"}"#)
        try await bench.failure("wix_contact_360", "{}")
        try await bench.failure("wix_contact_360", #"{"phone":"x12","email":"y@z"}"#)
    }

    /// A site without Bookings still has contacts.
    @Test func whatTheSiteDoesNotHaveIsNamed() async throws {
        let bench = try ToolBench()
        try bench.control(["missingApps": ["bookings"]])
        let report = try await bench.answer("wix_contact_360", #"{"contactId":"contact-123"}"#)
        #expect(report.value(at: "unavailable.bookings") != nil)
        #expect(report["orders"] != nil)
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

    /// A report that Wix stops half way tells what it has.
    @Test func aReportThatIsInterruptedSaysSo() async throws {
        let bench = try ToolBench(faults: "status=504,path=/ecom/v1/orders/search,after=1")
        let report = try await bench.answer("wix_sales_summary", #"{"from":"2020-01-01"}"#)
        #expect(report.value(at: "truncated.how")?.stringValue?.contains("Only 100 orders") == true)
        #expect((report["orders"]?.intValue ?? 0) > 0)
        #expect(report["message"] == nil)
    }
}
