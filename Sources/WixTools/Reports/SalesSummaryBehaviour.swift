import JSON
import WixAPI
import WixCatalogue

/// What was sold in a period: orders, revenue, refunds, the best products, and each day.
///
/// Parameters: `orders` (the tool that lists orders), `transactions` (the tool that lists payments and refunds of orders).
enum SalesSummaryBehaviour: ToolBehaviour {
    private static let maximumRequests = 20
    private static let fields = [
        "id", "createdDate", "status", "paymentStatus", "currency", "priceSummary.total.amount", "lineItems.quantity",
        "lineItems.price.amount", "lineItems.productName.original", "lineItems.catalogReference.catalogItemId",
    ]

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        var arguments = call.arguments
        if arguments["to"] == nil { arguments["to"] = "today" }
        try SiteDays.check(call.arguments)
        let calendar = try await SiteCalendar(of: call, context)
        let days = try SiteDays(arguments, calendar, arePast: true)
        let rows = try await ReportReader(
            tool: call.tool("orders"), call: call, context: context, maximumRequests: maximumRequests
        ).rows(
            where: ["createdDate": days.range(in: calendar)],
            sort: [["fieldName": "createdDate", "order": "ASC"]], fields: fields)
        let transactions = try await TransactionReader(
            tool: call.tool("transactions"), call: call, context: context
        ).read(rows.items.filter { SalesSummary.needsTransactions($0) }.compactMap { $0["id"]?.stringValue })
        var sales = SalesSummary(calendar)
        for order in rows.items { sales.add(order, transactions[order["id"]?.stringValue ?? ""]) }
        var value: JSONObject = ["days": days.json(calendar)]
        for member in sales.json(products: call.integer("top", default: 10)).members {
            value[member.key] = member.value
        }
        var answer = ReportAnswer(value: value, list: "perDay", secondary: "topProducts")
        answer.add(rows, "orders", by: "createdDate", calendar)
        answer.notes = sales.notes
        return answer.result(for: call)
    }
}
