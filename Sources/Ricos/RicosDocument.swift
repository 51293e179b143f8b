package import JSON

/// A Wix rich-content document made from Markdown (blog-media-cms.md section 6).
package struct RicosDocument: Sendable {
    /// The Ricos JSON for `richContent`.
    package let json: JSONValue
    /// Sources of pictures outside Wix Media, in document order. A post can show none of these, so each became a link.
    package let linkedImages: [String]
    /// Sources that are no address anybody can reach (`/a.png`, `data:…`): of these pictures only the words are left.
    package let lostImages: [String]

    /// Parses CommonMark with tables, strikethrough, task lists and bare links.
    ///
    /// Takes milliseconds for an article and up to a second for hostile text within the limits: on a loop, use
    /// `converting`.
    /// - Parameter pictures: what Wix Media has for pictures elsewhere, by their addresses; a picture that is not
    ///   there becomes a link.
    /// - Throws: when the text, its nesting, its number of elements or the document made of it is over `limits`.
    package init(
        markdown: String, pictures: [String: WixMedia] = [:], limits: RicosLimits = RicosLimits()
    ) throws(RicosError) {
        let tree = try MarkdownTree.parsing(markdown, limits: limits)
        var converter = RicosConverter(pictures: pictures)
        let nodes = tree.withDocument { converter.blocks(of: $0) }
        var writer = RicosWriter()
        json = writer.document(nodes)
        linkedImages = converter.linkedImages
        lostImages = converter.lostImages
        let size = json.bytes.count
        guard size <= limits.documentBytes else {
            throw RicosError(
                message: "The text makes a rich-content document of \(size) bytes; Wix takes at most "
                    + "\(limits.documentBytes). Shorten it or split it into several posts.")
        }
    }

    /// The same on the concurrent executor, so that a long text blocks no loop.
    @concurrent
    package static func converting(
        markdown: String, pictures: [String: WixMedia] = [:], limits: RicosLimits = RicosLimits()
    ) async throws(RicosError) -> RicosDocument {
        try RicosDocument(markdown: markdown, pictures: pictures, limits: limits)
    }
}

/// Bounds of a conversion.
package struct RicosLimits: Sendable, Equatable {
    /// UTF-8 bytes of Markdown.
    package var markdownBytes = 400_000
    /// Lists and quotes inside one another. Each list level adds four levels of JSON.
    package var depth = 16
    /// Elements of the parsed Markdown.
    package var nodes = 20_000
    /// Bytes of the document as compact JSON: Wix takes 400 KB for a whole post (section 3.1).
    package var documentBytes = 400_000
    package init() {}
}

/// Why Markdown could not become a Ricos document.
package struct RicosError: Error, Sendable, Equatable {
    /// One plain sentence that says what and where.
    package let message: String
}
