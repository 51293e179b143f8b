import JSON
import Ricos
import WixAPI
import WixCatalogue

/// Creates and updates draft posts from what a person would write: Markdown, and the names of categories and tags.
///
/// Reads the record's arguments `markdown`, `categories`, `tags` and `createMissingTags`; fills in `richContent`,
/// `categoryIds`, `tagIds`, `memberId` and what a cover in `media` needs. Everything is checked and looked up before
/// anything is written; missing tags come first, then the post. The answer is the post with `author`, `tagsCreated`,
/// `warnings` and `notes` where there are any.
enum DraftPostBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        var draft = DraftPost(call: call, context: context)
        try await draft.convertContent()
        try draft.checkSlug()
        try draft.completeCover()
        try await draft.resolveCategories()
        let missingTags = try await draft.resolveTags()
        try await draft.resolveAuthor()
        try await draft.createTags(missingTags)
        return try await draft.save()
    }
}

/// A draft post on its way to Wix.
struct DraftPost {
    var call: ToolCall
    let context: ToolContext
    /// What came out otherwise than the caller may think.
    var warnings: [String] = []
    /// The author that was chosen for the caller: `{"memberId", "name"}`.
    var author: JSONValue?
    /// Labels of the tags made for this post: they stay when the post itself fails.
    var createdTags: [String] = []

    init(call: ToolCall, context: ToolContext) {
        self.call = call
        self.context = context
    }

    /// Markdown becomes Ricos, off the loop; a Ricos document is checked.
    mutating func convertContent() async throws(ToolFailure) {
        let content = call.arguments["richContent"]
        if let content, let fault = RicosDocument.fault(in: content) {
            throw .argument(name: "richContent", message: "richContent \(fault)")
        }
        guard let markdown = call.arguments["markdown"]?.stringValue else { return }
        guard content == nil else {
            throw .argument(name: "markdown", message: "Give either markdown or richContent, not both.")
        }
        do {
            let document = try await RicosDocument.converting(markdown: markdown)
            call.arguments["richContent"] = document.json
            warn(linkedImages: document.linkedImages)
        } catch {
            throw .argument(name: "markdown", message: error.message)
        }
    }

    private mutating func warn(linkedImages: [String]) {
        guard !linkedImages.isEmpty else { return }
        let shown = linkedImages.prefix(5).joined(separator: ", ")
        warnings.append(
            "Pictures outside Wix Media became links, because a post cannot show them: \(shown). Import them into the "
                + "site's media first and use their media ids.")
    }

    /// Wix counts the characters of a slug after percent-encoding (section 3.1).
    func checkSlug() throws(ToolFailure) {
        guard let slug = call.arguments["seoSlug"]?.stringValue else { return }
        let length = slug.utf8.reduce(0) { $0 + (Self.isUnreserved($1) ? 1 : 3) }
        guard length <= 100 else {
            throw .argument(
                name: "seoSlug",
                message:
                    "seoSlug is \(length) characters long when percent-encoded; Wix takes at most 100. Letters outside "
                    + "a-z count several times.")
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": true
        default: false
        }
    }

    /// A cover takes a bare media id, and Wix shows it only with `displayed` and `custom` (section 3.2).
    mutating func completeCover() throws(ToolFailure) {
        guard var cover = call.arguments["media"], var image = cover.value(at: "wixMedia.image"),
            let source = (image["id"] ?? image["url"])?.stringValue
        else { return }
        guard let media = WixMedia(source: source) else {
            throw .argument(
                name: "media",
                message: "media.wixMedia.image.id must be a picture of the site's Wix Media: its media id (such as "
                    + "a1b2c3_0d9f~mv2.jpg) or its static.wixstatic.com address. Import pictures from elsewhere first.")
        }
        image["url"] = nil
        image["id"] = .string(media.id)
        var wixMedia = cover["wixMedia"] ?? [:]
        wixMedia["image"] = image
        cover["wixMedia"] = wixMedia
        for flag in ["displayed", "custom"] where cover[flag] == nil { cover[flag] = true }
        call.arguments["media"] = cover
    }

    /// Sends the post and adds to the answer what else happened.
    mutating func save() async throws(ToolFailure) -> ToolResult {
        var result = try await send()
        guard !result.isError, var post = try? JSONValue(parsing: result.structured) else { return result }
        warnOfChanges(in: post)
        if let author { post["author"] = author }
        if !createdTags.isEmpty { post["tagsCreated"] = Self.list(createdTags) }
        if !warnings.isEmpty { post["warnings"] = Self.list(warnings) }
        if post["status"] == "PUBLISHED", post["hasUnpublishedChanges"] == true {
            let note = "The live post shows the old version until it is published again (wix_draft_posts_publish)."
            post["notes"] = [.string(note)]
        }
        result.structured = post.bytes
        return result
    }

    static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    private func send() async throws(ToolFailure) -> ToolResult {
        do {
            return try await context.perform(call)
        } catch {
            guard case .wix(let refusal) = error, !createdTags.isEmpty else { throw error }
            throw .partial(
                done: ["tagsCreated": Self.list(createdTags)],
                message: "The tags were created, but the post was not saved.", cause: refusal)
        }
    }

    /// Wix drops unknown categories and unusable covers without a word (sections 3.1, 3.4).
    private mutating func warnOfChanges(in post: JSONValue) {
        let sent = call.arguments["categoryIds"]?.arrayValue ?? []
        if let kept = post["categoryIds"]?.arrayValue, sent.contains(where: { !kept.contains($0) }) {
            warnings.append("Wix did not keep all categories; look at categoryIds.")
        }
        let wanted = call.arguments["media"]?.value(at: "wixMedia.image.id")
        if let media = post["media"], let wanted, media.value(at: "wixMedia.image.id") != wanted {
            warnings.append("Wix did not take the cover picture; check its media id.")
        }
    }
}
