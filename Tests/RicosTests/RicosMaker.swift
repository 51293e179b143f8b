import JSON

@testable import Ricos

/// Makes Ricos documents of the node types that Markdown has, in the form that the converter gives them: the same ones
/// for the same seed.
struct RicosMaker {
    private var random: RicosPropertyTests.Randomness

    init(seed: UInt64) { random = .init(state: seed) }

    mutating func document() -> JSONValue {
        let nodes = (0..<Int.random(in: 1...8, using: &random)).map { _ in block() }
        var writer = RicosWriter()
        return writer.document(nodes)
    }

    private mutating func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func block() -> RicosNode {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: .heading(Int.random(in: 1...6, using: &random), runs())
        case 1: list(depth: 0)
        case 2: quote()
        case 3:
            .codeBlock(pick(["a", "a\n\n  b", "```\nx\n````", "`", "|", "\t"]), language: pick(["", "swift", "c++"]))
        case 4: .divider
        case 5: table()
        case 6: image()
        default: .paragraph(runs())
        }
    }

    private mutating func list(depth: Int) -> RicosNode {
        let items = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            var children: [RicosNode] = [chance(10) ? .heading(2, runs()) : .paragraph(runs())]
            if depth < 3, chance(40) { children.append(list(depth: depth + 1)) }
            if chance(15) { children.append(.paragraph(runs())) }
            if chance(15) { children.append(image()) }
            return RicosNode(kind: .listItem, children: children)
        }
        return .list(items, start: chance(50) ? nil : pick([0, 1, 7, 999]))
    }

    private mutating func quote() -> RicosNode {
        var children = runs()
        for _ in 0..<Int.random(in: 0...2, using: &random) { children += [.text("\n")] + runs() }
        return .blockquote(children)
    }

    private mutating func table() -> RicosNode {
        let columns = Int.random(in: 1...3, using: &random)
        let alignments = (0..<columns).map { _ in pick(["AUTO", "LEFT", "CENTER", "RIGHT"]) }
        let rows = (0..<Int.random(in: 1...3, using: &random)).map { row in
            let cells = alignments.map { alignment in
                let lines = (0..<Int.random(in: 0...2, using: &random)).map { _ in
                    RicosNode.paragraph(runs(isHeader: row == 0), alignment: alignment)
                }
                return RicosNode(
                    kind: .tableCell, data: [:],
                    children: lines.isEmpty ? [.paragraph([], alignment: alignment)] : lines)
            }
            return RicosNode(kind: .tableRow, children: cells)
        }
        return .table(rows, columns: columns)
    }

    private mutating func image() -> RicosNode {
        let media = WixMedia(
            id: pick(["a1_b~mv2.jpg", "plain.png"]), width: chance(50) ? 1600 : nil, height: chance(50) ? 900 : nil)
        let image = MarkdownImage(
            source: "", alternative: pick(["", "Alt", "a [b] *c* \\ | & &amp;"]),
            title: pick(["", "Cap \"tion\" &lt; \\"]),
            link: pick([nil, "https://x.example/?a=1&copy;=2"]))
        return media.map { .image(image, media: $0) } ?? .divider
    }

    /// Neighbours differ in style; no blanks at the ends of a line.
    private mutating func runs(isHeader: Bool = false) -> [RicosNode] {
        var runs: [(text: String, style: InlineStyle)] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            var style = style()
            if isHeader { style.bold = true }
            guard runs.last?.style != style else { continue }
            let text = pick(MarkdownMaker.words)
            runs.append((chance(30) ? " \(text)" : chance(30) ? "\(text) " : text, style))
        }
        runs[0].text = String(runs[0].text.drop { $0 == " " })
        runs[runs.count - 1].text = String(runs[runs.count - 1].text.reversed().drop { $0 == " " }.reversed())
        return runs.map { .text($0.text, style: $0.style) }
    }

    private mutating func style() -> InlineStyle {
        InlineStyle(
            bold: chance(25), italic: chance(25), underline: chance(10), strikethrough: chance(15),
            superscript: chance(5), subscript: chance(5), code: chance(15),
            link: chance(20)
                ? pick(["https://x.example", "mailto:a@x.example", "https://x.example/a_(b)?c=\\<&amp;>"]) : nil)
    }
}
