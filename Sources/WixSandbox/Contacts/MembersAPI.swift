import JSON

/// Members V1, as far as other areas need it: authors and participants (CRM reference 7).
enum MembersAPI {
    private static let rules = QueryRules(
        kind: .members,
        fields: FieldTable([
            .init(["id", "loginEmail", "userId"], .text, .membership.union([.startsWith]), sortable: true),
            .init(
                ["profile.nickname", "profile.slug", "contact.firstName", "contact.lastName"], .text,
                .membership.union([.startsWith]), sortable: true),
            .init(["privacyStatus", "status"], .text, .membership),
            .init(["createdDate"], .date, .comparison, sortable: true),
        ]),
        paging: .offset, defaultSort: [("createdDate", true)], sortMember: "sorting")

    static let routes: [Route] = [
        .get(["/members/v1/members"], parameters: ["paging.limit", "paging.offset", "fieldsets"]) {
            (state, request) throws(WixError) in
            let show = try present(state, request)
            let page = try state.page(request.listQuery(), rules)
            return ["members": .array(page.entities.map(show)), "metadata": page.metadata(hasTotal: true)]
        },
        .post(["/members/v1/members/query"], members: ["query", "fieldsets", "search"], action: query),
        .entity(
            ["/members/v1/members/{id}"], .members, container: "member", code: "MEMBER_NOT_FOUND",
            parameters: ["fieldsets"], present: present),
    ]

    private static let search = QueryRules.TextSearch(fields: [
        "profile.nickname", "profile.title", "profile.slug", "loginEmail", "contact.firstName", "contact.lastName",
    ])

    /// `search` stands beside `query`, and looks at nicknames when it names no fields.
    private static func query(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try present(state, request)
        var matching = state[.members]
        if let sent = request.body["search"] {
            _ = try StrictObject(sent, at: "search", known: ["expression", "fields"])
            var clause = sent
            clause["fields"] = sent["fields"] ?? ["profile.nickname"]
            let text = try TextMatch(clause, search, at: "search")
            matching = EntityTable()
            for member in state[.members].entities where text.holds(for: member) { matching.put(member) }
        }
        let selection = try QueryRequest(request.body["query"], rules, now: state.now, secret: state.secret)
        let page = selection.page(of: matching, now: state.now, secret: state.secret)
        return ["members": .array(page.entities.map(show)), "metadata": page.metadata(hasTotal: true)]
    }

    /// PUBLIC hides e-mails and tells every status as UNKNOWN.
    private static func present(_: SandboxState, _ request: APIRequest) throws(WixError) -> Presentation {
        let fieldsets = try request.list("fieldsets")
        for name in fieldsets where !["PUBLIC", "EXTENDED", "FULL"].contains(name) {
            throw .violation("fieldsets", "enum must be in [PUBLIC, EXTENDED, FULL]", rule: "INVALID_ENUM_VALUE")
        }
        if fieldsets.contains("FULL") { return { $0 } }
        if fieldsets.contains("EXTENDED") { return { $0.without(["contact"]) } }
        return { member in
            var shown = member.without(["loginEmail", "loginEmailVerified", "contact", "lastLoginDate"])
            for status in ["status", "privacyStatus", "activityStatus"] { shown[status] = "UNKNOWN" }
            return shown
        }
    }
}
