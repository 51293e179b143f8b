import CCMark

/// Turns Markdown blocks into Ricos nodes by the mapping of section 6.5 and the nesting rules of section 6.4.
///
/// Recursion follows lists only, which `RicosLimits.depth` bounds.
struct RicosConverter {
    /// What Wix Media has for pictures elsewhere, by their addresses.
    let pictures: [String: WixMedia]
    /// Sources of pictures that became links, in document order.
    private(set) var linkedImages: [String] = []
    private(set) var lostImages: [String] = []

    init(pictures: [String: WixMedia] = [:]) { self.pictures = pictures }

    /// The nodes of all blocks in a document or a list item.
    mutating func blocks(of container: MarkdownNode) -> [RicosNode] {
        var nodes: [RicosNode] = []
        for child in container.children { appendBlock(child, to: &nodes) }
        return nodes
    }

    private mutating func appendBlock(_ node: MarkdownNode, to nodes: inout [RicosNode]) {
        switch node.kind {
        case .paragraph: nodes += paragraphs(pieces(of: node))
        case .heading: nodes += heading(level: node.headingLevel, pieces(of: node))
        case .list: nodes += list(node)
        case .blockQuote: nodes += quote(node)
        case .codeBlock: nodes.append(.codeBlock(Self.code(of: node), language: node.language))
        case .htmlBlock: nodes += HTMLText.lines(of: node.literal).map { .paragraph([.text($0)]) }
        case .thematicBreak: nodes.append(.divider)
        case .table: nodes.append(table(node))
        default: nodes += blocks(of: node)
        }
    }

    /// The text of a code block without its last line end.
    static func code(of node: MarkdownNode) -> String {
        let code = node.literal
        return code.hasSuffix("\n") ? String(code.dropLast()) : code
    }

    mutating func pieces(of node: MarkdownNode) -> [InlinePiece] {
        let text = InlineText(of: node, pictures: pictures)
        linkedImages += text.linkedImages
        lostImages += text.lostImages
        return text.pieces
    }

    /// Breaks and pictures split a paragraph: Ricos has neither inside one.
    func paragraphs(_ pieces: [InlinePiece], alignment: String = "AUTO") -> [RicosNode] {
        var nodes: [RicosNode] = []
        var line = InlineLine()
        for piece in pieces {
            if case .run(let text, let style) = piece {
                line.append(text, style)
                continue
            }
            if let runs = line.take() { nodes.append(.paragraph(runs, alignment: alignment)) }
            if case .image(let image, let media) = piece { nodes.append(.image(image, media: media)) }
        }
        if let runs = line.take() { nodes.append(.paragraph(runs, alignment: alignment)) }
        return nodes
    }

    /// One heading, then its pictures: a heading holds only text.
    private func heading(level: Int, _ pieces: [InlinePiece]) -> [RicosNode] {
        var line = InlineLine()
        var images: [RicosNode] = []
        for piece in pieces {
            switch piece {
            case .run(let text, let style): line.append(text, style)
            case .lineBreak: line.append(" ", InlineStyle())
            case .image(let image, let media): images.append(.image(image, media: media))
            }
        }
        guard let runs = line.take() else { return images }
        return [.heading(level, runs)] + images
    }
}

/// The runs of one line, trimmed when taken.
struct InlineLine {
    private var runs: [(text: String, style: InlineStyle)] = []

    mutating func append(_ text: String, _ style: InlineStyle) {
        let text = runs.isEmpty ? String(text.drop { $0 == " " }) : text
        guard !text.isEmpty else { return }
        if let last = runs.last, last.style == style {
            runs[runs.count - 1].text += text
        } else {
            runs.append((text, style))
        }
    }

    /// TEXT nodes for what was appended since the last call; nil when there is nothing to see.
    mutating func take() -> [RicosNode]? {
        while let last = runs.last {
            let trimmed = last.text.reversed().drop { $0 == " " }.reversed()
            guard trimmed.isEmpty else {
                runs[runs.count - 1].text = String(trimmed)
                break
            }
            runs.removeLast()
        }
        defer { runs = [] }
        return runs.isEmpty ? nil : runs.map { .text($0.text, style: $0.style) }
    }
}
