import JSON
import WixAPI

extension DraftPost {
    /// Categories by name, slug or id become `categoryIds`. An unknown id is refused too: Wix would drop it without a
    /// word (section 3.1).
    mutating func resolveCategories() async throws(ToolFailure) {
        let wanted = strings("categories") + strings("categoryIds")
        guard !wanted.isEmpty else { return emptyIDs("categories", "categoryIds") }
        let index = BlogTermIndex(try await readCategories(), language: call.arguments["language"]?.stringValue)
        var ids: [String] = []
        for value in wanted {
            guard let id = try index.id(of: value, kind: .category) else {
                throw index.unknown(value, kind: .category)
            }
            if !ids.contains(id) { ids.append(id) }
        }
        try place(ids, as: "categoryIds", from: "categories", limit: BlogTerm.Kind.mostCategories)
    }

    /// Tags by name, slug or id become `tagIds`; the names that do not exist yet are returned when they may be created.
    mutating func resolveTags() async throws(ToolFailure) -> [String] {
        let wanted = strings("tags") + strings("tagIds")
        guard !wanted.isEmpty else {
            emptyIDs("tags", "tagIds")
            return []
        }
        let index = BlogTermIndex(try await readTags(wanted), language: call.arguments["language"]?.stringValue)
        let mayCreate = call.arguments["createMissingTags"]?.boolValue ?? false
        var ids: [String] = []
        var missing: [String] = []
        for value in wanted {
            if let id = try index.id(of: value, kind: .tag) {
                if !ids.contains(id) { ids.append(id) }
            } else {
                try checkNewTag(value, index, mayCreate: mayCreate)
                if !missing.contains(where: { $0.lowercased() == value.lowercased() }) { missing.append(value) }
            }
        }
        try place(ids, as: "tagIds", from: "tags", besides: missing.count, limit: BlogTerm.Kind.mostTags)
        return missing
    }

    private func checkNewTag(_ value: String, _ index: BlogTermIndex, mayCreate: Bool) throws(ToolFailure) {
        let isID = BlogTermIndex.isID(value)
        guard mayCreate, !isID else {
            throw index.unknown(value, kind: .tag, hint: isID ? "" : "Set createMissingTags to true to create it. ")
        }
        guard value.count <= BlogTerm.Kind.longestTag else {
            throw .argument(
                name: "tags",
                message: "The tag \"\(value)\" has \(value.count) characters; Wix takes at most "
                    + "\(BlogTerm.Kind.longestTag).")
        }
        guard value.contains(where: { !$0.isWhitespace }) else {
            throw .argument(name: "tags", message: "A tag needs a name; one of them is blank.")
        }
    }

    /// An empty list of names takes all categories or tags off a post.
    private mutating func emptyIDs(_ names: String, _ ids: String) {
        if call.arguments[names] != nil { call.arguments[ids] = [] }
    }

    private mutating func place(
        _ ids: [String], as argument: String, from names: String, besides created: Int = 0, limit: Int
    ) throws(ToolFailure) {
        guard ids.count + created <= limit else {
            throw .argument(
                name: names, message: "\(names) and \(argument) together name too many; Wix takes at most \(limit).")
        }
        call.arguments[argument] = Self.list(ids)
    }

    /// Creates the missing tags, the first write of the call.
    mutating func createTags(_ labels: [String]) async throws(ToolFailure) {
        guard !labels.isEmpty else { return }
        var ids = call.arguments["tagIds"]?.arrayValue ?? []
        for (done, label) in labels.enumerated() {
            call.report(steps + done, of: steps + labels.count + 1, "Creating the tag \(label)")
            do {
                ids.append(.string(try await createTag(label)))
            } catch {
                throw stopped(error, "The tag \"\(label)\" was not created and the post was not saved.")
            }
        }
        call.arguments["tagIds"] = .array(ids)
    }

    private mutating func createTag(_ label: String) async throws(ToolFailure) -> String {
        var body: JSONValue = ["label": .string(label)]
        if let language = call.arguments["language"] { body["language"] = language }
        do throws(ToolFailure) {
            let answer = try await context.send(
                WixRequest("POST", WixPath("/blog/v3/tags"), body: body.bytes), for: call)
            guard let id = answer.value(at: "tag.id")?.stringValue else {
                throw .problem(
                    code: "UNEXPECTED_ANSWER", message: "Wix answered without an id for the new tag \"\(label)\".",
                    hint: "Look at the tags with wix_blog_tags_query before trying again.")
            }
            createdTags.append(label)
            return id
        } catch {
            // Somebody made it in the meantime: use theirs.
            guard case .wix(let refusal) = error, refusal.status == 409 else { throw error }
            let found = try await queryTags(filter: ["label": ["$eq": .string(label)]], limit: 1)
            guard let id = found.first?.id else { throw error }
            return id
        }
    }

    private func readCategories() async throws(ToolFailure) -> [BlogTerm] {
        var terms: [BlogTerm] = []
        for _ in 0..<10 {
            let request = WixRequest(
                "GET", WixPath("/blog/v3/categories"),
                query: [("paging.limit", "100"), ("paging.offset", "\(terms.count)")], retry: .read)
            let answer = try await context.send(request, for: call)
            let page = answer["categories"]?.arrayValue ?? []
            terms += page.compactMap { BlogTerm($0) }
            guard page.count == 100, terms.count < answer.value(at: "metaData.total")?.intValue ?? .max else { break }
        }
        return terms
    }

    /// The tags with the given ids and labels; when a label is not found as it is written, the thousand most used tags
    /// too, for another spelling and for near names.
    private func readTags(_ wanted: [String]) async throws(ToolFailure) -> [BlogTerm] {
        let ids = wanted.filter { BlogTermIndex.isID($0) }
        let labels = wanted.filter { !BlogTermIndex.isID($0) }
        var terms: [BlogTerm] = []
        if !ids.isEmpty {
            terms += try await queryTags(filter: ["id": ["$in": Self.list(ids)]], limit: ids.count)
        }
        guard !labels.isEmpty else { return terms }
        terms += try await queryTags(filter: ["label": ["$in": Self.list(labels)]], limit: 500)
        guard !labels.allSatisfy({ label in terms.contains { $0.label == label } }) else { return terms }
        for page in 0..<2 {
            let tags = try await queryTags(filter: nil, limit: 500, offset: page * 500)
            terms += tags
            guard tags.count == 500 else { break }
        }
        return terms
    }

    private func queryTags(filter: JSONValue?, limit: Int, offset: Int = 0) async throws(ToolFailure) -> [BlogTerm] {
        var query: JSONValue = [
            "paging": ["limit": .number(JSONNumber(limit)), "offset": .number(JSONNumber(offset))]
        ]
        if let filter { query["filter"] = filter }
        let body: JSONValue = ["query": query]
        let request = WixRequest("POST", WixPath("/blog/v3/tags/query"), body: body.bytes, retry: .read)
        return (try await context.send(request, for: call)["tags"]?.arrayValue ?? []).compactMap { BlogTerm($0) }
    }

    private func strings(_ name: String) -> [String] {
        (call.arguments[name]?.arrayValue ?? []).compactMap(\.stringValue)
    }
}
