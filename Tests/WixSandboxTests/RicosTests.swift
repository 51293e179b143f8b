import JSON
import Testing

@testable import WixSandbox

@Suite struct RicosTests {
    private static let text = #"{"type":"TEXT","id":"","nodes":[],"textData":{"text":"a","decorations":[]}}"#
    private static let paragraph = #"{"type":"PARAGRAPH","id":"n1","nodes":[\#(text)]}"#
    private static let item = #"{"type":"LIST_ITEM","id":"n2","nodes":[\#(paragraph)]}"#
    private static let cell = #"{"type":"TABLE_CELL","nodes":[\#(paragraph)]}"#

    private static let nestedList = #"{"type":"BULLETED_LIST","nodes":[\#(item)]}"#
    private static let row = #"{"type":"TABLE_ROW","nodes":[\#(cell),\#(cell)]}"#
    private static let caption = #"{"type":"CAPTION","nodes":[\#(text)]}"#
    private static let image = #"{"image":{"src":{"id":"x"},"width":1,"height":1},"altText":"a"}"#
    private static let ratios = #"{"colsWidthRatio":[0.5,0.5]}"#

    private func check(_ nodes: String) throws {
        try RicosCheck().check(JSONValue(parsing: #"{"nodes":[\#(nodes)],"metadata":{"version":1}}"#), at: "doc")
    }

    private func decorated(_ decorations: String) -> String {
        #"{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":"a","decorations":[\#(decorations)]}}]}"#
    }

    @Test(arguments: [
        "", paragraph, #"{"type":"PARAGRAPH","nodes":[]}"#,
        #"{"type":"HEADING","nodes":[\#(text)],"headingData":{"level":6,"textStyle":{"textAlignment":"AUTO"}}}"#,
        #"{"type":"BULLETED_LIST","nodes":[\#(item)],"bulletedListData":{"offset":0}}"#,
        #"{"type":"ORDERED_LIST","nodes":[{"type":"LIST_ITEM","nodes":[\#(paragraph),\#(nestedList)]}]}"#,
        #"{"type":"BLOCKQUOTE","nodes":[\#(paragraph)],"blockquoteData":{"indentation":1}}"#,
        #"{"type":"CODE_BLOCK","nodes":[\#(text)],"codeBlockData":{"textStyle":{"textAlignment":"AUTO"}}}"#,
        #"{"type":"DIVIDER","nodes":[],"dividerData":{"lineStyle":"SINGLE","width":"LARGE","alignment":"CENTER"}}"#,
        #"{"type":"IMAGE","nodes":[\#(caption)],"imageData":\#(image)}"#,
        #"{"type":"TABLE","nodes":[\#(row)],"tableData":{"rowHeader":true,"dimensions":\#(ratios)}}"#,
        #"{"type":"LAYOUT","nodes":[{"type":"LAYOUT_CELL","nodes":[\#(paragraph)]}]}"#,
        #"{"type":"HTML","nodes":[],"htmlData":{"url":"https://a.example"}}"#,
    ])
    func soundDocumentsPass(nodes: String) {
        #expect(throws: Never.self) { try check(nodes) }
    }

    @Test(arguments: [
        (text, "Expected a paragraph node but found TEXT"),
        (#"{"type":"PARAGRAF","nodes":[]}"#, "is PARAGRAF"),
        (#"{"nodes":[]}"#, "must not be empty"),
        (#"{"type":"PARAGRAPH","text":"a"}"#, "text\" is not a field"),
        (#"{"type":"PARAGRAPH","nodes":[\#(paragraph)]}"#, "Expected a TEXT node but found PARAGRAPH"),
        (#"{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":""}}]}"#, "must not be empty"),
        (#"{"type":"PARAGRAPH","nodes":[{"type":"TEXT"}]}"#, "must not be empty"),
        (#"{"type":"HEADING","nodes":[]}"#, "must not be empty"),
        (#"{"type":"HEADING","nodes":[],"headingData":{"level":7}}"#, "between 1 and 6"),
        (#"{"type":"BULLETED_LIST","nodes":[]}"#, "at least 1"),
        (#"{"type":"BULLETED_LIST","nodes":[\#(paragraph)]}"#, "found PARAGRAPH"),
        (
            #"{"type":"BULLETED_LIST","nodes":[{"type":"LIST_ITEM","nodes":[\#(nestedList)]}]}"#,
            "found BULLETED_LIST"
        ),
        (#"{"type":"BLOCKQUOTE","nodes":[\#(paragraph),\#(paragraph)]}"#, "at most 1, but got 2"),
        (#"{"type":"BLOCKQUOTE","nodes":[]}"#, "at least 1"),
        (#"{"type":"TABLE","nodes":[{"type":"TABLE_ROW","nodes":[{"type":"TABLE_CELL","nodes":[]}]}]}"#, "at least 1"),
        (
            #"{"type":"TABLE","nodes":[{"type":"TABLE_ROW","nodes":[\#(cell)]},\#(row)]}"#,
            "same number of cells"
        ),
        (#"{"type":"DIVIDER","nodes":[],"dividerData":{"lineStyle":"WAVY"}}"#, "enum must be in"),
        (#"{"type":"IMAGE","nodes":[]}"#, "must not be empty"),
        (#"{"type":"IMAGE","nodes":[],"imageData":{"image":{"src":{}}}}"#, "exactly one of id, url"),
        (#"{"type":"PARAGRAPH","id":"1a","nodes":[]}"#, "must start with a letter"),
        (
            #"{"type":"PARAGRAPH","nodes":[],"paragraphData":{"textStyle":{"textAlignment":"MIDDLE"}}}"#,
            "enum must be in"
        ),
        (#"{"type":"LIST_ITEM","nodes":[\#(paragraph)]}"#, "found LIST_ITEM"),
    ])
    func brokenDocumentsSayWhere(nodes: String, part: String) throws {
        let error = #expect(throws: WixError.self) { try check(nodes) }
        #expect(error?.status == 400)
        #expect(error?.body.text("message").contains(part) == true, "\(error?.body.text ?? "")")
    }

    @Test(arguments: [
        #"{"type":"BOLD","fontWeightValue":700}"#, #"{"type":"ITALIC","italicData":true}"#,
        #"{"type":"BOLD","fontWeightValue":700},{"type":"STRIKETHROUGH","strikethroughData":true}"#,
        #"{"type":"LINK","linkData":{"link":{"url":"https://a.example","target":"BLANK"}}}"#,
        ##"{"type":"COLOR","colorData":{"background":"#F2F2F2"}}"##,
    ])
    func soundDecorationsPass(decorations: String) {
        #expect(throws: Never.self) { try check(decorated(decorations)) }
    }

    @Test(arguments: [
        (#"{"type":"CODE"}"#, "enum must be in"), (#"{"type":"BOLD"}"#, "between 100 and 900"),
        (#"{"type":"BOLD","fontWeightValue":700},{"type":"BOLD","fontWeightValue":700}"#, "BOLD twice"),
        (
            #"{"type":"LINK","linkData":{"link":{"url":"https://a.example","target":"_blank"}}}"#,
            "enum must be in [SELF, BLANK, PARENT, TOP]"
        ),
        (#"{"type":"LINK","linkData":{"link":{"url":"/about"}}}"#, "not an absolute URL"),
        (#"{"type":"LINK","linkData":{"url":"https://a.example"}}"#, "url\" is not a field"),
        (#"{"type":"COLOR","colorData":{"background":"grey"}}"#, "not a colour"),
    ])
    func wrongDecorationsAreRefused(decorations: String, part: String) {
        let error = #expect(throws: WixError.self) { try check(decorated(decorations)) }
        #expect(error?.body.text("message").contains(part) == true, "\(error?.body.text ?? "")")
    }

    @Test func documentsAreObjectsWithNodes() throws {
        for text in [#"{}"#, #"[]"#, #""a""#, #"{"nodes":{}}"#, #"{"nodes":[],"html":""}"#] {
            let value = try JSONValue(parsing: text)
            #expect(throws: WixError.self) { try RicosCheck().check(value, at: "doc") }
        }
    }

    @Test func nestingHasAnEnd() throws {
        func nested(_ depth: Int) -> String {
            (0..<depth).reduce(Self.item) { inner, _ in
                #"{"type":"LIST_ITEM","nodes":[\#(Self.paragraph),{"type":"BULLETED_LIST","nodes":[\#(inner)]}]}"#
            }
        }
        #expect(throws: Never.self) { try check(#"{"type":"BULLETED_LIST","nodes":[\#(nested(10))]}"#) }
        #expect(throws: WixError.self) { try check(#"{"type":"BULLETED_LIST","nodes":[\#(nested(25))]}"#) }
    }
}
