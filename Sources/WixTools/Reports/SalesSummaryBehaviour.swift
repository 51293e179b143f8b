import JSON
import WixAPI
import WixCatalogue

/// What was sold in a period: orders, revenue, refunds, the best products, and each day.
///
/// Parameter `orders`: the tool that lists orders.
enum SalesSummaryBehaviour: ToolBehaviour {
    private static let maximumRequests = 20
    private static let fields = [
        "createdDate", "status", "paymentStatus", "currency", "priceSummary.total.amount", "balanceSummary",
        "lineItems.quantity", "lineItems.price.amount", "lineItems.productName.original",
        "lineItems.catalogReference.catalogItemId",
    ]

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let calendar = try await SiteCalendar(of: call, context)
        var arguments = call.arguments
        if arguments["to"] == nil { arguments["to"] = "today" }
        let days = try SiteDays(arguments, calendar)
        let rows = try await ReportReader(
            tool: call.tool("orders"), call: call, context: context, maximumRequests: maximumRequests
        ).rows(
            where: ["createdDate": days.range(in: calendar)],
            sort: [["fieldName": "createdDate", "order": "ASC"]], fields: fields)
        var sales = Sales(calendar)
        for order in rows.items { sales.add(order) }
        var answer = ReportAnswer(
            value: sales.json(products: call.integer("top", default: 10)), list: "perDay", secondary: "topProducts")
        answer.value["days"] = days.json(calendar)
        answer.note(rows, "orders, from the first day on,")
        return answer.result(for: call)
    }
}

/// The counters of a sales summary.
private struct Sales {
    private struct Product {
        let name: JSONValue?
        var quantity = 0
        var revenue = MoneyTotals()
    }

    private struct Day {
        var orders = 0
        var revenue = MoneyTotals()
    }

    private static let paid: Set = ["PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"]

    private let calendar: SiteCalendar
    private var orders = 0
    private var canceled = 0
    private var paidOrders = 0
    private var unpaid = MoneyTotals()
    private var revenue = MoneyTotals()
    private var refunds = MoneyTotals()
    private var refundedOrders = 0
    private var unknownRefunds = 0
    private var products: [String: Product] = [:]
    private var days: [String: Day] = [:]

    init(_ calendar: SiteCalendar) { self.calendar = calendar }

    mutating func add(_ order: JSONValue) {
        guard order["status"] == "APPROVED" else {
            // An order that waits for approval, or was never one.
            canceled += 1
            return
        }
        orders += 1
        let total = order.value(at: "priceSummary.total.amount")
        let currency = order["currency"]
        guard Self.paid.contains(order["paymentStatus"]?.stringValue ?? "") else {
            unpaid.add(total, currency: currency)
            return
        }
        paidOrders += 1
        revenue.add(total, currency: currency)
        addRefund(of: order, total: total, currency: currency)
        addLines(of: order, currency: currency)
        let day = order["createdDate"]?.stringValue.flatMap { calendar.place(of: $0)?.day } ?? ""
        days[day, default: Day()].orders += 1
        days[day, default: Day()].revenue.add(total, currency: currency)
    }

    /// A full refund is the order's total; of a part Wix tells the amount with some orders only.
    private mutating func addRefund(of order: JSONValue, total: JSONValue?, currency: JSONValue?) {
        guard let status = order["paymentStatus"]?.stringValue, status.hasSuffix("REFUNDED") else { return }
        refundedOrders += 1
        if status == "FULLY_REFUNDED" {
            refunds.add(total, currency: currency)
        } else if let amount = order.value(at: "balanceSummary.refunded.amount") {
            refunds.add(amount, currency: currency)
        } else {
            unknownRefunds += 1
        }
    }

    private mutating func addLines(of order: JSONValue, currency: JSONValue?) {
        for line in order["lineItems"]?.arrayValue ?? [] {
            let name = line.value(at: "productName.original")
            guard let id = line.text("catalogReference.catalogItemId") ?? name?.stringValue else { continue }
            let quantity = line["quantity"]?.wixInteger ?? 1
            products[id, default: Product(name: name)].quantity += quantity
            products[id]?.revenue.add(line.value(at: "price.amount"), currency: currency, times: quantity)
        }
    }

    func json(products limit: Int) -> JSONObject {
        var value: JSONObject = [
            "orders": .int(orders), "paidOrders": .int(paidOrders), "notApproved": .int(canceled),
            "revenue": revenue.json, "unpaid": unpaid.json,
            "refunds": ["orders": .int(refundedOrders), "amounts": refunds.json],
            "net": (revenue - refunds).json, "topProducts": .array(top(limit)),
            "perDay": .array(
                days.sorted { $0.key < $1.key }.map { day in
                    [
                        "day": .string(day.key), "orders": .int(day.value.orders), "revenue": day.value.revenue.json,
                    ]
                }),
        ]
        if unknownRefunds > 0 {
            value["refunds"]?["amountUnknown"] = .int(unknownRefunds)
            value["note"] =
                "Wix did not tell how much was refunded of some partly refunded orders; net is too high by that."
        }
        return value
    }

    private func top(_ limit: Int) -> [JSONValue] {
        let best = products.sorted { left, right in
            if left.value.revenue == right.value.revenue { return left.key < right.key }
            return right.value.revenue.leading < left.value.revenue.leading
        }
        return best.prefix(limit).map { id, product in
            var value: JSONValue = ["productId": .string(id)]
            value["name"] = product.name
            value["quantity"] = .int(product.quantity)
            value["revenue"] = product.revenue.json
            return value
        }
    }
}
