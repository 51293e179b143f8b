import JSON
import WixAPI
import WixCatalogue

/// Everything the site knows of one person: who it is, what they bought and booked, what was written and noted.
///
/// A part that Wix refuses (an app that is not installed, a permission that the key has not) is named in `unavailable`,
/// and the rest is told. Parameters: `contact`, `find`, `orders`, `bookings`, `messages`, `notes` (the tools to read
/// with).
enum ContactReportBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let contact = try await ContactFinder(call: call, context: context).find()
        let calendar = try await SiteCalendar(of: call, context)
        var report = ContactReport(call: call, context: context, id: contact.id, calendar: calendar)
        report.value["contact"] = contact.json
        if !contact.others.isEmpty { report.value["alsoFound"] = .array(contact.others) }
        try await report.addOrders()
        try await report.addBookings()
        try await report.addNotes()
        try await report.addMessages()
        return report.result()
    }
}

/// Finds the contact that a call means.
private struct ContactFinder {
    struct Found {
        let id: String
        let json: JSONValue
        /// Other contacts with the same e-mail or phone.
        let others: [JSONValue]
    }

    let call: ToolCall
    let context: ToolContext
    private static let view: [JSONValue] = [
        "info.name", "info.company", "info.jobTitle", "info.emails.items.email", "info.phones.items.phone",
        "info.addresses.items.address", "info.labelKeys.items", "info.extendedFields.items", "primaryEmail",
        "lastActivity",
        "createdDate",
    ]

    func find() async throws(ToolFailure) -> Found {
        let names = ["contactId", "email", "phone"].filter { call.arguments[$0] != nil }
        guard names.count == 1 else {
            throw .argument(name: names.last ?? "contactId", message: "Give exactly one of contactId, email, phone.")
        }
        if let id = call.arguments["contactId"] {
            let contact = try await context.answer(
                of: call.tool("contact"), ["id": id, "fields": .array(Self.view)], for: call)
            return found(contact, others: [])
        }
        let contacts = try await matches()
        guard let first = contacts.first else {
            throw .finding(
                code: "CONTACT_NOT_FOUND", message: "There is no contact with this \(names[0]).",
                hint: "Look for the name with wix_contacts_query; nothing was changed.")
        }
        let others = contacts.dropFirst().map { other -> JSONValue in
            var value: JSONValue = [:]
            value["contactId"] = other["id"]
            value["name"] = .joined(other.text("info.name.first"), other.text("info.name.last"))
            return value
        }
        return found(first, others: others)
    }

    /// The one who was active last comes first: an e-mail can belong to several contacts.
    private func matches() async throws(ToolFailure) -> [JSONValue] {
        var arguments: JSONObject = ["limit": 10, "fields": .array(Self.view)]
        arguments["sort"] = [["fieldName": "lastActivity.activityDate", "order": "DESC"]]
        if let email = call.arguments["email"]?.stringValue {
            let spellings = EmailSpelling.condition(for: email)
            arguments["filter"] = ["$or": [["primaryInfo.email": spellings], ["info.emails.email": spellings]]]
        } else if let phone = call.arguments["phone"] {
            arguments["filter"] = [
                "$or": [
                    ["primaryInfo.phone": phone], ["info.phones.phone": phone], ["info.phones.e164Phone": phone],
                ]
            ]
        }
        return try await context.answer(of: call.tool("find"), arguments, for: call)["result"]?.arrayValue ?? []
    }

    private func found(_ contact: JSONValue, others: [JSONValue]) -> Found {
        var json: JSONValue = [:]
        json["id"] = contact["id"]
        json["name"] = .joined(contact.text("info.name.first"), contact.text("info.name.last"))
        json["company"] = contact.value(at: "info.company")
        json["jobTitle"] = contact.value(at: "info.jobTitle")
        json["emails"] = Self.list(contact.value(at: "info.emails.items"), "email")
        json["phones"] = Self.list(contact.value(at: "info.phones.items"), "phone")
        json["addresses"] = Self.list(contact.value(at: "info.addresses.items"), "address")
        json["labels"] = contact.value(at: "info.labelKeys.items")
        json["mailings"] = contact.value(at: "primaryEmail.subscriptionStatus")
        json["lastActivity"] = contact["lastActivity"]
        json["createdDate"] = contact["createdDate"]
        return Found(id: contact["id"]?.stringValue ?? "", json: json, others: others)
    }

    private static func list(_ items: JSONValue?, _ member: String) -> JSONValue? {
        guard let items = items?.arrayValue, !items.isEmpty else { return nil }
        return .array(items.compactMap { $0[member] })
    }
}
