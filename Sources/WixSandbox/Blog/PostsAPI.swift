import JSON

/// Published posts, read only (blog reference 2). The older paths without `/blog` reach the same service.
enum PostsAPI {
    private static let paths = ["/blog/v3/posts", "/v3/posts"]
    private static let show = BlogFields.postFieldsets.presenter
    /// The `sort` values of the GET list, as sort entries.
    private static let sorts: [String: JSONValue] = [
        "FEED": [], "RATING": [],
        "PUBLISHED_DATE_ASC": order("firstPublishedDate", "ASC"),
        "PUBLISHED_DATE_DESC": order("firstPublishedDate", "DESC"),
        "VIEW_COUNT": order("metrics.views", "DESC"), "LIKE_COUNT": order("metrics.likes", "DESC"),
        "TITLE_ASC": order("title", "ASC"), "TITLE_DESC": order("title", "DESC"),
    ]

    static let routes: [Route] = [
        .query(
            paths.map { $0 + "/query" }, BlogFields.posts, container: "posts", paging: .metadata("pagingMetadata"),
            members: ["fieldsets"], present: show),
        .get(
            paths,
            parameters: [
                "featured", "hashtags", "categoryIds", "tagIds", "memberId", "language", "sort", "paging.limit",
                "paging.offset", "fieldsets",
            ], action: list),
        .entity(
            paths.map { $0 + "/{postId}" }, .posts, container: "post", code: "POST_NOT_FOUND",
            parameters: ["fieldsets"], present: show),
        .get(paths.map { $0 + "/slugs/{slug}" }, parameters: ["fieldsets"]) { (state, request) throws(WixError) in
            let show = try show(state, request)
            guard let post = state[.posts].entities.first(where: { $0["slug"]?.stringValue == request.id }) else {
                throw .notFound("POST_NOT_FOUND", "No post has the slug \(request.id)")
            }
            return ["post": show(post)]
        },
        .get(paths.map { $0 + "/{postId}/metrics" }) { (state, request) throws(WixError) in
            ["metrics": try state.entity(.posts, request.id, code: "POST_NOT_FOUND")["metrics"] ?? [:]]
        },
        .get(["/blog/v2/stats/posts/total", "/v2/stats/posts/total"], parameters: ["language"]) { state, _ in
            ["total": .int(state[.posts].count)]
        },
    ]

    private static func list(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try show(state, request)
        var filter: JSONValue = [:]
        for list in ["hashtags", "categoryIds", "tagIds"] {
            let values = request.parameters(list)
            if !values.isEmpty { filter[list] = ["$hasSome": .strings(values)] }
        }
        for name in ["memberId", "language"] { filter[name] = request.parameter(name).map(JSONValue.string) }
        filter["featured"] = try request.choice("featured", of: ["true", "false"]).map { .bool($0 == "true") }
        var query = try request.listQuery()
        query["filter"] = filter
        let sort = try request.choice("sort", of: sorts.keys.sorted()) ?? "FEED"
        query["sort"] = sorts[sort]
        let page = try state.page(query, BlogFields.posts)
        return ["posts": .array(page.entities.map(show)), "metaData": page.listMetadata]
    }

    private static func order(_ field: String, _ order: String) -> JSONValue {
        [["fieldName": .string(field), "order": .string(order)]]
    }
}

extension Page {
    /// The paging object of the blog's GET lists: no `hasNext`, no `tooManyToCount`.
    var listMetadata: JSONValue { ["count": .int(entities.count), "offset": .int(offset ?? 0), "total": .int(total)] }
}
