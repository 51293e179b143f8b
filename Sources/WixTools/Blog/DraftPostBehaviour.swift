import JSON
import Ricos
import WixAPI
import WixCatalogue

/// Creates and updates draft posts from what a person would write: Markdown, and the names of categories and tags.
///
/// Reads the record's arguments `markdown`, `cover`, `categories`, `tags` and `createMissingTags`; fills in
/// `richContent`, `categoryIds`, `tagIds`, `memberId` and `media`. Everything is checked and looked up before anything is
/// written; pictures from elsewhere come first, then missing tags, then the post. The answer is the post with `author`,
/// `pictures`, `tagsCreated`, `warnings` and `notes` where there are any.
///
/// Parameters: `needsAuthor`, `importer` and `files` (the tools that import a picture and tell what became of it).
enum DraftPostBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        var draft = DraftPost(call: call, context: context)
        try await draft.convertContent()
        try draft.checkSlug()
        try draft.prepareCover()
        try await draft.checkPictures()
        try await draft.resolveCategories()
        let missingTags = try await draft.resolveTags()
        try await draft.resolveAuthor()
        try await draft.importPictures()
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
    /// Addresses of pictures outside Wix Media, each once.
    var pictureSources: [String] = []
    /// The one of them that is the cover.
    var coverSource: String?
    /// Files made for this post: they stay too.
    var importedFiles: [(address: String, id: String)] = []
    /// Notifications of progress so far.
    var steps = 0

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
        guard content == nil || call.arguments["markdown"] == nil else {
            throw .argument(name: "markdown", message: "Give either markdown or richContent, not both.")
        }
        guard let document = try await document(pictures: [:]) else { return }
        call.arguments["richContent"] = document.json
        let isWeb = { (address: String) in address.lowercased().hasPrefix("http") }
        for source in document.linkedImages where isWeb(source) && !pictureSources.contains(source) {
            pictureSources.append(source)
        }
        for source in document.lostImages {
            warnings.append("The picture \(source.prefix(60)) was not placed: it is at no http or https address.")
        }
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

    /// Sends the post and adds to the answer what else happened.
    mutating func save() async throws(ToolFailure) -> ToolResult {
        var result = try await send()
        guard !result.isError, var post = try? JSONValue(parsing: result.structured) else { return result }
        warnOfChanges(in: post)
        if let author { post["author"] = author }
        for member in done.members { post[member.key] = member.value }
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
            throw stopped(error, "The post was not saved; what was made for it stays.")
        }
    }

    /// What was written for the post before the post itself.
    private var done: JSONObject {
        var done = JSONObject()
        if !createdTags.isEmpty { done["tagsCreated"] = Self.list(createdTags) }
        if !importedFiles.isEmpty {
            done["pictures"] = .array(
                importedFiles.map { ["url": .string($0.address), "id": .string($0.id)] as JSONValue })
        }
        return done
    }

    /// A refusal that comes after other writes names these too, so that they can be used when it is tried again.
    func stopped(_ error: ToolFailure, _ message: String) -> ToolFailure {
        guard case .wix(let refusal) = error, !done.isEmpty else { return error }
        return .partial(done: done, message: message, cause: refusal)
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
