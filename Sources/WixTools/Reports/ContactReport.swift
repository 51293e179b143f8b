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
    private let calendar: SiteCalendar
    private var unavailable = JSONObject()
    /// What of the contact's data is not in the figures.
    private var missing: [String] = []

    init(call: ToolCall, context: ToolContext, id: String, calendar: SiteCalendar) {
        self.call = call
        self.context = context
        self.id = id
        self.calendar = calendar
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
        let approved = rows.items.filter { $0["status"] == "APPROVED" }
        var totals = MoneyTotals()
        for order in approved {
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
        // One set of orders: those that are approved, paid or not.
        value["orders"] = [
            "count": .int(approved.count), "totals": totals.json,
            "notApproved": .int(rows.items.count - approved.count), "last": .array(Array(last)),
        ]
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
            let date = name == "orders" ? "createdDate" : "startDate"
            if let sentence = rows.missing(name, by: date, calendar) { missing.append(sentence) }
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
        var whole = JSONObject()
        if !missing.isEmpty {
            whole["complete"] = false
            whole["note"] = .string(missing.joined(separator: " "))
        }
        whole["timeZone"] = .string(calendar.timeZone)
        for member in value.members { whole[member.key] = onSiteClocks(member.value) }
        if !unavailable.isEmpty { whole["unavailable"] = .object(unavailable) }
        return ToolResult(
            structured: fitting(whole, call.maximumResultCharacters).bytes, rateLimit: call.site.rateLimit)
    }

    /// Every date of the report as the clocks of the site show it.
    private func onSiteClocks(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            var result = JSONObject()
            for member in object.members {
                let isDate = member.key.hasSuffix("Date")
                let local = isDate ? member.value.stringValue.flatMap { calendar.local($0) } : nil
                result[member.key] = local.map { .string($0) } ?? onSiteClocks(member.value)
            }
            return .object(result)
        case .array(let elements): return .array(elements.map { onSiteClocks($0) })
        default: return value
        }
    }

    /// The lists that give way when the report is too long, what people wrote first, and what shows them.
    private static let lists = [
        ("conversation.last", "list_all_wix_messages"), ("notes", "wix_contact_notes_query"),
        ("alsoFound", "wix_contacts_query"), ("bookings.last", "wix_bookings_query"),
        ("orders.last", "list_all_wix_orders"), ("bookings.coming", "wix_bookings_query"),
        ("contact.addresses", "get_single_wix_contact_by_id"), ("contact.labels", "get_single_wix_contact_by_id"),
        ("contact.phones", "get_single_wix_contact_by_id"),
    ]
    /// For `truncated`.
    private static let room = 400

    private func fitting(_ whole: JSONObject, _ maximum: Int) -> JSONValue {
        var value = JSONValue.object(whole)
        guard value.bytes.count > maximum else { return value }
        var leftOut = 0
        var tools: [String] = []
        for (path, tool) in Self.lists {
            guard let rows = value.value(at: path)?.arrayValue, !rows.isEmpty else { continue }
            var kept = rows
            while !kept.isEmpty, value.bytes.count > maximum - Self.room {
                kept.removeLast()
                value.set(.array(kept), at: path)
            }
            guard kept.count < rows.count else { break }
            leftOut += rows.count - kept.count
            if !tools.contains(tool) { tools.append(tool) }
        }
        value["truncated"] = [
            "left_out": .int(leftOut),
            "how": .string(
                "Entries of lists; counts and totals are of all. Read them with \(tools.joined(separator: ", "))."),
        ]
        return value
    }
}

extension JSONValue {
    /// Replaces the member at a path with dots, where its objects are there.
    fileprivate mutating func set(_ value: JSONValue, at path: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            self[path] = value
            return
        }
        guard var inner = self[parts[0]] else { return }
        inner.set(value, at: parts[1])
        self[parts[0]] = inner
    }
}
