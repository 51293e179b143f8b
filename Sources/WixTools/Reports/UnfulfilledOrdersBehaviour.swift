import JSON
import WixAPI
import WixCatalogue

/// The orders that are paid and not sent yet, oldest first, with their totals.
///
/// Parameter `orders`: the tool that lists orders.
enum UnfulfilledOrdersBehaviour: ToolBehaviour {
    private static let fields = [
        "number", "createdDate", "paymentStatus", "fulfillmentStatus", "currency", "buyerInfo.contactId",
        "buyerInfo.email", "billingInfo.contactDetails.firstName", "billingInfo.contactDetails.lastName",
        "shippingInfo.title", "shippingInfo.logistics", "recipientInfo", "lineItems.productName.original",
        "lineItems.quantity",
        "lineItems.physicalProperties.sku", "priceSummary.total.amount",
    ]

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        var filter: JSONValue = [
            "status": "APPROVED", "paymentStatus": ["$in": ["PAID", "PARTIALLY_REFUNDED"]],
            "fulfillmentStatus": ["$in": ["NOT_FULFILLED", "PARTIALLY_FULFILLED"]],
        ]
        try SiteDays.check(call.arguments)
        let calendar = try await SiteCalendar(of: call, context)
        let days = try SiteDays.narrow(&filter, to: call.arguments, calendar)
        let rows = try await ReportReader(tool: call.tool("orders"), call: call, context: context).rows(
            where: filter, sort: [["fieldName": "createdDate", "order": "ASC"]], fields: fields)
        var totals = MoneyTotals()
        var pieces = 0
        for order in rows.items {
            totals.add(order.value(at: "priceSummary.total.amount"), currency: order["currency"])
            for line in order["lineItems"]?.arrayValue ?? [] { pieces += line["quantity"]?.wixInteger ?? 1 }
        }
        let shown = rows.items.prefix(call.integer("limit", default: 50))
        let today = calendar.day("today") ?? ""
        var answer = ReportAnswer(
            value: [
                "orders": .int(rows.items.count), "items": .int(pieces), "totals": totals.json,
                "result": .array(shown.map { json($0, today: today, calendar) }),
            ], list: "result")
        answer.value["days"] = days
        answer.leftOut = rows.items.count - shown.count
        answer.add(rows, "orders", by: "createdDate", calendar)
        return answer.result(for: call)
    }

    private static func json(_ order: JSONValue, today: String, _ calendar: SiteCalendar) -> JSONValue {
        var value: JSONValue = [:]
        for name in ["id", "number"] { value[name] = order[name] }
        value["createdDate"] = order["createdDate"]?.stringValue.flatMap { calendar.local($0) }.map { .string($0) }
        if let day = order["createdDate"]?.stringValue.flatMap({ calendar.place(of: $0)?.day }) {
            value["daysWaiting"] = SiteCalendar.days(from: day, to: today).map { .int(max(0, $0)) }
        }
        if order["fulfillmentStatus"] == "PARTIALLY_FULFILLED" { value["partly"] = true }
        if order["paymentStatus"] == "PARTIALLY_REFUNDED" { value["partlyRefunded"] = true }
        value["contactId"] = order.value(at: "buyerInfo.contactId")
        value["buyer"] = .joined(
            order.text("billingInfo.contactDetails.firstName"), order.text("billingInfo.contactDetails.lastName"))
        value["email"] = order.value(at: "buyerInfo.email")
        value["total"] = order.value(at: "priceSummary.total.amount")
        value["currency"] = order["currency"]
        value["shipping"] = order.value(at: "shippingInfo.title")
        value["shipTo"] = shipTo(order, buyer: value["buyer"])
        value["lines"] = .array(
            (order["lineItems"]?.arrayValue ?? []).map { line in
                var item: JSONValue = [:]
                item["name"] = line.value(at: "productName.original")
                item["quantity"] = line["quantity"]
                item["sku"] = line.value(at: "physicalProperties.sku")
                return item
            })
        return value
    }

    /// One line: the name where another than the buyer gets it, and the address; nothing for what is picked up.
    private static func shipTo(_ order: JSONValue, buyer: JSONValue?) -> JSONValue? {
        guard order.value(at: "shippingInfo.logistics.pickupDetails") == nil else { return nil }
        guard let to = order.value(at: "shippingInfo.logistics.shippingDestination") ?? order["recipientInfo"] else {
            return nil
        }
        let name = JSONValue.joined(to.text("contactDetails.firstName"), to.text("contactDetails.lastName"))
        let address = to["address"]
        let street =
            address?.text("addressLine")
            ?? JSONValue.joined(
                address?.text("streetAddress.number"), address?.text("streetAddress.name"))?.stringValue
        let town = JSONValue.joined(address?.text("postalCode"), address?.text("city"))?.stringValue
        let (region, country) = (address?.text("subdivision"), address?.text("country"))
        // US-NY names the country too.
        let isNamed = country.map { region?.hasPrefix($0) ?? false } ?? true
        let parts = [
            name == buyer ? nil : name?.stringValue, to.text("contactDetails.company"), street,
            address?.text("addressLine2"), town, region, isNamed ? nil : country,
        ]
        let text = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        return text.isEmpty ? nil : .string(text)
    }
}
