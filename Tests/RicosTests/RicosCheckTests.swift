import JSON
import Ricos
import Testing

@Suite struct RicosCheckTests {
    @Test(arguments: [
        (#"{"nodes":[]}"#, nil),
        (#"{"nodes":[{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":"a"}}]}]}"#, nil),
        (#"{"nodes":[{"type":"SOMETHING_NEW"}]}"#, nil),
        (#""<p>html</p>""#, "must be a Ricos document: an object with the array \"nodes\"."),
        (#"{"nodes":{}}"#, "must be a Ricos document: an object with the array \"nodes\"."),
        (
            #"{"nodes":[{"type":"DIVIDER"},{"type":"TEXT","textData":{"text":"a"}}]}"#,
            "has a TEXT at nodes[1]: text lives inside PARAGRAPH, HEADING, CODE_BLOCK or CAPTION."
        ),
        (
            #"{"nodes":[{"type":"PARAGRAPH","nodes":[{"id":"x"}]}]}"#,
            "has a node without \"type\" at nodes[0].nodes[0]."
        ),
        (
            #"{"nodes":[{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":""}}]}]}"#,
            "has a TEXT without textData.text at nodes[0].nodes[0]."
        ),
        (
            #"{"nodes":[{"type":"LIST_ITEM","nodes":[{"type":"TEXT","textData":{"text":"a"}}]}]}"#,
            "has a TEXT inside LIST_ITEM at nodes[0].nodes[0]."
        ),
        (
            #"{"nodes":[{"type":"BLOCKQUOTE","nodes":[]}]}"#,
            "has 0 nodes in the BLOCKQUOTE at nodes[0]: it takes one PARAGRAPH."
        ),
    ]) func faults(json: String, fault: String?) throws {
        #expect(RicosDocument.fault(in: try JSONValue(parsing: json)) == fault)
    }

    @Test func size() throws {
        var limits = RicosLimits()
        let document = try RicosDocument(markdown: "a").json
        limits.documentBytes = document.bytes.count
        #expect(RicosDocument.fault(in: document, limits: limits) == nil)
        limits.documentBytes -= 1
        #expect(RicosDocument.fault(in: document, limits: limits)?.hasPrefix("has ") == true)
    }

    @Test func depth() {
        var node: JSONValue = ["type": "LAYOUT", "nodes": []]
        for _ in 0..<62 { node = ["type": "LAYOUT", "nodes": [node]] }
        #expect(RicosDocument.fault(in: ["nodes": [node]]) == nil)
        node = ["type": "LAYOUT", "nodes": [node]]
        #expect(RicosDocument.fault(in: ["nodes": [node]])?.hasPrefix("is nested too deep") == true)
    }
}
