import JSON

/// Small Ricos documents for seeded texts.
enum RicosBuilder {
    private static let style: JSONValue = ["textStyle": ["textAlignment": "AUTO"]]

    /// A document whose nodes are numbered `n1`, `n2`, …
    static func document(_ nodes: [JSONValue]) -> JSONValue {
        var number = 0
        return ["nodes": .array(nodes.map { numbered($0, &number) }), "metadata": ["version": 1]]
    }

    static func paragraph(_ text: String) -> JSONValue {
        ["type": "PARAGRAPH", "nodes": [run(text)], "paragraphData": style]
    }

    static func heading(_ text: String) -> JSONValue {
        [
            "type": "HEADING", "nodes": [run(text)],
            "headingData": ["level": 2, "textStyle": ["textAlignment": "AUTO"]],
        ]
    }

    static func quote(_ text: String) -> JSONValue {
        ["type": "BLOCKQUOTE", "nodes": [paragraph(text)], "blockquoteData": ["indentation": 1]]
    }

    static func list(_ items: [String]) -> JSONValue {
        let entries = items.map { item -> JSONValue in ["type": "LIST_ITEM", "nodes": [paragraph(item)]] }
        return ["type": "BULLETED_LIST", "nodes": .array(entries), "bulletedListData": ["offset": 0]]
    }

    private static func run(_ text: String) -> JSONValue {
        ["type": "TEXT", "id": "", "nodes": [], "textData": ["text": .string(text), "decorations": []]]
    }

    private static func numbered(_ node: JSONValue, _ number: inout Int) -> JSONValue {
        guard node["type"] != "TEXT" else { return node }
        number += 1
        var node = node
        node["id"] = .string("n\(number)")
        node["nodes"] = .array((node["nodes"]?.arrayValue ?? []).map { numbered($0, &number) })
        return node
    }
}
