import JSON
import Testing

@testable import Ricos

/// A document read as Markdown and written again is the same document.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<40) func markdown(seed: UInt64) throws {
        var maker = MarkdownMaker(seed: seed &* 7_919)
        for _ in 0..<10 {
            let text = maker.document()
            let document = try RicosDocument(markdown: text).json
            let faults = NestingRules.faults(in: document)
            #expect(faults.isEmpty, "\(text.debugDescription): \(faults)")
            Self.check(document, made: text)
        }
    }

    @Test(arguments: 0..<40) func ricos(seed: UInt64) throws {
        var maker = RicosMaker(seed: seed &* 104_729)
        for _ in 0..<10 {
            let document = maker.document()
            #expect(RicosDocument.fault(in: document) == nil)
            Self.check(document, made: "Ricos")
        }
    }

    private static func check(_ document: JSONValue, made source: String) {
        let read = RicosDocument.markdown(of: document)
        guard let again = try? RicosDocument(markdown: read).json else {
            Issue.record("\(read.debugDescription) is refused")
            return
        }
        guard again != document else { return }
        Issue.record(
            """
            \(source.debugDescription)
            became \(read.debugDescription)
            \(Outline.of(document))
            \(Outline.of(again))
            """)
    }

    private static func paragraph(_ texts: [String]) -> JSONValue {
        let nodes = texts.map { text in
            ["type": "TEXT", "textData": ["text": .string(text), "decorations": []]] as JSONValue
        }
        return ["type": "PARAGRAPH", "nodes": .array(nodes)]
    }

    /// Text from elsewhere, each hostile in its own way: read, written again and read once more it says the same.
    @Test(arguments: [
        String(repeating: "*_`[]<>~&!|\\#", count: 5_000), String(repeating: "![", count: 1_500),
        String(repeating: "&#x0;&amp;", count: 2_000), String(repeating: "\u{0}\u{FEFF}\u{202E}\u{2028}", count: 500),
        String(repeating: "www.a.example)a@b.example ", count: 500), "a\n\n\nb\n", "\n", " ", "\r\n\r", "\t", "`",
        String(repeating: "`", count: 999), "| a | b |\n|---|---|", "```\ncode", "<!-- -->", "<script>x</script>",
        "- a\n- b", "1. a", "# a #", "> q", "---", "a\n===", "\u{301}\u{200D}", "[a]: https://x.example",
    ]) func hostileText(text: String) throws {
        let cell: JSONValue = ["type": "TABLE_CELL", "nodes": [Self.paragraph([text])]]
        let row: JSONValue = ["type": "TABLE_ROW", "nodes": [cell, cell]]
        let heading: JSONValue = [
            "type": "HEADING", "headingData": ["level": 3], "nodes": Self.paragraph([text])["nodes"] ?? [],
        ]
        let item: JSONValue = ["type": "LIST_ITEM", "nodes": [Self.paragraph([text]), Self.paragraph([text, text])]]
        let code: JSONValue = ["type": "CODE_BLOCK", "nodes": Self.paragraph([text])["nodes"] ?? []]
        let document: JSONValue = [
            "nodes": [
                Self.paragraph([text]), heading, code, ["type": "BULLETED_LIST", "nodes": [item, item]],
                ["type": "BLOCKQUOTE", "nodes": [Self.paragraph([text])]], ["type": "TABLE", "nodes": [row, row]],
            ]
        ]
        var limits = RicosLimits()
        limits.documentBytes = .max
        limits.markdownBytes = .max
        limits.nodes = .max
        let read = RicosDocument.markdown(of: document)
        let again = try RicosDocument(markdown: read, limits: limits).json
        #expect(NestingRules.faults(in: again).isEmpty)
        let readAgain = RicosDocument.markdown(of: again)
        #expect(try RicosDocument(markdown: readAgain, limits: limits).json == again)
    }

    /// Nested deeper than Markdown may be: read without harm, refused with a reason when written again.
    @Test func deepLists() {
        var list: JSONValue = [
            "type": "BULLETED_LIST", "nodes": [["type": "LIST_ITEM", "nodes": [Self.paragraph(["a"])]]],
        ]
        for _ in 0..<500 {
            list = [
                "type": "BULLETED_LIST", "nodes": [["type": "LIST_ITEM", "nodes": [Self.paragraph(["a"]), list]]],
            ]
        }
        let read = RicosDocument.markdown(of: ["nodes": [list]])
        #expect(read.split(separator: "\n").count == 32)
        #expect(throws: RicosError.self) { try RicosDocument(markdown: read) }
    }
}
