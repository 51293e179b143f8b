import Foundation
import JSON
import Testing
import WixSandbox

@testable import WixTools

/// The sales summary against sums made from the sandbox's raw data.
@Suite struct SalesTests {
    private static let paid: [JSONValue] = ["PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"]

    /// Some days before today, in the months and around the borders of months.
    private static func period(_ name: String) -> (first: String, last: String) {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "America/New_York")
        let today = Date()
        let month = formatter.string(from: today).prefix(8) + "01"
        let begin = formatter.date(from: String(month)) ?? today
        let text = { (days: Double) in formatter.string(from: begin.addingTimeInterval(days * 86_400 + 43_200)) }
        switch name {
        case "everything": return ("2020-01-01", formatter.string(from: today))
        case "the month before": return (String(text(-1).prefix(8)) + "01", text(-1))
        case "its last day": return (text(-1), text(-1))
        case "its last and the next first day": return (text(-1), text(0))
        default: return (text(-40), text(-20))
        }
    }

    @Test(arguments: [
        "everything", "the month before", "its last day", "its last and the next first day", "three weeks",
    ])
    func everyFigureIsTheSumOfItsOrders(name: String) async throws {
        let bench = try ToolBench.shared()
        let raw = try RawShop(bench)
        let (first, last) = Self.period(name)
        let report = try await bench.answer(
            "wix_sales_summary", #"{"from":"\#(first)","to":"\#(last)","top":50}"#, maximum: 1_000_000)
        let orders = raw.orders(from: first, to: last)
        let approved = orders.filter { $0["status"] == "APPROVED" }
        let sold = approved.filter { Self.paid.contains($0["paymentStatus"] ?? .null) }
        #expect(!sold.isEmpty || name.hasPrefix("its"), "a single day may have none")
        #expect(report["complete"] == nil && report["note"] == nil)
        #expect(report["orders"]?.intValue == sold.count)
        #expect(report["notApproved"]?.intValue == orders.count - approved.count)
        let revenue = RawShop.sums(sold) { raw.received($0) }
        #expect(RawShop.sums(report["revenue"]) == revenue)
        let refunded = sold.filter { $0.text("paymentStatus")?.hasSuffix("REFUNDED") == true }
        #expect(report.value(at: "refunds.orders")?.intValue == refunded.count)
        #expect(report.value(at: "refunds.amountUnknown") == nil)
        #expect(RawShop.sums(report.value(at: "refunds.amounts")) == RawShop.sums(refunded) { raw.returned($0) })
        let net = RawShop.sums(sold) { raw.received($0) - raw.returned($0) }
        #expect(RawShop.sums(report["net"]) == net)
        let partly = sold.filter { $0["paymentStatus"] == "PARTIALLY_PAID" }
        #expect(RawShop.sums(report.value(at: "partlyPaid.totals")) == RawShop.sums(partly) { RawShop.total($0) })
        #expect(RawShop.sums(report.value(at: "partlyPaid.paid")) == RawShop.sums(partly) { raw.received($0) })
        let unpaid = approved.filter { !Self.paid.contains($0["paymentStatus"] ?? .null) }
        #expect(report.value(at: "unpaid.orders")?.intValue == unpaid.count)
        #expect(RawShop.sums(report.value(at: "unpaid.totals")) == RawShop.sums(unpaid) { RawShop.total($0) })
        try checkDays(report, sold, raw)
        checkProducts(report, sold)
    }

    private func checkDays(_ report: JSONValue, _ sold: [JSONValue], _ raw: RawShop) throws {
        let days = report["perDay"]?.arrayValue ?? []
        let byDay = Dictionary(grouping: sold) { RawShop.day($0) }
        #expect(JSONValue.array(days).strings("day") == byDay.keys.sorted())
        for day in days {
            let orders = byDay[day.text("day") ?? ""] ?? []
            #expect(day["orders"]?.intValue == orders.count)
            #expect(RawShop.sums(day["revenue"]) == RawShop.sums(orders) { raw.received($0) })
        }
    }

    private func checkProducts(_ report: JSONValue, _ sold: [JSONValue]) {
        for product in report["topProducts"]?.arrayValue ?? [] {
            var pieces = 0
            var sums: [String: Decimal] = [:]
            for order in sold {
                for line in order["lineItems"]?.arrayValue ?? []
                where line.value(at: "catalogReference.catalogItemId") == product["productId"] {
                    let quantity = line["quantity"]?.intValue ?? 0
                    pieces += quantity
                    sums[order.text("currency") ?? "", default: 0] +=
                        Decimal(quantity) * RawShop.decimal(line.text("price.amount"))
                }
            }
            #expect(product["quantity"]?.intValue == pieces)
            #expect(RawShop.sums(product["revenue"]) == sums)
        }
        let best = (report["topProducts"]?.arrayValue ?? []).map { RawShop.sums($0["revenue"])["USD"] ?? 0 }
        #expect(best == best.sorted(by: >) && best.isEmpty == sold.isEmpty)
    }

    /// The data has every case that the sums are about.
    @Test func theDataHasEveryCase() throws {
        let raw = try RawShop(.shared())
        let approved = raw.orders.filter { $0["status"] == "APPROVED" }
        for status in Self.paid + ["NOT_PAID"] {
            #expect(approved.contains { $0["paymentStatus"] == status }, "\(status)")
        }
        #expect(Set(raw.orders.compactMap { $0.text("currency") }) == ["USD", "CAD"])
        #expect(raw.orders.contains { $0["paymentStatus"] == "PARTIALLY_REFUNDED" && raw.returned($0) > 0 })
    }

    @Test func withoutTheTransactionsThereIsNoNet() async throws {
        let bench = try ToolBench(faults: "status=503,path=/ecom/v1/payments/list-by-ids")
        let raw = try RawShop(bench, withTransactions: false)
        let report = try await bench.answer("wix_sales_summary", #"{"from":"2020-01-01"}"#, maximum: 1_000_000)
        let approved = raw.orders.filter { $0["status"] == "APPROVED" }
        let refunded = approved.filter { $0["paymentStatus"] == "PARTIALLY_REFUNDED" }
        let partly = approved.filter { $0["paymentStatus"] == "PARTIALLY_PAID" }
        #expect(report.value(at: "net.USD") == nil && report.value(at: "revenue.USD") != nil)
        #expect(report.value(at: "refunds.amountUnknown")?.intValue == refunded.count)
        #expect(report.value(at: "partlyPaid.paidUnknown")?.intValue == partly.count)
        let sold = approved.filter { ["PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"].contains($0["paymentStatus"]) }
        #expect(report["orders"]?.intValue == sold.count)
        #expect(RawShop.sums(report["revenue"]) == RawShop.sums(sold) { RawShop.total($0) })
        let days = (report["perDay"]?.arrayValue ?? []).compactMap { $0["orders"]?.intValue }
        #expect(days.reduce(0, +) == sold.count)
        let note = report["note"]?.stringValue ?? ""
        #expect(note.contains("no net in USD") && note.contains("\(partly.count) partly paid"))
        #expect(report.objectValue?.keys.first == "note")
    }

    /// A page that fails, and the bound of one call.
    @Test func aPartIsNoWhole() async throws {
        let bench = try ToolBench(faults: "status=504,path=/ecom/v1/orders/search,after=1")
        let raw = try RawShop(.shared())
        let report = try await bench.answer("wix_sales_summary", #"{"from":"2020-01-01"}"#, maximum: 1_000_000)
        #expect(report.objectValue?.keys.prefix(2) == ["complete", "note"])
        #expect(report["complete"] == false)
        let first = raw.orders.sorted { ($0.text("createdDate") ?? "") < ($1.text("createdDate") ?? "") }.prefix(100)
        let days = first.map { RawShop.day($0) }
        let note = report["note"]?.stringValue ?? ""
        #expect(note.contains("only 100 orders are in, those of \(days[0]) to \(days[99])"), "\(note)")
        let sold = first.filter { $0["status"] == "APPROVED" && Self.paid.contains($0["paymentStatus"] ?? .null) }
        #expect(report["orders"]?.intValue == sold.count)
        #expect(report["truncated"] == nil)
    }

    @Test(arguments: ["tomorrow", "2199-01-01"]) func theFutureHasNoSales(day: String) async throws {
        let bench = try ToolBench.shared()
        for (tool, arguments) in [
            ("wix_sales_summary", #"{"from":"\#(day)","to":"\#(day)"}"#),
            ("list_all_wix_orders", #"{"date":"\#(day)"}"#),
            ("wix_unfulfilled_paid_orders", #"{"from":"\#(day)"}"#),
            ("wix_product_buyers", #"{"productIds":["x"],"from":"\#(day)"}"#),
        ] {
            let failure = try await bench.failure(tool, arguments)
            #expect(failure["message"]?.stringValue?.contains("future") == true, "\(tool)")
            #expect(failure.value(at: "error.outcome") == "refused", "the time zone was asked for")
        }
        try await bench.answer("list_all_wix_orders", #"{"from":"yesterday","to":"tomorrow","limit":1}"#)
    }
}

/// Orders that the sandbox never has.
@Suite struct ScriptedSalesTests {
    private static let properties = #"{"properties":{"timeZone":"America/New_York"}}"#

    private func order(
        _ id: String, _ date: String, _ status: String, _ total: String, _ currency: String = "EUR"
    ) -> String {
        #"{"id":"\#(id)","createdDate":"\#(date)","status":"APPROVED","paymentStatus":"\#(status)","currency":"\#(currency)","priceSummary":{"total":{"amount":"\#(total)"}},"lineItems":[]}"#
    }

    private func page(_ orders: [String], next: String? = nil) -> String {
        let cursors = next.map { #"{"next":"\#($0)"}"# } ?? "{}"
        return
            #"{"orders":[\#(orders.joined(separator: ","))],"metadata":{"cursors":\#(cursors),"hasNext":\#(next != nil)}}"#
    }

    /// The first and the last second of days of New York, two of them with a change of the clocks, and the next midnight.
    @Test(arguments: [
        ("2024-11-03", "2024-11-03T04:00:00.000Z", "2024-11-04T04:59:59.000Z", "2024-11-04T05:00:00.000Z"),
        ("2024-03-10", "2024-03-10T05:00:00.000Z", "2024-03-11T03:59:59.000Z", "2024-03-11T04:00:00.000Z"),
        ("2024-02-29", "2024-02-29T05:00:00.000Z", "2024-03-01T04:59:59.000Z", "2024-03-01T05:00:00.000Z"),
    ])
    func aDayHasTheHoursThatItHas(day: String, start: String, last: String, end: String) async throws {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", Self.properties)
        let orders = [order("a", start, "PAID", "10.10"), order("b", last, "PAID", "0.20")]
        origin.answer("/ecom/v1/orders/search", page(orders))
        let report = try await origin.bench().call("wix_sales_summary", #"{"from":"\#(day)","to":"\#(day)"}"#).value
        #expect(report["perDay"]?.text == #"[{"day":"\#(day)","orders":2,"revenue":{"EUR":"10.30"}}]"#)
        let body = try JSONValue(parsing: Array((origin.requests.last?.body ?? "").utf8))
        let range = body.value(at: "search.filter")?["createdDate"]
        #expect(range?["$gte"]?.stringValue == start && range?["$lt"]?.stringValue == end)
    }

    @Test func everyStatusHasItsPlace() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", Self.properties)
        let date = "2024-05-02T15:00:00.000Z"
        origin.answer(
            "/ecom/v1/orders/search",
            page([
                order("1", date, "PAID", "100.00"), order("2", date, "CHARGED_BACK", "31.00"),
                order("3", date, "PARTIALLY_PAID", "500.00"), order("4", date, "PARTIALLY_PAID", "70.00"),
                order("5", date, "PARTIALLY_REFUNDED", "20.00"), order("6", date, "PARTIALLY_REFUNDED", "9.99", "JPY"),
                order("7", date, "AUTHORIZED", "8.00"), order("8", date, "PENDING", "4.00"),
                order("9", date, "FULLY_REFUNDED", "12.34"), order("1", date, "PAID", "100.00"),
                order("10", date, "PAID", "about 5"),
            ]))
        origin.answer(
            "/ecom/v1/payments/list-by-ids",
            #"""
            {"orderTransactions":[
              {"orderId":"3","payments":[
                {"amount":{"amount":"10.01"},"regularPaymentDetails":{"status":"APPROVED"}},
                {"amount":{"amount":"5.00"},"giftcardPaymentDetails":{"giftCardPaymentId":"g"}},
                {"amount":{"amount":"3.00"},"giftcardPaymentDetails":{"voided":true}},
                {"amount":{"amount":"400.00"},"regularPaymentDetails":{"status":"PENDING"}}],"refunds":[]},
              {"orderId":"4","payments":[{"amount":{"amount":"7.00"},"regularPaymentDetails":{"status":"NEW"}}]},
              {"orderId":"5","refunds":[
                {"transactions":[{"amount":{"amount":"1.11"},"refundStatus":"SUCCEEDED"},
                  {"amount":"2.22","refundStatus":"SUCCEEDED"},{"amount":{"amount":"9.00"},"refundStatus":"PENDING"}]}]},
              {"orderId":"6","refunds":[]},
              {"orderId":"x","payments":[{"amount":{"amount":"1"},"regularPaymentDetails":{"status":"APPROVED"}}]}]}
            """#)
        let report = try await origin.bench().call("wix_sales_summary", #"{"from":"2024-05-01","to":"2024-05-31"}"#)
            .value
        #expect(report["orders"] == 5)
        #expect(report["revenue"]?.text == #"{"EUR":"147.35","JPY":"9.99"}"#)
        #expect(
            report["refunds"]?.text == #"{"orders":3,"amounts":{"EUR":"15.67"},"amountUnknown":1}"#,
            "\(report.text)")
        #expect(report["net"]?.text == #"{"EUR":"131.68"}"#)
        #expect(
            report["partlyPaid"]?.text
                == #"{"orders":2,"totals":{"EUR":"570.00"},"paid":{"EUR":"15.01"},"paidUnknown":1}"#)
        #expect(report["unpaid"]?.text == #"{"orders":2,"totals":{"EUR":"12.00"}}"#)
        #expect(report["chargedBack"]?.text == #"{"orders":1,"totals":{"EUR":"31.00"}}"#)
        #expect(report["perDay"]?.text == #"[{"day":"2024-05-02","orders":5,"revenue":{"EUR":"147.35","JPY":"9.99"}}]"#)
        #expect(report["note"]?.stringValue?.contains("1 approved orders of which Wix did not tell the total") == true)
        let asked = origin.requests.filter { $0.line.hasSuffix("list-by-ids") }.map(\.body)
        #expect(asked == [#"{"orderIds":["3","4","5","6"]}"#])
    }

    @Test func theBoundOfOneCallIsSaid() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/site-properties/v4/properties", Self.properties)
        for index in 1...21 {
            let date = "2024-05-\(index < 10 ? "0" : "")\(index)T15:00:00.000Z"
            origin.answer("/ecom/v1/orders/search", page([order("\(index)", date, "PAID", "1.00")], next: "c\(index)"))
        }
        let report = try await origin.bench().call("wix_sales_summary", #"{"from":"2024-05-01","to":"2024-05-31"}"#)
            .value
        #expect(report.objectValue?.keys.prefix(2) == ["complete", "note"])
        #expect(
            report["note"]?.stringValue?.contains("only 20 orders are in, those of 2024-05-01 to 2024-05-20") == true)
        #expect(report["revenue"]?.text == #"{"EUR":"20.00"}"#)
    }
}
