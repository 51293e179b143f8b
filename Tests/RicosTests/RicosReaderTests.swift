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
        (
            #"{"nodes":[{"type":"BUTTON","buttonData":{"type":"LINK","text":"[Book]","link":{"url":"https://x.example/b"}}}]}"#,
            #"[\[Book\]](<https://x.example/b>)"#
        ),
        (
            #"{"nodes":[{"type":"VIDEO","videoData":{"video":{"src":{"url":"https://youtu.be/1"}},"title":"How"}}]}"#,
            "[Video: How](<https://youtu.be/1>)"
        ),
        (
            #"{"nodes":[{"type":"VIDEO","videoData":{"video":{"src":{"id":"video/1_2/1080p/mp4/file.mp4"}}}}]}"#,
            "[Video](<https://video.wixstatic.com/video/1_2/1080p/mp4/file.mp4>)"
        ),
        (
            #"{"nodes":[{"type":"AUDIO","audioData":{"audio":{"src":{"id":"mp3/1_2"}},"name":"Song"}}]}"#,
            "Audio: Song mp3/1_2"
        ),
        (
            #"{"nodes":[{"type":"GALLERY","galleryData":{"items":[{"image":{"media":{"src":{"id":"a_1.jpg"},"width":4,"height":3}},"title":"T"},{"video":{"media":{"src":{"url":"https://x.example/v"}}}}]}}]}"#,
            "![T](<https://static.wixstatic.com/media/a_1.jpg#originWidth=4&originHeight=3>)\n\n[Video](<https://x.example/v>)"
        ),
        (#"{"nodes":[{"type":"HTML","htmlData":{"url":"https://x.example/e"}}]}"#, "[Embed](<https://x.example/e>)"),
        (#"{"nodes":[{"type":"HTML","htmlData":{"html":"<p>a</p>"}}]}"#, "```html\n<p>a</p>\n```"),
        (
            #"{"nodes":[{"type":"EMBED","embedData":{"src":"https://x.example/s","oembed":{"title":"S"}}}]}"#,
            "[Embed: S](<https://x.example/s>)"
        ),
        (
            #"{"nodes":[{"type":"LINK_PREVIEW","linkPreviewData":{"link":{"url":"https://x.example"},"title":"X","description":"- about"}}]}"#,
            "[X](<https://x.example>)\n\n\\- about"
        ),
        (
            #"{"nodes":[{"type":"POLL","pollData":{"poll":{"title":"Which?","options":[{"title":"A"},{"title":"B"}]}}}]}"#,
            "Poll: Which?\n\n- A\n- B"
        ),
        (
            #"{"nodes":[{"type":"HOLOGRAM","hologramData":{"x":[{"y":"z"},{"src":"https://x.example/h"}]}}]}"#,
            "[HOLOGRAM](<https://x.example/h>)"
        ),
        (
            #"{"nodes":[{"type":"IMAGE","imageData":{"image":{"src":{"url":"https://x.example/a b.jpg"}},"link":{"url":"https://y.example"}}}]}"#,
            "[![](<https://x.example/a b.jpg>)](<https://y.example>)"
        ),
        (
            #"{"nodes":[{"type":"TABLE","nodes":[{"type":"TABLE_ROW","nodes":[{"type":"TABLE_CELL","nodes":[{"type":"CODE_BLOCK","nodes":[{"type":"TEXT","textData":{"text":"a|b\nc"}}]},{"type":"VIDEO","videoData":{"video":{"src":{"url":"https://y.example"}}}}]}]}]}]}"#,
            "| `a\\|b`<br>`c`<br>[Video](<https://y.example>) |\n| --- |"
        ),
        (#"{"nodes":[{"type":"PARAGRAPH"}]}"#, ""),
        (#"{"nodes":[{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":5}}]}]}"#, ""),
        (
            #"{"nodes":[{"type":"ORDERED_LIST","orderedListData":{"start":9223372036854775807},"nodes":[{},{}]}]}"#,
            "999999997. \n999999998. "
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
