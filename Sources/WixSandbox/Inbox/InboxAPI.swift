import JSON

/// Inbox V2: conversations and messages (CRM reference 2).
enum InboxAPI {
    static let routes: [Route] = [
        .post(["/inbox/v2/conversations"], members: ["participantId"]) { (state, request) throws(WixError) in
            try state.getOrCreateConversation(request.body)
        },
        .entity(
            ["/inbox/v2/conversations/{conversationId}"], .conversations, container: "conversation",
            code: "CONVERSATION_NOT_FOUND"),
        .post(
            ["/inbox/v2/messages"],
            members: ["conversationId", "message", "sendNotifications", "silent", "sendAs"]
        ) { (state, request) throws(WixError) in
            ["message": try state.sendMessage(request.body)]
        },
        .get(
            ["/inbox/v2/messages"],
            parameters: [
                "conversationId", "visibility", "paging.limit", "paging.cursor", "sorting.fieldName", "sorting.order",
            ], action: list),
    ]

    /// A page of one conversation. The members `conversation` and `seen` of the stored message never leave this file.
    private static func list(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        guard let conversation = request.parameter("conversationId"), !conversation.isEmpty else {
            throw .required("conversationId")
        }
        guard let visibility = try request.choice("visibility", of: MessageCheck.visibilities) else {
            throw .required("visibility")
        }
        _ = try request.choice("sorting.fieldName", of: ["sequence"])
        let order = try request.choice("sorting.order", of: ["ASC", "DESC"]) ?? "DESC"
        _ = try state.entity(.conversations, conversation, code: "CONVERSATION_NOT_FOUND")
        var filter: JSONValue = ["conversation": .string(conversation)]
        if visibility != "BUSINESS" { filter["visibility"] = .string(visibility) }
        var paging: JSONValue = [:]
        paging["limit"] = try request.number("paging.limit").map(JSONValue.int)
        var query: JSONValue = [:]
        if let cursor = request.parameter("paging.cursor"), !cursor.isEmpty {
            paging["cursor"] = .string(cursor)
        } else {
            query["filter"] = filter
            query["sort"] = [["fieldName": "sequence", "order": .string(order)]]
        }
        query["cursorPaging"] = paging
        let page = try state.page(query, rules)
        var metadata: JSONValue = ["count": .int(page.entities.count)]
        // The cursors come only when there is more than this page.
        if page.next != nil || page.previous != nil { metadata["cursors"] = page.metadata(hasTotal: false)["cursors"] }
        return [
            "messages": .array(page.entities.map { $0.without(["conversation"]) }), "pagingMetadata": metadata,
        ]
    }

    private static let rules = QueryRules(
        kind: .messages,
        fields: FieldTable([
            .init(["conversation", "visibility"], .text, [.equal]),
            .init(["sequence"], .number, [], sortable: true),
        ]),
        defaultLimit: 30, maximumLimit: 30)
}
