import JSON
import Testing

@testable import Ricos

/// Markdown to Ricos, one row for each line of the mapping. `Outline` prints a document as the tests read it.
@Suite struct RicosDocumentTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let markdown: String
        let outline: String
        var testDescription: String { markdown }
    }

    @Test(arguments: [
        Row(markdown: "", outline: ""),
        Row(markdown: "a", outline: "P(a)"),
        Row(markdown: "a\nb", outline: "P(a b)"),
        Row(markdown: "a\n\nb", outline: "P(a) P(b)"),
        Row(markdown: "a  \nb", outline: "P(a) P(b)"),
        Row(markdown: "a\\\nb", outline: "P(a) P(b)"),
        Row(markdown: "# One", outline: "H1(One)"),
        Row(markdown: "###### Six", outline: "H6(Six)"),
        Row(markdown: "####### Seven", outline: "P(####### Seven)"),
        Row(markdown: "Two\n---", outline: "H2(Two)"),
        Row(markdown: "Two  \nlines\n===", outline: "H1(Two lines)"),
        Row(markdown: "#", outline: ""),
        Row(markdown: "**b** and *i*", outline: "P([b]b| and |[i]i)"),
        Row(markdown: "***bi***", outline: "P([bi]bi)"),
        Row(markdown: "~~s~~", outline: "P([s]s)"),
        Row(markdown: "**a *b* c**", outline: "P([b]a |[bi]b|[b] c)"),
        Row(markdown: "`x = 1`", outline: "P([c]x = 1)"),
        Row(markdown: "a & b &copy; \\* &#x263A;", outline: "P(a & b © * ☺)"),
        Row(markdown: "---", outline: "DIVIDER"),
        Row(markdown: "```swift\nlet a = 1\n\nlet b = 2\n```", outline: "CODE<swift>(let a = 1⏎⏎let b = 2)"),
        Row(markdown: "``` c++ title\nx\n```", outline: "CODE<c++>(x)"),
        Row(markdown: "```a\"b\nx\n```", outline: "CODE(x)"),
        Row(markdown: "    indented", outline: "CODE(indented)"),
        Row(markdown: "```\n```", outline: "CODE()"),
        Row(markdown: "text[^1]", outline: "P(text[^1])"),
    ]) func blocksAndStyles(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test(arguments: [
        Row(markdown: "[a](https://x.example/p?q=1)", outline: "P(<https://x.example/p?q=1>a)"),
        Row(markdown: "[a](http://x.example \"t\")", outline: "P(<http://x.example>a)"),
        Row(markdown: "[a](mailto:a@x.example)", outline: "P(<mailto:a@x.example>a)"),
        Row(markdown: "[a](tel:+49301234)", outline: "P(<tel:+49301234>a)"),
        Row(markdown: "[a](HTTPS://X.example)", outline: "P(<HTTPS://X.example>a)"),
        Row(markdown: "<https://x.example>", outline: "P(<https://x.example>https://x.example)"),
        Row(markdown: "see www.x.example.", outline: "P(see |<http://www.x.example>www.x.example|.)"),
        Row(markdown: "a@x.example", outline: "P(<mailto:a@x.example>a@x.example)"),
        Row(markdown: "[**a**](https://x.example) b", outline: "P([b]<https://x.example>a| b)"),
        Row(markdown: "[a](javascript:alert(1))", outline: "P(a)"),
        Row(markdown: "[a](data:text/html,x)", outline: "P(a)"),
        Row(markdown: "[a](/about)", outline: "P(a)"),
        Row(markdown: "[a](#part)", outline: "P(a)"),
        Row(markdown: "[a](//x.example)", outline: "P(a)"),
        Row(markdown: "[a](https:x.example)", outline: "P(a)"),
        Row(markdown: "[a](mailto:)", outline: "P(a)"),
        Row(markdown: "[a](ftp://x.example)", outline: "P(a)"),
    ]) func links(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test(arguments: [
        Row(markdown: "- a\n- b", outline: "UL0(LI(P(a)) LI(P(b)))"),
        Row(markdown: "1. a\n2. b", outline: "OL1.0(LI(P(a)) LI(P(b)))"),
        Row(markdown: "7) a\n8) b", outline: "OL7.0(LI(P(a)) LI(P(b)))"),
        Row(markdown: "0. a", outline: "OL0.0(LI(P(a)))"),
        Row(markdown: "- a\n  1. b\n     - c", outline: "UL0(LI(P(a) OL1.1(LI(P(b) UL2(LI(P(c)))))))"),
        Row(markdown: "- a\n\n  b", outline: "UL0(LI(P(a) P(b)))"),
        Row(markdown: "-\n- b", outline: "UL0(LI(P()) LI(P(b)))"),
        Row(markdown: "- # h", outline: "UL0(LI(H1(h)))"),
        Row(markdown: "- - a", outline: "UL0(LI(P() UL1(LI(P(a)))))"),
        Row(markdown: "- [x] done\n- [ ] open", outline: "UL0(LI(P(☑ done)) LI(P(☐ open)))"),
        Row(
            markdown: "1. a\n   ```\n   code\n   ```\n2. b",
            outline: "OL1.0(LI(P(a))) CODE(code) OL2.0(LI(P(b)))"),
        Row(
            markdown: "- a\n  > q\n\n  after\n- b",
            outline: "UL0(LI(P(a))) QUOTE(P(q)) P(after) UL0(LI(P(b)))"),
        Row(
            markdown: "- a\n  - b\n    ***\n  - c\n- d",
            outline: "UL0(LI(P(a) UL1(LI(P(b))))) DIVIDER UL0(LI(P(c))) UL0(LI(P(d)))"),
    ]) func lists(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test(arguments: [
        Row(markdown: "> a\n> b", outline: "QUOTE(P(a b))"),
        Row(markdown: "> a\n>\n> **b**", outline: "QUOTE(P(a|⏎|[b]b))"),
        Row(markdown: "> a  \n> b", outline: "QUOTE(P(a|⏎|b))"),
        Row(markdown: "> # h\n> - x\n> - y", outline: "QUOTE(P(h|⏎|• x|⏎|• y))"),
        Row(markdown: "> 3. x\n> 4. y\n>    - z", outline: "QUOTE(P(3. x|⏎|4. y|⏎|• z))"),
        Row(markdown: "> a\n> > b", outline: "QUOTE(P(a|⏎|b))"),
        Row(markdown: "> ```\n> c\n> d\n> ```", outline: "QUOTE(P(c|⏎|d))"),
        Row(markdown: "> |a|b|\n> |-|-|\n> |c|d|", outline: "QUOTE(P(a \\| b|⏎|c \\| d))"),
        Row(markdown: ">", outline: ""),
        Row(
            markdown: "> a ![x](m_1~mv2.jpg) b",
            outline: "QUOTE(P(a  b)) IMAGE(m_1~mv2.jpg;x)"),
    ]) func quotes(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test(arguments: [
        Row(
            markdown: "| a | b |\n|:--|--:|\n| c | **d** |",
            outline: "TABLE(ROW(CELL(P<LEFT([b]a)) CELL(P<RIGHT([b]b))) ROW(CELL(P<LEFT(c)) CELL(P<RIGHT([b]d))))"),
        Row(
            markdown: "| a | b |\n|---|:-:|\n| c |",
            outline: "TABLE(ROW(CELL(P([b]a)) CELL(P<CENTER([b]b))) ROW(CELL(P(c)) CELL(P<CENTER())))"),
        Row(markdown: "|a|\n|-|\n|b|c|d|", outline: "TABLE(ROW(CELL(P([b]a))) ROW(CELL(P(b))))"),
        Row(markdown: "|a|\n|-|\n|b<br>c|", outline: "TABLE(ROW(CELL(P([b]a))) ROW(CELL(P(b) P(c))))"),
        Row(markdown: "|a|\n|-|\n|b \\| c|", outline: "TABLE(ROW(CELL(P([b]a))) ROW(CELL(P(b \\| c))))"),
        Row(markdown: "a | b\nc | d", outline: "P(a \\| b c \\| d)"),
    ]) func tables(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test(arguments: [
        Row(markdown: "a<br>b<BR/>c", outline: "P(a) P(b) P(c)"),
        Row(markdown: "H<sub>2</sub>O <u>x</u> 2<sup>3</sup>", outline: "P(H|[_]2|O |[u]x| 2|[^]3)"),
        Row(markdown: "<b>x</b> <em>y</em> <del>z</del>", outline: "P([b]x| |[i]y| |[s]z)"),
        Row(markdown: "<code>a **b**</code>", outline: "P([c]a |[bc]b)"),
        Row(markdown: "a</b></u>b", outline: "P(ab)"),
        Row(markdown: "a <!-- hidden --> b", outline: "P(a  b)"),
        Row(markdown: "<span class=\"x\">kept</span>", outline: "P(kept)"),
        Row(markdown: "<div>\n<p>One &amp; two</p>\nthree\n</div>", outline: "P(One & two) P(three)"),
        Row(markdown: "<script>\nalert(1)\n</script>", outline: ""),
        Row(markdown: "<style>p{}</style>after", outline: "P(after)"),
        Row(markdown: "<!-- only a comment -->", outline: ""),
        Row(markdown: "<div>a < b &lt; c &#65; &unknown; & d", outline: "P(a < b < c A &unknown; & d)"),
        Row(markdown: "<div", outline: "P(<div)"),
    ]) func html(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test(arguments: [
        Row(markdown: "![t](a1_b~mv2.jpg \"Cap\")", outline: "IMAGE(a1_b~mv2.jpg;t;Cap)"),
        Row(markdown: "a ![t](a1_b~mv2.jpg) b", outline: "P(a) IMAGE(a1_b~mv2.jpg;t) P(b)"),
        Row(markdown: "# h ![t](a1_b~mv2.jpg)", outline: "H1(h) IMAGE(a1_b~mv2.jpg;t)"),
        Row(
            markdown: "![t](https://static.wixstatic.com/media/a1_b~mv2.jpg/v1/x.jpg)", outline: "IMAGE(a1_b~mv2.jpg;t)"
        ),
        Row(
            markdown: "![t](wix:image://v1/a1_b~mv2.jpg/n.jpg#originWidth=16&originHeight=9)",
            outline: "IMAGE(a1_b~mv2.jpg;16x9;t)"),
        Row(markdown: "[![t](a1_b~mv2.jpg)](https://x.example)", outline: "IMAGE(a1_b~mv2.jpg;t;<https://x.example>)"),
        Row(markdown: "- ![t](a1_b~mv2.jpg)", outline: "UL0(LI(IMAGE(a1_b~mv2.jpg;t)))"),
        Row(markdown: "![t](https://x.example/a.jpg)", outline: "P(<https://x.example/a.jpg>t)"),
        Row(markdown: "![](https://x.example/a.jpg \"Cap\")", outline: "P(<https://x.example/a.jpg>Cap)"),
        Row(markdown: "![t](a1_b~mv2.jpg \"Two\nlines\")", outline: "IMAGE(a1_b~mv2.jpg;t;Two lines)"),
        Row(
            markdown: "![t](https://static.wixstatic.com/media/a1_b~mv2.jpg#originWidth=16&originHeight=9)",
            outline: "IMAGE(a1_b~mv2.jpg;16x9;t)"),
        Row(markdown: "![](https://x.example/a.jpg)", outline: "P(<https://x.example/a.jpg>https://x.example/a.jpg)"),
        Row(markdown: "![*t* `u`](https://x.example/a.jpg)", outline: "P(<https://x.example/a.jpg>t u)"),
        Row(markdown: "[![t](https://x.example/a.jpg)](https://y.example) z", outline: "P(<https://y.example>t| z)"),
        Row(markdown: "![t](data:image/png;base64,AAAA)", outline: "P(t)"),
        Row(markdown: "![t](../a.jpg)", outline: "P(t)"),
        Row(markdown: "![a ![b](c_1~mv2.jpg) d](a1_b~mv2.jpg)", outline: "IMAGE(a1_b~mv2.jpg;a b d)"),
    ]) func images(_ row: Row) throws {
        try #expect(Outline.of(row.markdown) == row.outline)
    }

    @Test func picturesElsewhereAreNamed() throws {
        let document = try RicosDocument(
            markdown: "![a](https://x.example/1.jpg)\n\n> ![b](https://x.example/2.jpg)\n\n![c](a1_b~mv2.jpg)")
        #expect(document.linkedImages == ["https://x.example/1.jpg", "https://x.example/2.jpg"])
    }

    /// What Wix Media has of a picture elsewhere is placed; the others become links.
    @Test func picturesThatWereImported() throws {
        let media = try #require(WixMedia(id: "a1_b~mv2.jpg", width: 16, height: 9))
        let document = try RicosDocument(
            markdown:
                "![a](https://x.example/1.jpg \"Cap\")\n\n> ![b](https://x.example/2.jpg)\n\n![c](https://x.example/1.jpg)",
            pictures: ["https://x.example/1.jpg": media])
        #expect(
            Outline.of(document.json)
                == "IMAGE(a1_b~mv2.jpg;16x9;a;Cap) QUOTE(P(<https://x.example/2.jpg>b)) IMAGE(a1_b~mv2.jpg;16x9;c)")
        #expect(document.linkedImages == ["https://x.example/2.jpg"])
    }

    @Test func wholeDocumentAsDocumented() throws {
        let markdown = """
            ## Opening hours
            We are **open** all week, see [the map](https://www.example-bistro.com/map).
            - Mon to Fri
              - 9 to 17
            - Sat
            """
        let text = { (text: String, decorations: String) in
            #"{"type":"TEXT","id":"","nodes":[],"textData":{"text":"\#(text)","decorations":[\#(decorations)]}}"#
        }
        let plain = #""paragraphData":{"textStyle":{"textAlignment":"AUTO"}}"#
        let link = #"{"type":"LINK","linkData":{"link":{"url":"https://www.example-bistro.com/map","target":"SELF"}}}"#
        let item = { (id: Int, label: String, more: String) in
            #"{"type":"LIST_ITEM","id":"n\#(id)","nodes":[{"type":"PARAGRAPH","id":"n\#(id + 1)","nodes":[\#(text(label, ""))],\#(plain)}\#(more)]}"#
        }
        let inner =
            #",{"type":"BULLETED_LIST","id":"n6","nodes":[\#(item(7, "9 to 17", ""))],"bulletedListData":{"offset":1}}"#
        let expected = """
            {"nodes":[{"type":"HEADING","id":"n1","nodes":[\(text("Opening hours", ""))],\
            "headingData":{"level":2,"textStyle":{"textAlignment":"AUTO"}}},\
            {"type":"PARAGRAPH","id":"n2","nodes":[\(text("We are ", "")),\
            \(text("open", #"{"type":"BOLD","fontWeightValue":700}"#)),\(text(" all week, see ", "")),\
            \(text("the map", link)),\(text(".", ""))],\(plain)},\
            {"type":"BULLETED_LIST","id":"n3","nodes":[\(item(4, "Mon to Fri", inner)),\(item(9, "Sat", ""))],\
            "bulletedListData":{"offset":0}}],"metadata":{"version":1}}
            """
        #expect(try RicosDocument(markdown: markdown).json.text == expected)
    }
}
