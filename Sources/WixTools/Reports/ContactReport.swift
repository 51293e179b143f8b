import JSON
import WixAPI
import WixCatalogue

/// The parts of what is known of one contact, read one after the other.
struct ContactReport {
    private static let shown = 5
    private static let maximumRequests = 5

    let call: ToolCall
    let context: ToolContext
    let id: String
    var value = JSONObject()
    private var unavailable = JSONObject()
    private var notes: [String] = []

    init(call: ToolCall, context: ToolContext, id: String) {
        self.call = call
        self.context = context
        self.id = id
    }

    mutating func addOrders() async throws(ToolFailure) {
        let id = JSONValue.string(id)
        let rows = try await part("orders") { (reader) throws(ToolFailure) in
            try await reader.rows(
                where: ["buyerInfo.contactId": id], sort: [["fieldName": "createdDate", "order": "DESC"]],
                fields: [
                    "number", "createdDate", "status", "paymentStatus", "fulfillmentStatus", "currency",
                    "priceSummary.total.amount", "lineItems.productName.original", "lineItems.quantity",
                ])
        }
        guard let rows else { return }
        var totals = MoneyTotals()
        for order in rows.items where order["status"] == "APPROVED" {
            totals.add(order.value(at: "priceSummary.total.amount"), currency: order["currency"])
        }
        let last = rows.items.prefix(Self.shown).map { order -> JSONValue in
            var row: JSONValue = [:]
            for name in ["id", "number", "createdDate", "status", "paymentStatus", "fulfillmentStatus"] {
                row[name] = order[name]
            }
            row["total"] = .joined(order.text("priceSummary.total.amount"), order["currency"]?.stringValue)
            row["items"] = .array(
                (order["lineItems"]?.arrayValue ?? []).compactMap { line in
                    line.text("productName.original").map { .string("\(line["quantity"]?.wixInteger ?? 1) x \($0)") }
                })
            return row
        }
        value["orders"] = ["count": .int(rows.items.count), "totals": totals.json, "last": .array(Array(last))]
    }

    mutating func addBookings() async throws(ToolFailure) {
        let id = JSONValue.string(id)
        let rows = try await part("bookings") { (reader) throws(ToolFailure) in
            try await reader.rows(
                where: ["contactDetails.contactId": id], sort: [["fieldName": "startDate", "order": "DESC"]],
                fields: [
                    "status", "paymentStatus", "startDate", "endDate", "bookedEntity.title",
                    "bookedEntity.slot.resource.name",
                ])
        }
        guard let rows else { return }
        let now = SiteCalendar.now
        let coming = rows.items.filter { ($0["startDate"]?.stringValue ?? "") >= now }
        let past = rows.items.filter { ($0["startDate"]?.stringValue ?? "") < now }
        value["bookings"] = [
            "count": .int(rows.items.count), "coming": .array(coming.reversed().prefix(Self.shown).map(Self.booking)),
            "last": .array(past.prefix(Self.shown).map(Self.booking)),
        ]
    }

    private static func booking(_ booking: JSONValue) -> JSONValue {
        var row: JSONValue = [:]
        for name in ["id", "status", "paymentStatus", "startDate", "endDate"] { row[name] = booking[name] }
        row["title"] = booking.value(at: "bookedEntity.title")
        row["staff"] = booking.value(at: "bookedEntity.slot.resource.name")
        return row
    }

    /// Where the catalogue has a tool for them.
    mutating func addNotes() async throws(ToolFailure) {
        guard context.catalogue[call.tool("notes")] != nil else { return }
        let answer = try await answer("notes", ["contactId": .string(id), "limit": .int(Self.shown)])
        guard let answer else { return }
        value["notes"] = .array(
            (answer["result"]?.arrayValue ?? []).map { note in
                var row: JSONValue = [:]
                for name in ["id", "createdDate", "type", "text"] { row[name] = note[name] }
                return row
            })
    }

    /// The last messages of a conversation that the caller knows: Wix can open a contact's conversation, not find it.
    mutating func addMessages() async throws(ToolFailure) {
        guard let conversation = call.arguments["conversationId"] else {
            value["conversation"] = [
                "how":
                    "create_a_wix_conversation with this contactId gives conversationId; pass it here for its messages."
            ]
            return
        }
        let answer = try await answer("messages", ["conversationId": conversation, "limit": .int(Self.shown)])
        guard let answer else { return }
        value["conversation"] = [
            "id": conversation, "last": .array((answer["result"]?.arrayValue ?? []).map { InboxText.row($0) }),
        ]
    }

    /// One part of the report; nil when Wix does not give it to this key or site.
    private mutating func part(
        _ name: String, _ read: (ReportReader) async throws(ToolFailure) -> ReportReader.Rows
    ) async throws(ToolFailure) -> ReportReader.Rows? {
        let reader = ReportReader(
            tool: call.tool(name), call: call, context: context, maximumRequests: Self.maximumRequests)
        do {
            let rows = try await read(reader)
            if let reason = rows.interruption {
                notes.append("Only the newest \(rows.items.count) \(name) were counted: \(reason)")
            }
            return rows
        } catch {
            try keep(error, as: name)
            return nil
        }
    }

    private mutating func answer(_ name: String, _ arguments: JSONObject) async throws(ToolFailure) -> JSONValue? {
        do {
            return try await context.answer(of: call.tool(name), arguments, for: call)
        } catch {
            try keep(error, as: name)
            return nil
        }
    }

    private mutating func keep(_ failure: ToolFailure, as name: String) throws(ToolFailure) {
        guard case .wix(let problem) = failure, let status = problem.status, [403, 404, 428].contains(status) else {
            throw failure
        }
        unavailable[name] = .string(String(problem.sentence.prefix(200)))
    }

    func result() -> ToolResult {
        var whole = value
        if !unavailable.isEmpty { whole["unavailable"] = .object(unavailable) }
        if !notes.isEmpty { whole["truncated"] = ["how": .string(notes.joined(separator: " "))] }
        var bytes = JSONValue.object(whole).bytes
        // The lists are short; only what people wrote can be long.
        for name in ["conversation", "notes", "alsoFound"] where bytes.count > call.maximumResultCharacters {
            whole[name] = nil
            whole["truncated"] = ["left_out": 1, "how": "Read messages and notes with their own tools."]
            bytes = JSONValue.object(whole).bytes
        }
        if bytes.count > call.maximumResultCharacters {
            for name in ["orders", "bookings"] {
                whole[name]?["last"] = nil
                whole[name]?["coming"] = nil
            }
            bytes = JSONValue.object(whole).bytes
        }
        return ToolResult(structured: bytes, rateLimit: call.site.rateLimit)
    }
}
