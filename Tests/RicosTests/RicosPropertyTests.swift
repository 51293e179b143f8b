import JSON
import Ricos
import Testing

/// Whatever the text, the document obeys the nesting rules, is the same every time, and can be read back.
@Suite struct RicosPropertyTests {
    /// A linear congruential generator: the same texts on every machine.
    struct Randomness: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    static let fragments = [
        "a", "word ", "\n", "\n\n", "  \n", "# ", "## ", "> ", ">> ", "- ", "  - ", "    - ", "1. ", "   2) ", "* ",
        "**", "*", "_",
        "~~", "`", "``", "```\n", "    code\n", "[a](https://x.example)", "[", "](", ")", "![x](m_1~mv2.jpg)",
        "![y](https://x.example/y.png)",
        "|a|b|\n|-|:-:|\n|c|d|\n", "| x |\n", "|---|\n", "---\n", "===\n", "<br>", "<div>\n", "</div>\n", "<u>", "</u>",
        "<!--", "-->",
        "<script>", "&amp;", "&#0;", "\\", "www.x.example", "http://", "a@b.example", "- [x] ", "\t", "é", "☃️", "\u{0}",
        "\u{202E}", "\r\n", "\r",
    ]

    @Test(arguments: 0..<40) func randomFragments(seed: UInt64) throws {
        var random = Randomness(state: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 1...60, using: &random)
            let markdown = (0..<count).map { _ in Self.fragments.randomElement(using: &random) ?? "" }.joined()
            try check(markdown)
        }
    }

    @Test(arguments: 0..<10) func randomBytes(seed: UInt64) throws {
        var random = Randomness(state: seed &+ 1_000)
        for _ in 0..<50 {
            let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try check(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func check(_ markdown: String) throws {
        let document = try RicosDocument(markdown: markdown)
        let faults = NestingRules.faults(in: document.json)
        #expect(faults.isEmpty, "\(markdown.debugDescription)")
        #expect(try RicosDocument(markdown: markdown).json == document.json)
        #expect(try JSONValue(parsing: document.json.bytes) == document.json)
        let read = RicosDocument.markdown(of: document.json)
        let again = try RicosDocument(markdown: read).json
        guard again != document.json else { return }
        Issue.record(
            """
            \(markdown.debugDescription)
            became \(read.debugDescription)
            \(Outline.of(document.json))
            \(Outline.of(again))
            """)
    }

    @Test func validatorFindsFaults() throws {
        let text: JSONValue = ["type": "TEXT", "id": "", "nodes": [], "textData": ["text": "a", "decorations": []]]
        #expect(!NestingRules.faults(in: ["nodes": [text]]).isEmpty)
        let empty: JSONValue = ["type": "BLOCKQUOTE", "id": "n1", "nodes": [], "blockquoteData": [:]]
        #expect(!NestingRules.faults(in: ["nodes": [empty]]).isEmpty)
    }
}
