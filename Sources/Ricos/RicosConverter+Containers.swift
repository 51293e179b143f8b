import CCMark
import JSON

extension RicosConverter {
    /// A list as one or more nodes. A block that a list item cannot hold (code, quote, table, divider) ends the list;
    /// what the item still has follows at the outer level, and an ordered list goes on with its next number.
    mutating func list(_ node: MarkdownNode) -> [RicosNode] {
        let ordered = node.listStart != nil
        var start = node.listStart ?? 1
        var items: [RicosNode] = []
        var nodes: [RicosNode] = []
        for item in node.children {
            var blocks = blocks(of: item)
            if item.kind == .taskItem { blocks.prependText(item.isCheckedTask ? "☑" : "☐") }
            let kept = blocks.prefix { $0.kind.fitsListItem }
            items.append(Self.listItem(Array(kept)))
            guard kept.count < blocks.count else { continue }
            nodes.append(.list(items, start: ordered ? start : nil))
            nodes += blocks.dropFirst(kept.count)
            start += items.count
            items = []
        }
        if !items.isEmpty { nodes.append(.list(items, start: ordered ? start : nil)) }
        return nodes
    }

    /// An item starts with text or a picture, an empty paragraph where Markdown has neither.
    private static func listItem(_ blocks: [RicosNode]) -> RicosNode {
        switch blocks.first?.kind {
        case .paragraph, .heading, .image: RicosNode(kind: .listItem, children: blocks)
        default: RicosNode(kind: .listItem, children: [.paragraph([])] + blocks)
        }
    }

    /// A quote holds exactly one paragraph: its lines are joined by `"\n"`, its pictures follow it.
    mutating func quote(_ node: MarkdownNode) -> [RicosNode] {
        var lines = QuoteLines()
        collectQuote(node, marker: "", into: &lines)
        return lines.text.isEmpty ? lines.images : [.blockquote(lines.text)] + lines.images
    }

    private mutating func collectQuote(_ container: MarkdownNode, marker: String, into lines: inout QuoteLines) {
        lines.marker = marker
        for node in container.children {
            switch node.kind {
            case .list: collectQuoteItems(node, into: &lines)
            case .codeBlock:
                Self.code(of: node).split(separator: "\n").forEach { lines.append([.run(String($0), .init())]) }
            case .htmlBlock: HTMLText.lines(of: node.literal).forEach { lines.append([.run($0, .init())]) }
            case .table:
                for row in node.children {
                    lines.append(row.children.map { pieces(of: $0) }.joinedByBars())
                }
            case .paragraph, .heading: lines.append(pieces(of: node))
            default: collectQuote(node, marker: lines.marker, into: &lines)
            }
        }
    }

    private mutating func collectQuoteItems(_ list: MarkdownNode, into lines: inout QuoteLines) {
        var number = list.listStart
        for item in list.children {
            var marker = number.map { "\($0). " } ?? "• "
            if item.kind == .taskItem { marker = item.isCheckedTask ? "☑ " : "☐ " }
            collectQuote(item, marker: marker, into: &lines)
            lines.marker = ""
            number = number.map { $0 &+ 1 }
        }
    }

    /// Every row has as many cells as the table has columns; a cell holds at least an empty paragraph.
    mutating func table(_ node: MarkdownNode) -> RicosNode {
        let alignments = node.columnAlignments
        var rows: [RicosNode] = []
        for row in node.children {
            var cells = zip(row.children.map { pieces(of: $0) }, alignments).map { pieces, alignment in
                tableCell(rows.isEmpty ? pieces.map(\.bold) : pieces, alignment: alignment)
            }
            for alignment in alignments.dropFirst(cells.count) { cells.append(tableCell([], alignment: alignment)) }
            rows.append(RicosNode(kind: .tableRow, children: cells))
        }
        return .table(rows, columns: alignments.count)
    }

    private func tableCell(_ pieces: [InlinePiece], alignment: String) -> RicosNode {
        let content = paragraphs(pieces, alignment: alignment)
        return RicosNode(
            kind: .tableCell, data: [:], children: content.isEmpty ? [.paragraph([], alignment: alignment)] : content)
    }
}

/// The lines of a quote as they are collected.
private struct QuoteLines {
    /// What the next line starts with: the marker of a list item.
    var marker = ""
    private(set) var text: [RicosNode] = []
    private(set) var images: [RicosNode] = []

    mutating func append(_ pieces: [InlinePiece]) {
        var line = InlineLine()
        line.append(marker, InlineStyle())
        marker = ""
        for piece in pieces {
            switch piece {
            case .run(let text, let style): line.append(text, style)
            case .lineBreak: finish(&line)
            case .image(let image, let media): images.append(.image(image, media: media))
            }
        }
        finish(&line)
    }

    private mutating func finish(_ line: inout InlineLine) {
        guard let runs = line.take() else { return }
        if !text.isEmpty { text.append(.text("\n")) }
        text += runs
    }
}

extension InlinePiece {
    /// The same piece as the header of a table shows it.
    fileprivate var bold: InlinePiece {
        guard case .run(let text, var style) = self else { return self }
        style.bold = true
        return .run(text, style)
    }
}

extension [[InlinePiece]] {
    fileprivate func joinedByBars() -> [InlinePiece] {
        var joined: [InlinePiece] = []
        for pieces in self {
            if !joined.isEmpty { joined.append(.run(" | ", InlineStyle())) }
            joined += pieces
        }
        return joined
    }
}

extension [RicosNode] {
    /// Puts `mark` before the first paragraph, or in one of its own.
    fileprivate mutating func prependText(_ mark: String) {
        if first?.kind == .paragraph {
            self[0].prependText(mark + " ")
        } else {
            insert(.paragraph([.text(mark)]), at: 0)
        }
    }
}
