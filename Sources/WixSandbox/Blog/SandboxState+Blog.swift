import JSON

extension SandboxState {
    /// Makes the published post equal to its draft; both have the same id.
    mutating func publish(_ id: String) throws(WixError) {
        var draft = try entity(.draftPosts, id, code: "DRAFT_POST_NOT_FOUND")
        let existing = self[.posts][id]
        let slug = existing?["slug"]?.stringValue ?? freeSlug(for: draft)
        draft["status"] = "PUBLISHED"
        draft["hasUnpublishedChanges"] = false
        draft["scheduledPublishDate"] = nil
        let first = draft["firstPublishedDate"] ?? existing?["firstPublishedDate"] ?? .string(now.text)
        draft["firstPublishedDate"] = first
        draft["slugs"] = [.string(slug)]
        draft["url"] = ["base": .string(Shop.url), "path": .string("/post/\(slug)")]
        self[.draftPosts].put(draft)
        let text = RicosText.plain(draft["richContent"] ?? .null)
        var post = draft.only([
            "id", "title", "excerpt", "firstPublishedDate", "featured", "categoryIds", "memberId", "hashtags",
            "commentingEnabled", "minutesToRead", "heroImage", "tagIds", "relatedPostIds", "pricingPlanIds",
            "language", "media", "hasUnpublishedChanges", "seoData", "richContent", "url",
        ])
        if post["excerpt"]?.stringValue?.isEmpty ?? true { post["excerpt"] = .string(String(text.prefix(140))) }
        post["lastPublishedDate"] = .string(now.text)
        post["slug"] = .string(slug)
        post["pinned"] = existing?["pinned"] ?? false
        post["contactId"] = self[.members][draft["memberId"]?.stringValue ?? ""]?["contactId"]
        post["contentText"] = .string(text)
        post["metrics"] = existing?["metrics"] ?? ["comments": 0, "likes": 0, "views": 0]
        post["referenceId"] = .string(String(id.filter { $0 != "-" }.prefix(24)))
        self[.posts].put(post)
        refreshPostCounts()
    }

    /// Takes a post off the site; its draft stays.
    mutating func unpublish(_ id: String) throws(WixError) {
        var draft = try entity(.draftPosts, id, code: "DRAFT_POST_NOT_FOUND")
        draft["status"] = "UNPUBLISHED"
        draft["hasUnpublishedChanges"] = true
        self[.draftPosts].put(draft)
        self[.posts].remove(id)
        refreshPostCounts()
    }

    private func freeSlug(for draft: JSONValue) -> String {
        let stem = draft["seoSlug"]?.stringValue ?? Slug.make(draft["title"]?.stringValue ?? "post")
        let taken = Set(self[.posts].entities.compactMap { $0["slug"]?.stringValue })
        var slug = stem
        var attempt = 1
        while taken.contains(slug) {
            slug = "\(stem)-\(attempt)"
            attempt += 1
        }
        return slug
    }

    /// Makes the counts of categories and tags follow the published posts.
    mutating func refreshPostCounts() {
        for (kind, list) in [(EntityKind.blogCategories, "categoryIds"), (.blogTags, "tagIds")] {
            var counts: [String: Int] = [:]
            for post in self[.posts].entities {
                for id in post[list]?.arrayValue ?? [] { counts[id.stringValue ?? "", default: 0] += 1 }
            }
            for var entity in self[kind].entities {
                let count = JSONValue.int(counts[entity["id"]?.stringValue ?? ""] ?? 0)
                entity["postCount"] = count
                if kind == .blogTags {
                    entity["publishedPostCount"] = count
                    entity["publicationCount"] = count
                }
                self[kind].put(entity)
            }
        }
    }
}
