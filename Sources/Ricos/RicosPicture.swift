import JSON

/// An IMAGE node, or anything else with a picture, as Markdown has it.
struct RicosPicture {
    private let source: String
    private let alternative: String
    private let caption: String
    private let link: String?

    /// Nil when the node names no picture.
    init?(_ node: JSONValue) {
        let captions = node.ricosNodes.flatMap(\.ricosNodes)
        self.init(
            node.value(at: "imageData.image"), alternative: node.value(at: "imageData.altText")?.stringValue ?? "",
            caption: captions.compactMap { $0.value(at: "textData.text")?.stringValue }.joined(),
            link: node.value(at: "imageData.link.url")?.stringValue)
    }

    init?(_ media: JSONValue?, alternative: String, caption: String = "", link: String? = nil) {
        guard let source = Self.address(of: media) else { return nil }
        self.source = source
        self.alternative = alternative
        self.caption = caption
        self.link = link
    }

    var markdown: String {
        let words = alternative.split(whereSeparator: \.isLineEnd).joined(separator: " ")
        let title = caption.isEmpty ? "" : " " + MarkdownText.title(caption)
        let picture =
            "![\(MarkdownText.escaped(words, isLinked: true))](\(MarkdownText.destination(source))\(title))"
        guard let link, !link.isEmpty else { return picture }
        return "[\(picture)](\(MarkdownText.destination(link)))"
    }

    /// Where a picture can be seen, with the size that Wix knows.
    static func address(of media: JSONValue?) -> String? {
        if let id = media?.value(at: "src.id")?.stringValue, !id.isEmpty {
            let known = WixMedia(id: id, width: media?["width"]?.intValue, height: media?["height"]?.intValue)
            return known?.address ?? RicosEmbed.address(ofMedia: id) ?? id
        }
        let url = media?.value(at: "src.url")?.stringValue ?? ""
        return url.isEmpty ? nil : url
    }
}
