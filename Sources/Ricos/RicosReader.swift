import JSON

/// Reads a Ricos document that Wix or anyone else made: nothing about its shape is taken for granted.
struct RicosReader {
    /// JSON from outside is nested no deeper than its parser lets through; this bounds values made in other ways.
    static let maximumDepth = 64

    func text(of document: JSONValue) -> String {
        Self.join(children(of: document).flatMap { blocks($0, depth: 0) })
    }

    /// The blocks of a node: one string each, lines inside apart by `\n`.
    private func blocks(_ node: JSONValue, depth: Int) -> [String] {
        guard depth < Self.maximumDepth, let type = node["type"]?.stringValue else { return [] }
        switch type {
        case "PARAGRAPH": return [inline(node, startsLine: true)].filter { !$0.isEmpty }
        case "HEADING": return [heading(node)].filter { !$0.isEmpty }
        case "BULLETED_LIST", "ORDERED_LIST": return [list(node, type: type, depth: depth)].filter { !$0.isEmpty }
        case "BLOCKQUOTE": return quote(node, depth: depth)
        case "CODE_BLOCK": return [code(node)]
        case "DIVIDER": return ["---"]
        case "IMAGE": return [image(node)].filter { !$0.isEmpty }
        case "TABLE": return [table(node, depth: depth)].filter { !$0.isEmpty }
        case "BUTTON": return [node.value(at: "buttonData.text")?.stringValue ?? "[BUTTON]"]
        default:
            let inner = children(of: node).flatMap { blocks($0, depth: depth + 1) }
            return inner.isEmpty ? ["[\(type)]"] : inner
        }
    }

    private func heading(_ node: JSONValue) -> String {
        let text = inline(node).split(separator: "\n").joined(separator: " ")
        guard !text.isEmpty else { return text }
        let level = min(max(node.value(at: "headingData.level")?.intValue ?? 2, 1), 6)
        return String(repeating: "#", count: level) + " " + text
    }

    private func quote(_ node: JSONValue, depth: Int) -> [String] {
        let text = Self.join(children(of: node).flatMap { blocks($0, depth: depth + 1) })
        guard !text.isEmpty else { return [] }
        return [text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }.joined(separator: "\n")]
    }

    private func code(_ node: JSONValue) -> String {
        let text = children(of: node).compactMap { $0.value(at: "textData.text")?.stringValue }.joined()
        // A fence is longer than any run of backticks inside.
        let fence = String(repeating: "`", count: max(3, MarkdownText.longestBackticks(in: text) + 1))
        return "\(fence)\n\(text)\n\(fence)"
    }

    private func image(_ node: JSONValue) -> String {
        let alternative = node.value(at: "imageData.altText")?.stringValue ?? ""
        let image = node.value(at: "imageData.image")
        let caption = children(of: node).flatMap { children(of: $0) }
            .compactMap { $0.value(at: "textData.text")?.stringValue }.joined()
        let title = caption.isEmpty ? "" : " \"\(caption.replacing("\"", with: "\\\""))\""
        return "![\(MarkdownText.escaped(alternative))](<\(Self.address(of: image))>\(title))"
    }

    /// The form that keeps the size, where it is known.
    private static func address(of image: JSONValue?) -> String {
        guard let id = image?.value(at: "src.id")?.stringValue else {
            return image?.value(at: "src.url")?.stringValue ?? ""
        }
        guard let width = image?["width"]?.intValue, let height = image?["height"]?.intValue else { return id }
        return "wix:image://v1/\(id)/image#originWidth=\(width)&originHeight=\(height)"
    }

    private func list(_ node: JSONValue, type: String, depth: Int) -> String {
        let start = node.value(at: "orderedListData.start")?.intValue ?? 1
        return children(of: node).enumerated().map { index, item in
            let marker = type == "ORDERED_LIST" ? "\(start &+ index). " : "- "
            let indent = String(repeating: " ", count: marker.count)
            let content = children(of: item).flatMap { blocks($0, depth: depth + 2) }
            let lines = listItem(content, of: item).split(separator: "\n", omittingEmptySubsequences: false)
            return marker
                + lines.enumerated().map { $0 == 0 || $1.isEmpty ? String($1) : indent + $1 }.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// In Markdown two paragraphs of an item need an empty line between them; a list after text does not.
    private func listItem(_ blocks: [String], of item: JSONValue) -> String {
        let nodes = children(of: item).compactMap { $0["type"]?.stringValue }
        let simple = nodes.dropFirst().allSatisfy { $0.hasSuffix("_LIST") }
        return blocks.joined(separator: simple ? "\n" : "\n\n")
    }

    private func table(_ node: JSONValue, depth: Int) -> String {
        let rows = children(of: node).map { row in
            children(of: row).map { cell in
                children(of: cell).flatMap { blocks($0, depth: depth + 3) }.joined(separator: "\n")
                    .replacing("\\\n", with: "\n").split(separator: "\n").joined(separator: "<br>")
            }
        }
        var lines = rows.map { row in
            "| " + row.map { MarkdownText.escapingBars($0) }.joined(separator: " | ") + " |"
        }
        if let columns = rows.first?.count {
            lines.insert("|" + String(repeating: " --- |", count: columns), at: 1)
        }
        return lines.joined(separator: "\n")
    }

    /// The TEXT children of a node with their decorations.
    private func inline(_ node: JSONValue, startsLine: Bool = false) -> String {
        var text = ""
        for child in children(of: node) {
            guard let run = child.value(at: "textData.text")?.stringValue else { continue }
            text += MarkdownText.run(run, decorations: child.value(at: "textData.decorations")?.arrayValue ?? [])
        }
        return startsLine ? MarkdownText.guardingLineStarts(text) : text
    }

    private func children(of node: JSONValue) -> [JSONValue] { node["nodes"]?.arrayValue ?? [] }

    private static func join(_ blocks: [String]) -> String { blocks.joined(separator: "\n\n") }
}
