import Foundation
import HTTPCore
import JSON
import Testing
import WixAPI

@testable import WixTools

/// What the sandbox holds, asked for without the product and summed up by another arithmetic.
struct RawShop {
    let orders: [JSONValue]
    /// By order id.
    let transactions: [String: JSONValue]

    /// - Parameter withTransactions: false where the sandbox is told to fail on them.
    init(_ bench: ToolBench, withTransactions: Bool = true) throws {
        var orders: [JSONValue] = []
        var paging: JSONValue = ["limit": 100]
        while true {
            let page = try Self.post(bench, "/ecom/v1/orders/search", ["search": ["cursorPaging": paging]])
            orders += page["orders"]?.arrayValue ?? []
            guard let next = page.value(at: "metadata.cursors.next") else { break }
            paging = ["limit": 100, "cursor": next]
        }
        self.orders = orders
        guard withTransactions else {
            transactions = [:]
            return
        }
        let ids = JSONValue.array(orders.compactMap { $0["id"] })
        let answer = try Self.post(bench, "/ecom/v1/payments/list-by-ids", ["orderIds": ids])
        transactions = Dictionary(
            (answer["orderTransactions"]?.arrayValue ?? []).map { ($0.text("orderId") ?? "", $0) }
        ) { first, _ in first }
    }

    static func post(_ bench: ToolBench, _ path: StaticString, _ body: JSONValue) throws -> JSONValue {
        let response = bench.direct(WixRequest("POST", WixPath(path), body: body.bytes))
        try #require(response.status == 200)
        return try JSONValue(parsing: response.body)
    }

    /// The orders of some days of New York, both included.
    func orders(from first: String, to last: String) -> [JSONValue] {
        orders.filter { order in
            let day = Self.day(order)
            return first <= day && day <= last
        }
    }

    static func day(_ order: JSONValue) -> String {
        let reader = ISO8601DateFormatter()
        reader.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        let writer = DateFormatter()
        writer.dateFormat = "yyyy-MM-dd"
        writer.locale = Locale(identifier: "en_US_POSIX")
        writer.timeZone = TimeZone(identifier: "America/New_York")
        return order.text("createdDate").flatMap { reader.date(from: $0) }.map { writer.string(from: $0) } ?? ""
    }

    static func total(_ order: JSONValue) -> Decimal { decimal(order.text("priceSummary.total.amount")) }

    static func decimal(_ text: String?) -> Decimal { text.flatMap { Decimal(string: $0) } ?? 0 }

    /// What came in for an order.
    func received(_ order: JSONValue) -> Decimal {
        switch order["paymentStatus"] {
        case "PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED": return Self.total(order)
        case "PARTIALLY_PAID":
            let payments = transactions[order.text("id") ?? ""]?["payments"]?.arrayValue ?? []
            return payments.filter { $0.text("regularPaymentDetails.status") == "APPROVED" }
                .reduce(0) { $0 + Self.decimal($1.text("amount.amount")) }
        default: return 0
        }
    }

    /// What went back of it.
    func returned(_ order: JSONValue) -> Decimal {
        let refunds = transactions[order.text("id") ?? ""]?["refunds"]?.arrayValue ?? []
        return refunds.flatMap { $0["transactions"]?.arrayValue ?? [] }.filter { $0["refundStatus"] == "SUCCEEDED" }
            .reduce(0) { $0 + Self.decimal($1.text("amount.amount")) }
    }

    /// Sums by currency, without the currencies of which there is nothing.
    static func sums(_ orders: [JSONValue], _ amount: (JSONValue) -> Decimal) -> [String: Decimal] {
        var sums: [String: Decimal] = [:]
        for order in orders { sums[order.text("currency") ?? "", default: 0] += amount(order) }
        return sums
    }

    /// A member of a report such as `{"USD":"12.50"}`.
    static func sums(_ totals: JSONValue?) -> [String: Decimal] {
        var sums: [String: Decimal] = [:]
        for member in totals?.objectValue?.members ?? [] { sums[member.key] = decimal(member.value.stringValue) }
        return sums
    }
}
