import JSON

/// Contacts V4 (CRM reference 3).
enum ContactsAPI {
    private static let path = "/contacts/v4/contacts"
    private static let listSortFields = [
        "createdDate", "lastActivity.activityDate", "primaryInfo.email", "info.name.first", "info.name.last",
        "info.company", "info.jobTitle", "info.birthdate",
    ]

    static let routes: [Route] = [
        .get(
            [path],
            parameters: ["paging.limit", "paging.offset", "sort.fieldName", "sort.order", "fields", "fieldsets"],
            action: list),
        .post([path + "/query"], members: ["query", "search"], action: query),
        .get([path + "/{id}"], parameters: ["fields", "fieldsets"]) { (state, request) throws(WixError) in
            let show = try ContactPresentation.fromParameters(state, request)
            let contact = try state.entity(.contacts, request.id, code: "CONTACT_NOT_FOUND")
            return ["contact": show(contact), "responseType": "REGULAR"]
        },
        .post([path], members: ["info", "allowDuplicates"]) { (state, request) throws(WixError) in
            ["contact": try state.createContact(request.body)]
        },
        .patch([path + "/{contactId}"], members: ["revision", "info", "allowDuplicates"]) {
            (state, request) throws(WixError) in
            ["contact": try state.updateContact(request.id, request.body)]
        },
        .delete([path + "/{contactId}"]) { (state, request) throws(WixError) in
            _ = try state.entity(.contacts, request.id, code: "CONTACT_NOT_FOUND")
            guard state.member(ofContact: request.id) == nil else {
                throw .application(428, "CANNOT_DELETE_MEMBER", "Delete the site member first")
            }
            state[.contacts].remove(request.id)
            return [:]
        },
        .post([path + "/{contactId}/labels"], members: ["labelKeys"]) { (state, request) throws(WixError) in
            ["contact": try state.changeLabels(of: request, adding: true)]
        },
        .delete([path + "/{contactId}/labels"], parameters: ["labelKeys"], members: ["labelKeys"]) {
            (state, request) throws(WixError) in
            ["contact": try state.changeLabels(of: request, adding: false)]
        },
    ]

    private static func list(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        if let field = request.parameter("sort.fieldName"), !listSortFields.contains(field) {
            throw .application(400, "UNSUPPORTED_SORT_FIELD", "Field '\(field)' is not declared as sortable")
        }
        let show = try ContactPresentation.fromParameters(state, request)
        return answer(try state.page(request.listQuery(), ContactFields.rules), show)
    }

    private static func query(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try ContactPresentation.fromBody(state, request)
        guard let words = try request.body.string("search", length: 0...100)?.lowercased(), !words.isEmpty else {
            return answer(try state.page(request.body["query"], ContactFields.rules), show)
        }
        // Narrow the table first so that the total is right.
        var matching = EntityTable()
        for contact in state[.contacts].entities where matches(contact, words: words) { matching.put(contact) }
        let selection = try QueryRequest(
            request.body["query"], ContactFields.rules, now: state.now, secret: state.secret)
        return answer(selection.page(of: matching, now: state.now, secret: state.secret), show)
    }

    /// Plain text matches a whole name, e-mail or phone.
    static func matches(_ contact: JSONValue, words: String) -> Bool { searchTexts(contact).contains(words) }

    private static func searchTexts(_ contact: JSONValue) -> [String] {
        [
            ["info", "name", "first"], ["info", "name", "last"], ["info", "emails", "items", "email"],
            ["info", "phones", "items", "phone"], ["info", "phones", "items", "e164Phone"],
        ].flatMap { path in contact.values(at: path).compactMap { $0.stringValue?.lowercased() } }
    }

    private static func answer(_ page: Page, _ show: Presentation) -> JSONValue {
        ["contacts": .array(page.entities.map(show)), "pagingMetadata": page.metadata(hasTotal: true)]
    }
}
