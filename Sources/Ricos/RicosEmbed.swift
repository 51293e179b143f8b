import JSON

/// Readable Markdown for the nodes that Markdown has no word for: videos, galleries, buttons, embeds and whatever Wix
/// adds. What they show comes out as links and pictures, so that nothing is lost to a reader.
struct RicosEmbed {
    /// Where a kind of node keeps what a reader wants to know, best first.
    private struct Form {
        let data: String
        var name: String?
        var titles: [String] = []
        var addresses: [String] = []
        var files: [String] = []
    }

    private static let forms: [String: Form] = [
        "VIDEO": Form(
            data: "videoData", name: "Video", titles: ["title"], addresses: ["video.src.url"],
            files: ["video.src.id"]),
        "AUDIO": Form(
            data: "audioData", name: "Audio", titles: ["name"], addresses: ["audio.src.url"],
            files: ["audio.src.id"]),
        "GIF": Form(data: "gifData", name: "GIF", addresses: ["original.gif", "downsized.gif", "original.mp4"]),
        "FILE": Form(data: "fileData", name: "File", titles: ["name"], addresses: ["src.url"], files: ["src.id"]),
        "HTML": Form(data: "htmlData", name: "Embed", addresses: ["url"]),
        "EMBED": Form(
            data: "embedData", name: "Embed", titles: ["oembed.title"],
            addresses: ["src", "oembed.url", "oembed.videoUrl"]),
        "LINK_PREVIEW": Form(data: "linkPreviewData", titles: ["title"], addresses: ["link.url"]),
        "BUTTON": Form(data: "buttonData", titles: ["text"], addresses: ["link.url"]),
        "APP_EMBED": Form(data: "appEmbedData", titles: ["name"], addresses: ["url"]),
        "MAP": Form(data: "mapData", name: "Map", titles: ["mapSettings.address"]),
        "POLL": Form(data: "pollData", name: "Poll", titles: ["poll.title"]),
    ]

    private let type: String
    private let node: JSONValue

    init(_ node: JSONValue, type: String) {
        self.node = node
        self.type = type
    }

    /// Blocks of Markdown; none for a node that only holds others.
    var markdown: [String] {
        if type == "GALLERY" { return gallery }
        guard let form = Self.forms[type] else { return unknown.map { [$0] } ?? [] }
        let data = node[form.data] ?? .null
        let title = Self.first(form.titles, in: data)
        let label = [form.name, title].compactMap { $0 }.joined(separator: ": ")
        let file = Self.first(form.files, in: data)
        let address = Self.first(form.addresses, in: data) ?? file.flatMap(Self.address(ofMedia:))
        if let address { return [Self.link(label.isEmpty ? address : label, to: address)] + details(data) }
        guard title != nil || file != nil else { return details(data) }
        return [
            MarkdownText.guardingStart(MarkdownText.escaped([label, file].compactMap { $0 }.joined(separator: " ")))
        ]
            + details(data)
    }

    /// What some kinds have besides their title.
    private func details(_ data: JSONValue) -> [String] {
        switch type {
        case "POLL":
            let options = (data.value(at: "poll.options")?.arrayValue ?? []).compactMap { $0["title"]?.stringValue }
            return options.isEmpty ? [] : [options.map { "- " + Self.line($0) }.joined(separator: "\n")]
        case "LINK_PREVIEW": return (data["description"]?.stringValue).map { [Self.line($0)] } ?? []
        case "HTML", "AUDIO":
            guard let html = data["html"]?.stringValue, !html.isEmpty else { return [] }
            return [MarkdownText.fenced(html, language: "html")]
        default: return []
        }
    }

    private var gallery: [String] {
        (node.value(at: "galleryData.items")?.arrayValue ?? []).compactMap { item in
            let title = item["altText"]?.stringValue ?? item["title"]?.stringValue ?? ""
            if let picture = RicosPicture(item.value(at: "image.media"), alternative: title) { return picture.markdown }
            guard let address = RicosPicture.address(of: item.value(at: "video.media")) else { return nil }
            return Self.link(title.isEmpty ? "Video" : "Video: \(title)", to: address)
        }
    }

    /// A kind that we do not know: the first address anywhere in it.
    private var unknown: String? {
        guard let object = node.objectValue else { return nil }
        for member in object.members where member.key.hasSuffix("Data") {
            if let address = Self.firstAddress(in: member.value, depth: 0) { return Self.link(type, to: address) }
        }
        return nil
    }

    private static func firstAddress(in value: JSONValue, depth: Int) -> String? {
        guard depth < 8 else { return nil }
        switch value {
        case .string(let text): return text.hasPrefix("https://") || text.hasPrefix("http://") ? text : nil
        case .array(let elements): return elements.lazy.compactMap { firstAddress(in: $0, depth: depth + 1) }.first
        case .object(let object):
            return object.members.lazy.compactMap { firstAddress(in: $0.value, depth: depth + 1) }.first
        case .null, .bool, .number: return nil
        }
    }

    /// Where Wix serves a file of its media whose id is a path (`video/….mp4`); nil where that is not known.
    static func address(ofMedia id: String) -> String? {
        if id.hasPrefix("video/") { return "https://video.wixstatic.com/" + id }
        if id.hasPrefix("media/") { return "https://static.wixstatic.com/" + id }
        return nil
    }

    private static func first(_ paths: [String], in data: JSONValue) -> String? {
        paths.lazy.compactMap { data.value(at: $0)?.stringValue }.first { !$0.isEmpty }
    }

    private static func link(_ label: String, to address: String) -> String {
        let words = label.split(whereSeparator: \.isLineEnd).joined(separator: " ")
        return "[\(MarkdownText.escaped(words, isLinked: true))](\(MarkdownText.destination(address)))"
    }

    private static func line(_ text: String) -> String {
        MarkdownText.guardingStart(MarkdownText.escaped(text.split(whereSeparator: \.isLineEnd).joined(separator: " ")))
    }
}
