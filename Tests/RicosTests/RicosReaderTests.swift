import JSON
import Ricos
import Testing

@Suite struct RicosReaderTests {
    static let article = """
        ## Menu

        **Asparagus** is *back*, ~~late~~ with `butter` & [more](<https://x.example/a_(b)>).

        1. Soup

           with bread
        2. Fish
           - cod

        > First
        > line

        ```
        oven = 200
        ```

        ---

        | Dish | Price |
        | --- | --- |
        | Soup \\| bread | 5 |

        ![Terrace](a1_b~mv2.jpg)
        """

    /// Ricos to Markdown and back gives the same document.
    @Test(arguments: [
        article, "# a\n\n### b", "1\\. not a list", "\\# not a heading", "\\- a\n\n\\> b", "a*b_c[d]`e`<f>~g",
        "x **y** *z* ***w***",
        "- a\n- b\n  1. c\n  2. d\n\n     e", "5. five\n6. six", "> a\n>\n> b", "> a\\\n> b", "````\n```\n````",
        "`` a`b ``",
        "<u>u</u> x<sup>2</sup> y<sub>3</sub>", "|a|b|\n|-|-|\n|x<br>y||", "[a](mailto:a@x.example) &amp;amp;",
        "a  \nb",
        "line with trailing * star", "a\\\\b", "![](a1_b~mv2.jpg)",
        "![a [b]](wix:image://v1/a1_b~mv2.jpg/x#originWidth=16&originHeight=9 \"A \\\"caption\\\"\")",
    ]) func roundTrip(markdown: String) throws {
        let document = try RicosDocument(markdown: markdown).json
        let written = RicosDocument.markdown(of: document)
        #expect(try RicosDocument(markdown: written).json == document, "\(written)")
    }

    /// Documents made elsewhere: other types, missing members, wrong kinds of value.
    @Test(arguments: [
        (#"{"nodes":[{"type":"VIDEO","id":"a","videoData":{}}]}"#, "[VIDEO]"),
        (
            #"{"nodes":[{"type":"LAYOUT","nodes":[{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":"in"}}]}]}]}"#,
            "in"
        ),
        (#"{"nodes":[{"type":"BUTTON","buttonData":{"text":"Book"}}]}"#, "Book"),
        (#"{"nodes":[{"type":"PARAGRAPH"}]}"#, ""),
        (#"{"nodes":[{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":5}}]}]}"#, ""),
        (
            #"{"nodes":[{"type":"ORDERED_LIST","orderedListData":{"start":9223372036854775807},"nodes":[{},{}]}]}"#,
            "9223372036854775807. \n-9223372036854775808. "
        ),
        (#"{"nodes":[{"type":"TABLE","nodes":[]}]}"#, ""), (#"{"nodes":[1,null,"x"]}"#, ""), (#"{"nodes":{}}"#, ""),
        (#"[]"#, ""), (#""text""#, ""),
    ]) func foreignDocuments(json: String, text: String) throws {
        let document = try JSONValue(parsing: json)
        #expect(RicosDocument.markdown(of: document) == text)
    }

    @Test func typesThatMarkdownLacks() throws {
        let json =
            #"{"nodes":[{"type":"VIDEO"},{"type":"PARAGRAPH"},{"type":"LAYOUT","nodes":[{"type":"GIF"},{"type":"VIDEO"}]}]}"#
        #expect(RicosDocument.typesBeyondMarkdown(in: try JSONValue(parsing: json)) == ["VIDEO", "LAYOUT", "GIF"])
        #expect(RicosDocument.typesBeyondMarkdown(in: try RicosDocument(markdown: Self.article).json).isEmpty)
    }

    @Test func depthIsBounded() {
        var node: JSONValue = ["type": "LAYOUT"]
        for _ in 0..<5_000 { node = ["type": "LAYOUT", "nodes": [node]] }
        #expect(RicosDocument.markdown(of: ["nodes": [node]]) == "[LAYOUT]")
    }
}
