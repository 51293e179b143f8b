import JSON
import WixAPI
import WixCatalogue

/// Who bought some products in a period, with what they spent on them.
///
/// Parameters: `orders` (the tool that lists orders), `contacts` (the tool that finds contacts), `products` (the tool that
/// lists products).
enum ProductBuyersBehaviour: ToolBehaviour {
    private static let contactChunk = 100
    /// Contacts that are read for their names; the rest keep those of their orders.
    private static let mostContacts = 300
    private static let fields = [
        "createdDate", "currency", "buyerInfo.contactId", "buyerInfo.email", "billingInfo.contactDetails.firstName",
        "billingInfo.contactDetails.lastName", "billingInfo.contactDetails.phone", "lineItems.quantity",
        "lineItems.price.amount", "lineItems.catalogReference.catalogItemId",
    ]

    private struct Buyer {
        let contactID: String?
        let order: JSONValue
        var orders = 0
        var quantity = 0
        var totals = MoneyTotals()
    }

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let ids = Set(call.arguments["productIds"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        var filter: JSONValue = [
            "status": "APPROVED",
            "lineItems.catalogReference.catalogItemId": ["$hasSome": .array(ids.sorted().map { .string($0) })],
        ]
        try SiteDays.check(call.arguments)
        let calendar = try await SiteCalendar(of: call, context)
        let days = try SiteDays.narrow(&filter, to: call.arguments, calendar)
        let rows = try await ReportReader(tool: call.tool("orders"), call: call, context: context).rows(
            where: filter, sort: [["fieldName": "createdDate", "order": "DESC"]], fields: fields)
        let buyers = buyers(of: rows.items, ids)
        let shown = Array(buyers.prefix(call.integer("limit", default: 100)))
        let contacts = try await contacts(shown.compactMap(\.contactID), call, context)
        var totals = MoneyTotals()
        for order in rows.items { add(order, ids, to: &totals) }
        var answer = ReportAnswer(
            value: [
                "buyers": .int(buyers.count), "orders": .int(rows.items.count),
                "quantity": .int(buyers.reduce(0) { $0 + $1.quantity }), "totals": totals.json,
                "result": .array(shown.map { json($0, contacts, calendar) }),
            ], list: "result")
        answer.value["days"] = days
        answer.leftOut = buyers.count - shown.count
        answer.add(rows, "orders", by: "createdDate", calendar)
        if let sentence = try await strangers(among: ids, in: rows.items, call, context) {
            answer.notes.append(sentence)
        }
        return answer.result(for: call)
    }

    /// A sentence about the ids that no order has and that are no products of the shop: an id that is misspelt has no
    /// buyers, and nobody should take that for an answer.
    private static func strangers(
        among ids: Set<String>, in orders: [JSONValue], _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> String? {
        let sold = orders.flatMap { $0["lineItems"]?.arrayValue ?? [] }
            .compactMap { $0.text("catalogReference.catalogItemId") }
        let unsold = ids.subtracting(sold).sorted()
        guard !unsold.isEmpty else { return nil }
        guard let products = try await products(unsold, on: [.v3, .v1], call, context) else { return nil }
        let unknown = unsold.filter { products[$0] == nil }
        guard !unknown.isEmpty else { return nil }
        return "There is no product with the id \(unknown.joined(separator: ", ")) in the shop."
    }

    /// From the first of the catalogues that the site has; nil for a site that sells without Wix Stores, or a key that may
    /// not read them.
    private static func products(
        _ ids: [String], on catalogues: [StoresCatalogue], _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> [String: JSONValue]? {
        for catalogue in catalogues {
            let inner = ToolCall(
                tool: call.tool, catalogue: catalogue, arguments: call.arguments, site: call.site,
                deadline: call.deadline, maximumResultCharacters: call.maximumResultCharacters, report: nil)
            do {
                return try await ProductsByID(tool: call.tool("products"), arguments: ["fields": ["id"]])
                    .read(ids, for: inner, context)
            } catch {
                guard case .wix(let problem) = error, let status = problem.status, [403, 404, 428].contains(status)
                else { throw error }
            }
        }
        return nil
    }

    /// In the order of their last purchase.
    private static func buyers(of orders: [JSONValue], _ ids: Set<String>) -> [Buyer] {
        var buyers: [Buyer] = []
        var places: [String: Int] = [:]
        for order in orders {
            let contact = order.text("buyerInfo.contactId")
            let key = contact ?? order.text("buyerInfo.email")?.lowercased() ?? order["id"]?.stringValue ?? ""
            let place = places[key] ?? buyers.count
            if place == buyers.count {
                buyers.append(Buyer(contactID: contact, order: order))
                places[key] = place
            }
            buyers[place].orders += 1
            buyers[place].quantity += add(order, ids, to: &buyers[place].totals)
        }
        return buyers
    }

    /// Adds the lines of an order that are about the products; answers how many pieces they are.
    @discardableResult
    private static func add(_ order: JSONValue, _ ids: Set<String>, to totals: inout MoneyTotals) -> Int {
        var pieces = 0
        for line in order["lineItems"]?.arrayValue ?? [] {
            guard let id = line.text("catalogReference.catalogItemId"), ids.contains(id) else { continue }
            let quantity = line["quantity"]?.wixInteger ?? 1
            pieces += quantity
            totals.add(line.value(at: "price.amount"), currency: order["currency"], times: quantity)
        }
        return pieces
    }

    private static func contacts(
        _ ids: [String], _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> [String: JSONValue] {
        var contacts: [String: JSONValue] = [:]
        var rest = ids.prefix(mostContacts)[...]
        while !rest.isEmpty {
            let part = rest.prefix(contactChunk)
            rest = rest.dropFirst(contactChunk)
            let answer = try await context.answer(
                of: call.tool("contacts"),
                [
                    "filter": ["id": ["$in": .array(part.map { .string($0) })]], "limit": .int(contactChunk),
                    "fields": ["info.name", "primaryInfo"],
                ], for: call)
            for contact in answer["result"]?.arrayValue ?? [] {
                if let id = contact["id"]?.stringValue { contacts[id] = contact }
            }
        }
        return contacts
    }

    private static func json(
        _ buyer: Buyer, _ contacts: [String: JSONValue], _ calendar: SiteCalendar
    ) -> JSONValue {
        let contact = buyer.contactID.flatMap { contacts[$0] }
        let details = buyer.order.value(at: "billingInfo.contactDetails")
        var value: JSONValue = [:]
        value["contactId"] = buyer.contactID.map { .string($0) }
        value["name"] =
            .joined(contact?.text("info.name.first"), contact?.text("info.name.last"))
            ?? .joined(details?.text("firstName"), details?.text("lastName"))
        value["email"] = contact?.value(at: "primaryInfo.email") ?? buyer.order.value(at: "buyerInfo.email")
        value["phone"] = contact?.value(at: "primaryInfo.phone") ?? details?["phone"]
        value["orders"] = .int(buyer.orders)
        value["quantity"] = .int(buyer.quantity)
        value["totals"] = buyer.totals.json
        value["lastOrder"] = buyer.order["createdDate"]?.stringValue.flatMap { calendar.local($0) }.map { .string($0) }
        return value
    }
}
