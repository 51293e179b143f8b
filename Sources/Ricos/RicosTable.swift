import JSON

/// A table as Markdown has it: one line for each row, everything in a cell on that line.
struct RicosTable {
    private let rows: [[JSONValue]]

    init(_ node: JSONValue) { rows = node.ricosNodes.map(\.ricosNodes) }

    var markdown: String {
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0 else { return "" }
        var lines = rows.enumerated().map { index, cells in
            let texts = cells.map { self.lines(of: $0.ricosNodes, isHeader: index == 0).joined(separator: "<br>") }
            return line(texts + Array(repeating: "", count: columns - texts.count))
        }
        let marks = (rows.first ?? []).map { Self.mark(of: $0) }
        lines.insert(line(marks + Array(repeating: "---", count: columns - marks.count)), at: 1)
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// The alignment of a column, told by its header.
    private static func mark(of cell: JSONValue) -> String {
        switch cell.ricosNodes.first?.value(at: "paragraphData.textStyle.textAlignment") {
        case "LEFT": ":---"
        case "CENTER": ":---:"
        case "RIGHT": "---:"
        default: "---"
        }
    }

    /// The lines of a cell. Headers are bold by being headers.
    private func lines(of blocks: [JSONValue], isHeader: Bool, depth: Int = 0) -> [String] {
        guard depth < RicosReader.maximumDepth else { return [] }
        var lines: [String] = []
        for block in blocks {
            let type = block["type"]?.stringValue ?? ""
            switch type {
            case "PARAGRAPH", "HEADING": lines += inline(block, isHeader: isHeader)
            case "CODE_BLOCK":
                var style = InlineStyle()
                style.code = true
                lines += block.ricosCode.split(separator: "\n").map {
                    InlineMarkdown.line([InlineRun(text: String($0), style: style)], isCell: true)
                }
            case "IMAGE": lines += (RicosPicture(block)?.markdown).map { [MarkdownText.escapingBars($0)] } ?? []
            case "DIVIDER": continue
            default:
                let said = RicosEmbed(block, type: type).markdown
                let inner = self.lines(of: block.ricosNodes, isHeader: isHeader, depth: depth + 1)
                let mark = type == "LIST_ITEM" ? "• " : ""
                lines += said.flatMap { $0.split(separator: "\n") }.map { MarkdownText.escapingBars(String($0)) }
                lines += inner.enumerated().map { $0 == 0 ? mark + $1 : $1 }
            }
        }
        return lines
    }

    private func inline(_ node: JSONValue, isHeader: Bool) -> [String] {
        var lines = InlineRun.lines(of: node.ricosNodes).map(\.trimmed)
        if isHeader, lines.allSatisfy({ $0.allSatisfy(\.style.bold) }) {
            lines = lines.map { line in
                line.map { run in
                    var run = run
                    run.style.bold = false
                    return run
                }
            }
        }
        return lines.map { InlineMarkdown.line($0, isCell: true) }
    }
}
