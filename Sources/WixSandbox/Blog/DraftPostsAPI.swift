import JSON

/// Draft posts: everything that can be edited, published posts included (blog reference 3).
enum DraftPostsAPI {
    private static let path = "/blog/v3/draft-posts"
    private static let show = BlogFields.draftFieldsets.presenter
    private static let actions = [
        "UPDATE", "UPDATE_PUBLISH", "UPDATE_SCHEDULE", "UPDATE_REVERT_TO_DRAFT", "UPDATE_CANCEL_SCHEDULE",
        "UPDATE_REJECT", "UPDATE_PUBLICATION",
    ]

    static let routes: [Route] = [
        .post([path], members: ["draftPost", "publish", "fieldsets"], action: create),
        .get(
            [path],
            parameters: ["status", "language", "sort", "paging.limit", "paging.offset", "fieldsets"], action: list),
        .query(
            [path + "/query"], BlogFields.drafts, container: "draftPosts", paging: .metadata("pagingMetadata"),
            members: ["fieldsets"], present: show),
        .entity(
            [path + "/{draftPostId}"], .draftPosts, container: "draftPost", code: "DRAFT_POST_NOT_FOUND",
            parameters: ["fieldsets"], present: show),
        .patch(
            [path + "/{draftPostId}"],
            members: ["draftPost", "fieldMask", "action", "scheduledPublishDate", "fieldsets"], action: update),
        .post([path + "/{draftPostId}/publish"]) { (state, request) throws(WixError) in
            try state.publish(request.id)
            return ["postId": .string(request.id)]
        },
        .post([path + "/{draftPostId}/unpublish"]) { (state, request) throws(WixError) in
            try state.unpublish(request.id)
            return [:]
        },
        .delete([path + "/{draftPostId}"], parameters: ["permanent"]) { (state, request) throws(WixError) in
            _ = try request.choice("permanent", of: ["true", "false"])
            _ = try state.entity(.draftPosts, request.id, code: "DRAFT_POST_NOT_FOUND")
            state[.draftPosts].remove(request.id)
            state[.posts].remove(request.id)
            state.refreshPostCounts()
            return [:]
        },
    ]

    private static func create(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try show(state, request)
        let publishes = try request.body.bool("publish") ?? false
        guard request.body["draftPost"] != nil else { throw .required("draftPost") }
        let edit = try DraftPostEdit(request.body, state)
        let id = state.random.guid()
        let draft = try edit.newDraft(id: id, state)
        state[.draftPosts].put(draft)
        if publishes { try state.publish(id) }
        return ["draftPost": show(state[.draftPosts][id] ?? draft)]
    }

    private static func update(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try show(state, request)
        let action = try request.body.choice("action", of: actions) ?? "UPDATE"
        let scheduled = try request.body.string("scheduledPublishDate")
        guard request.body["draftPost"] != nil else { throw .required("draftPost") }
        let current = try state.entity(.draftPosts, request.id, code: "DRAFT_POST_NOT_FOUND")
        let edit = try DraftPostEdit(request.body, state)
        var draft = try edit.applied(to: current, mask: request.body.string("fieldMask"), state)
        switch action {
        case "UPDATE_SCHEDULE":
            guard let date = scheduled.flatMap({ Timestamp($0) }), date > state.now else {
                throw .violation("scheduledPublishDate", "must be a date-time in the future")
            }
            draft["status"] = "SCHEDULED"
            draft["scheduledPublishDate"] = .string(date.text)
        case _ where scheduled != nil:
            throw .violation("scheduledPublishDate", "is only for the action UPDATE_SCHEDULE")
        case "UPDATE_CANCEL_SCHEDULE":
            guard draft["status"] == "SCHEDULED" else {
                throw .application(428, "FAILED_PRECONDITION", "The draft is not scheduled")
            }
            draft["status"] = "UNPUBLISHED"
            draft["scheduledPublishDate"] = nil
        default: break
        }
        state[.draftPosts].put(draft)
        if action == "UPDATE_PUBLISH" { try state.publish(request.id) }
        if action == "UPDATE_REVERT_TO_DRAFT" { try state.unpublish(request.id) }
        return ["draftPost": show(state[.draftPosts][request.id] ?? draft)]
    }

    private static func list(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try show(state, request)
        var filter: JSONValue = [:]
        filter["status"] = try request.choice("status", of: BlogFields.draftStatuses).map(JSONValue.string)
        filter["language"] = request.parameter("language").map(JSONValue.string)
        var query = try request.listQuery()
        query["filter"] = filter
        let sort = try request.choice("sort", of: ["EDITING_DATE_DESC", "EDITING_DATE_ASC"])
        query["sort"] = [["fieldName": "editedDate", "order": sort == "EDITING_DATE_ASC" ? "ASC" : "DESC"]]
        let page = try state.page(query, BlogFields.drafts)
        return ["draftPosts": .array(page.entities.map(show)), "metaData": page.listMetadata]
    }
}
