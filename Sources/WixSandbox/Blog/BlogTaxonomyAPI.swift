import JSON

/// Blog categories and tags (blog reference 4): the category's create body is nested, the tag's is flat.
enum BlogTaxonomyAPI {
    private static let categories = ["/blog/v3/categories"]
    private static let tags = ["/blog/v3/tags", "/v3/tags"]
    private static let show = BlogFields.taxonomyFieldsets.presenter

    static let routes: [Route] = [
        list(categories, BlogFields.categories, container: "categories", sort: "displayPosition"),
        list(tags, BlogFields.tags, container: "tags", sort: "label"),
        .query(
            categories.map { $0 + "/query" }, BlogFields.categories, container: "categories",
            paging: .metadata("pagingMetadata"), members: ["fieldsets"], present: show),
        .query(
            tags.map { $0 + "/query" }, BlogFields.tags, container: "tags", paging: .metadata("pagingMetadata"),
            members: ["fieldsets"], present: show),
        .entity(
            categories.map { $0 + "/{categoryId}" }, .blogCategories, container: "category",
            code: "CATEGORY_NOT_FOUND", parameters: ["fieldsets"], present: show),
        .entity(
            tags.map { $0 + "/{tagId}" }, .blogTags, container: "tag", code: "TAG_NOT_FOUND",
            parameters: ["fieldsets"], present: show),
        find(categories.map { $0 + "/slugs/{slug}" }, .blogCategories, by: "slug", container: "category"),
        find(tags.map { $0 + "/slugs/{slug}" }, .blogTags, by: "slug", container: "tag"),
        find(tags.map { $0 + "/labels/{label}" }, .blogTags, by: "label", container: "tag"),
        .post(categories, members: ["category", "fieldsets"], action: createCategory),
        .post(tags, members: ["label", "language", "slug", "fieldsets"], action: createTag),
    ]

    private static func list(_ paths: [String], _ rules: QueryRules, container: String, sort: String) -> Route {
        .get(paths, parameters: ["paging.limit", "paging.offset", "language", "fieldsets"]) {
            (state, request) throws(WixError) in
            let show = try show(state, request)
            var query = try request.listQuery()
            if let language = request.parameter("language") { query["filter"] = ["language": .string(language)] }
            query["sort"] = [["fieldName": .string(sort), "order": "ASC"]]
            let page = try state.page(query, rules)
            return [container: .array(page.entities.map(show)), "metaData": page.listMetadata]
        }
    }

    private static func find(_ paths: [String], _ kind: EntityKind, by member: String, container: String) -> Route {
        .get(paths, parameters: ["fieldsets", "language"]) { (state, request) throws(WixError) in
            let show = try show(state, request)
            guard let found = state[kind].entities.first(where: { $0[member]?.stringValue == request.id }) else {
                throw .notFound("NOT_FOUND", "No \(kind.noun) has the \(member) \(request.id)")
            }
            return [container: show(found)]
        }
    }

    private static func createCategory(
        _ state: inout SandboxState, _ request: APIRequest
    ) throws(WixError) -> JSONValue {
        let show = try show(state, request)
        guard request.body["category"] != nil else { throw .required("category") }
        let category = try request.body.child(
            "category", known: ["label", "title", "description", "slug", "displayPosition", "language", "coverImage"])
        let label = try category.requiredString("label", length: 1...100)
        try refuseDuplicate(of: label, .blogCategories, state)
        var value: JSONValue = [
            "id": .string(state.random.guid()), "label": .string(label),
            "title": .string(try category.string("title") ?? label),
            "description": .string(try category.string("description", length: 0...500) ?? ""),
            "slug": .string(try category.string("slug") ?? Slug.make(label)), "postCount": 0,
            "displayPosition": .int(try category.int("displayPosition") ?? -1),
            "language": .string(try category.string("language") ?? "en"),
        ]
        value["url"] = ["base": .string(Shop.url), "path": .string("/blog/categories/\(Slug.make(label))")]
        state[.blogCategories].put(value)
        return ["category": show(value)]
    }

    private static func createTag(_ state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let show = try show(state, request)
        let label = try request.body.requiredString("label", length: 1...50)
        try refuseDuplicate(of: label, .blogTags, state)
        let tag = Taxonomy.tag(
            id: state.random.guid(), label: label, slug: try request.body.string("slug") ?? Slug.make(label),
            language: try request.body.string("language") ?? "en", created: state.now)
        state[.blogTags].put(tag)
        return ["tag": show(tag)]
    }

    private static func refuseDuplicate(
        of label: String, _ kind: EntityKind, _ state: SandboxState
    ) throws(WixError) {
        guard !state[kind].entities.contains(where: { $0["label"]?.stringValue == label }) else {
            throw .application(409, "ALREADY_EXISTS", "A \(kind.noun) with the label \(label) exists already")
        }
    }
}

enum Taxonomy {
    static func tag(id: String, label: String, slug: String, language: String, created: Timestamp) -> JSONValue {
        [
            "id": .string(id), "label": .string(label), "slug": .string(slug), "createdDate": .string(created.text),
            "updatedDate": .string(created.text), "postCount": 0, "publishedPostCount": 0, "publicationCount": 0,
            "language": .string(language),
            "url": ["base": .string(Shop.url), "path": .string("/blog/tags/\(slug)")],
        ]
    }
}
