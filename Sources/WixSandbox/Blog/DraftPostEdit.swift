import JSON

/// The `draftPost` of a create or update request, checked (blog reference 3.1 and 3.2).
struct DraftPostEdit {
    private static let writable = [
        "title", "memberId", "excerpt", "richContent", "featured", "commentingEnabled", "categoryIds", "tagIds",
        "relatedPostIds", "pricingPlanIds", "hashtags", "language", "seoSlug", "seoData", "media", "heroImage",
        "firstPublishedDate",
    ]
    private static let readOnly = [
        "id", "slug", "status", "hasUnpublishedChanges", "editedDate", "createdDate", "minutesToRead", "slugs", "url",
        "translationId", "contentId", "changeOrigin", "editingSessionId", "scheduledPublishDate",
    ]
    private let changes: StrictObject

    init(_ body: StrictObject, _ state: SandboxState) throws(WixError) {
        changes = try body.child("draftPost", known: DraftPostEdit.writable + DraftPostEdit.readOnly)
        _ = try changes.string("title", length: 1...200)
        _ = try changes.string("excerpt", length: 0...500)
        for flag in ["featured", "commentingEnabled"] { _ = try changes.bool(flag) }
        for (list, maximum) in [("categoryIds", 10), ("tagIds", 30), ("relatedPostIds", 3), ("pricingPlanIds", 100)] {
            _ = try changes.strings(list, maximum: maximum)
        }
        for tag in try changes.strings("hashtags", maximum: 100) ?? [] where tag.count > 100 {
            throw .violation("draftPost.hashtags", "has size \(tag.count), expected 100 or less", rule: "MAX_LENGTH")
        }
        if let slug = try changes.string("seoSlug"), slug.utf8.reduce(0, { $0 + ($1 < 128 ? 1 : 3) }) > 100 {
            throw .violation(
                "draftPost.seoSlug", "is longer than 100 characters when encoded", rule: "MAX_LENGTH", threshold: 100)
        }
        if let date = try changes.string("firstPublishedDate"), Timestamp(date) == nil {
            throw .expected("a date-time", at: "draftPost.firstPublishedDate")
        }
        if let content = changes["richContent"] { try RicosCheck().check(content, at: "draftPost.richContent") }
        if let member = try changes.string("memberId"), state[.members][member] == nil {
            throw .violation("draftPost.memberId", "memberIds [\(member)] do not exist")
        }
    }

    /// A draft of a create request.
    func newDraft(id: String, _ state: SandboxState) throws(WixError) -> JSONValue {
        _ = try changes.requiredString("title")
        guard changes["memberId"] != nil else {
            throw WixError(
                status: 400,
                body: [
                    "message": "INVALID_ARGUMENT: \"Missing post owner information\"",
                    "details": [
                        "applicationError": [
                            "code": "INVALID_ARGUMENT", "description": "Missing post owner information", "data": [:],
                        ]
                    ],
                ])
        }
        let draft: JSONValue = [
            "id": .string(id), "title": "", "excerpt": "", "featured": false, "categoryIds": [], "memberId": "",
            "hashtags": [], "commentingEnabled": true, "minutesToRead": 0, "tagIds": [], "relatedPostIds": [],
            "pricingPlanIds": [], "language": "en", "status": "UNPUBLISHED", "hasUnpublishedChanges": true,
            "editedDate": .string(state.now.text), "createdDate": .string(state.now.text), "seoData": ["tags": []],
            "slugs": [], "changeOrigin": "AUTO_SAVE", "richContent": ["nodes": []],
        ]
        return try applied(to: draft, mask: nil, state)
    }

    /// The draft with the changes: named members change, others stay; a mask names what to clear.
    func applied(to draft: JSONValue, mask: String?, _ state: SandboxState) throws(WixError) -> JSONValue {
        var draft = draft
        for member in changes.object.members where DraftPostEdit.writable.contains(member.key) {
            if !member.value.isNull { draft[member.key] = accepted(member, state) ?? draft[member.key] }
        }
        for path in mask?.split(separator: ",") ?? [] {
            let name = String(path.hasPrefix("draftPost.") ? path.dropFirst(10) : path)
            guard DraftPostEdit.writable.contains(name) else {
                throw .violation("fieldMask", "has the unknown path \(path)")
            }
            if changes[name] == nil { draft[name] = nil }
        }
        let text = RicosText.plain(draft["richContent"] ?? .null)
        draft["minutesToRead"] = .int(RicosText.minutes(text))
        if draft["excerpt"]?.stringValue?.isEmpty ?? true {
            draft["generatedExcerpt"] = .string(String(text.prefix(140)))
        }
        let slug = draft["seoSlug"]?.stringValue ?? Slug.make(draft["title"]?.stringValue ?? "")
        draft["url"] = ["base": .string(Shop.url), "path": .string("/post/\(slug)")]
        draft["editedDate"] = .string(state.now.text)
        if draft["status"] == "PUBLISHED" { draft["hasUnpublishedChanges"] = true }
        return draft
    }

    /// What Wix keeps of a value: ids of categories and tags that do not exist vanish without a word, and a cover
    /// that is not displayed, custom and a bare file id does nothing.
    private func accepted(_ member: JSONObject.Member, _ state: SandboxState) -> JSONValue? {
        switch member.key {
        case "categoryIds", "tagIds":
            let kind: EntityKind = member.key == "tagIds" ? .blogTags : .blogCategories
            return .array((member.value.arrayValue ?? []).filter { state[kind][$0.stringValue ?? ""] != nil })
        case "media":
            guard let id = member.value.value(at: "wixMedia.image.id")?.stringValue else { return member.value }
            let isShown = member.value["displayed"] == true && member.value["custom"] == true
            return isShown && !id.contains(":") ? member.value : nil
        default: return member.value
        }
    }
}
