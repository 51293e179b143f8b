import JSON

/// Reads a Ricos document that Wix or anyone else made: nothing about its shape is taken for granted.
struct RicosReader {
    /// JSON from outside is nested no deeper than its parser lets through; this bounds values made in other ways.
    static let maximumDepth = 64
    /// Of a number at the beginning of a line, nine digits make a list.
    private static let lastNumber = 999_999_999

    /// A piece of a document between empty lines.
    private enum Block {
        case text(String)
        case list(isOrdered: Bool, start: Int, items: [[Block]])
    }

    func text(of document: JSONValue) -> String { written(blocks(of: document, depth: 0)) }

    // MARK: Reading

    private func blocks(of parent: JSONValue, depth: Int) -> [Block] {
        guard depth < Self.maximumDepth else { return [] }
        return parent.ricosNodes.flatMap { node -> [Block] in
            guard let type = node["type"]?.stringValue else { return [] }
            switch type {
            case "PARAGRAPH": return text(paragraph(node))
            case "HEADING": return text(heading(node))
            case "BULLETED_LIST", "ORDERED_LIST":
                let items = node.ricosNodes.map { blocks(of: $0, depth: depth + 2) }
                let start = node.value(at: "orderedListData.start")?.intValue ?? 1
                return items.isEmpty ? [] : [.list(isOrdered: type == "ORDERED_LIST", start: start, items: items)]
            case "BLOCKQUOTE": return text(quoted(written(blocks(of: node, depth: depth + 1))))
            case "CODE_BLOCK": return [.text(code(node))]
            case "DIVIDER": return [.text("---")]
            case "IMAGE": return text(RicosPicture(node)?.markdown ?? "")
            case "TABLE": return text(RicosTable(node).markdown)
            default:
                let said = RicosEmbed(node, type: type).markdown
                let inner = blocks(of: node, depth: depth + 1)
                guard said.isEmpty, inner.isEmpty else { return said.map { .text($0) } + inner }
                return [.text("[\(type)]")]
            }
        }
    }

    private func text(_ text: String) -> [Block] { text.isEmpty ? [] : [.text(text)] }

    private func paragraph(_ node: JSONValue) -> String {
        InlineRun.lines(of: node.ricosNodes).map { MarkdownText.guardingStart(InlineMarkdown.line($0.trimmed)) }
            .joined(separator: "\\\n")
    }

    private func heading(_ node: JSONValue) -> String {
        let lines = InlineRun.lines(of: node.ricosNodes).map { InlineMarkdown.line($0.trimmed) }
        guard !lines.isEmpty else { return "" }
        let level = min(max(node.value(at: "headingData.level")?.intValue ?? 2, 1), 6)
        var text = lines.joined(separator: " ")
        // Number signs at the end would close the heading.
        if text.hasSuffix("#") { text = text.dropLast() + "\\#" }
        return String(repeating: "#", count: level) + " " + text
    }

    private func quoted(_ text: String) -> String {
        guard !text.isEmpty else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }
            .joined(separator: "\n")
    }

    private func code(_ node: JSONValue) -> String {
        let language = node.value(at: "codeBlockData.language")?.stringValue ?? ""
        return MarkdownText.fenced(node.ricosCode, language: CodeLanguage.accepts(language) ? language : "")
    }

    // MARK: Writing

    private func written(_ blocks: [Block], inItem: Bool = false) -> String {
        var text = ""
        var last: (isOrdered: Bool, isOther: Bool)?
        for (index, block) in blocks.enumerated() {
            let piece: String
            switch block {
            case .text(let words):
                piece = words
                last = nil
            case .list(let isOrdered, let start, let items):
                // Two lists in a row are one unless their marks differ.
                let isOther = last.map { $0.isOrdered == isOrdered && !$0.isOther } ?? false
                piece = list(items, start: isOrdered ? start : nil, isOther: isOther)
                last = (isOrdered, isOther)
            }
            if index > 0 { text += inItem && index == 1 && mayFollowTight(block, piece) ? "\n" : "\n\n" }
            text += piece
        }
        return text
    }

    /// A list can follow the text of its item without an empty line unless it begins with another number than 1 or
    /// with an empty item.
    private func mayFollowTight(_ block: Block, _ text: String) -> Bool {
        guard case .list(let isOrdered, let start, _) = block else { return false }
        let line = text.prefix { $0 != "\n" }
        return (!isOrdered || start == 1) && line.split(separator: " ").count > 1
    }

    private func list(_ items: [[Block]], start: Int?, isOther: Bool) -> String {
        items.enumerated().map { index, blocks in
            let marker =
                if let start {
                    "\(min(max(start, 0), Self.lastNumber - items.count) + index)\(isOther ? ")" : ".") "
                } else {
                    isOther ? "* " : "- "
                }
            let indent = String(repeating: " ", count: marker.utf8.count)
            let lines = written(blocks, inItem: true).split(separator: "\n", omittingEmptySubsequences: false)
            return marker
                + lines.enumerated().map { $0 == 0 || $1.isEmpty ? String($1) : indent + $1 }.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

extension JSONValue {
    /// The children of a node.
    var ricosNodes: [JSONValue] { self["nodes"]?.arrayValue ?? [] }

    /// The text of a code block, with Markdown's line ends.
    var ricosCode: String {
        String(
            ricosNodes.compactMap { $0.value(at: "textData.text")?.stringValue }.joined()
                .map { $0.isLineEnd ? "\n" : $0 })
    }
}

extension [InlineRun] {
    /// Without blanks at the ends, which Markdown drops.
    var trimmed: [InlineRun] {
        var runs = self
        while let first = runs.first {
            let text = String(first.text.drop { $0 == " " })
            runs[0].text = text
            guard text.isEmpty else { break }
            runs.removeFirst()
        }
        while let last = runs.last {
            let text = String(last.text.reversed().drop { $0 == " " }.reversed())
            runs[runs.count - 1].text = text
            guard text.isEmpty else { break }
            runs.removeLast()
        }
        return runs
    }
}
