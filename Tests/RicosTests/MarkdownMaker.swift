/// Makes Markdown documents with everything that the converter knows, the same ones for the same seed.
struct MarkdownMaker {
    private var random: RicosPropertyTests.Randomness

    init(seed: UInt64) { random = .init(state: seed) }

    static let words = [
        "word", "two words", "snake_case", "_edge_", "*", "**", "`", "~~", "|", "\\", "\\|", "1.", "12)", "#", "-", "+",
        "> quoted", "=", "&amp;", "&copy", "a&b", "<b", "</u>", "[x]", "](y)", "!", "www.x.example",
        "http://x.example/?a=1&b=2",
        "ada@x.example", "é", "☃️", "👩‍👩‍👧", "مرحبا", "日本語", "\u{A0}", "\u{202E}", "—", "€", "end#", "a:b", "::", "¡hola!",
        "(in)", "\"q\"",
    ]

    mutating func document() -> String {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in block(depth: 0) }.joined(separator: "\n\n")
    }

    private mutating func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }

    private mutating func block(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 3 ? 11 : 7), using: &random) {
        case 0, 1: return line() + (pick([true, false]) ? pick(["  \n", "\\\n", "\n", "<br>"]) + line() : "")
        case 2: return String(repeating: "#", count: Int.random(in: 1...6, using: &random)) + " " + line()
        case 3:
            return "```\(pick(["", "swift", "c++", "x y", "a`"]))\n\(pick(Self.words))\n\n  \(pick(Self.words))\n```"
        case 4: return pick(["---", "***", "___"])
        case 5: return table()
        case 6: return image()
        case 7, 8: return list(depth: depth)
        default:
            return block(depth: depth + 1).split(separator: "\n", omittingEmptySubsequences: false)
                .map { "> " + $0 }.joined(separator: "\n")
        }
    }

    private mutating func list(depth: Int) -> String {
        let marker = pick(["- ", "* ", "1. ", "7) ", "- [x] "])
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let blocks = [line()] + (pick([true, false]) ? [block(depth: depth + 1)] : [])
            let lines = blocks.joined(separator: pick(["\n", "\n\n"])).split(
                separator: "\n", omittingEmptySubsequences: false)
            let indent = String(repeating: " ", count: marker.hasPrefix("- ") ? 2 : marker.count)
            return marker + lines.joined(separator: "\n" + indent)
        }.joined(separator: "\n")
    }

    private mutating func table() -> String {
        let columns = Int.random(in: 1...3, using: &random)
        let row = { (maker: inout MarkdownMaker) in
            "| " + (0..<columns).map { _ in maker.inline().replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let marks = (0..<columns).map { _ in pick(["---", ":--", ":-:", "--:"]) }.joined(separator: "|")
        return ([row(&self), "|\(marks)|"] + (0..<Int.random(in: 0...3, using: &random)).map { _ in row(&self) })
            .joined(separator: "\n")
    }

    private mutating func image() -> String {
        let source = pick([
            "m_1~mv2.jpg", "https://static.wixstatic.com/media/m_2~mv2.png#originWidth=16&originHeight=9",
            "wix:image://v1/m_3~mv2.jpg/n.jpg#originWidth=5", "https://x.example/elsewhere.jpg",
        ])
        let title = pick(["", " \"A \\\"caption\\\" with &amp;amp; \\\\ and 'quotes'\""])
        let picture = "![\(pick(Self.words))](<\(source)>\(title))"
        return pick([true, false]) ? picture : "[\(picture)](https://x.example/to?a=1&copy;=2)"
    }

    private mutating func line() -> String {
        (0..<Int.random(in: 1...5, using: &random)).map { _ in inline() }.joined(separator: pick([" ", "", " "]))
    }

    private mutating func inline() -> String {
        let text = pick(Self.words)
        switch Int.random(in: 0..<11, using: &random) {
        case 0: return "**\(text)**"
        case 1: return "*\(text)*"
        case 2: return "~~\(text)~~"
        case 3: return "**a *\(text)* b**"
        case 4: return "`` \(text) ``"
        case 5: return "[\(text)](<https://x.example/\(pick(["", "a_(b)", "?q=&amp;", "\\\\"]))>)"
        case 6: return "<u>\(text)</u>"
        case 7: return "**see [\(text)](https://x.example) now**"
        default: return text
        }
    }
}
