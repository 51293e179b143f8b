import JSON

/// The plain text of Ricos documents.
enum RicosText {
    /// The text of every TEXT node, blocks separated by newlines.
    static func plain(_ document: JSONValue) -> String {
        var blocks: [String] = []
        collect(document["nodes"]?.arrayValue ?? [], into: &blocks)
        return blocks.joined(separator: "\n")
    }

    /// Reading time at 200 words a minute.
    static func minutes(_ text: String) -> Int {
        let words = text.split { $0.isWhitespace }.count
        return (words + 199) / 200
    }

    private static func collect(_ nodes: [JSONValue], into blocks: inout [String]) {
        let text = nodes.compactMap { $0.value(at: "textData.text")?.stringValue }.joined()
        if !text.isEmpty { blocks.append(text) }
        for node in nodes { collect(node["nodes"]?.arrayValue ?? [], into: &blocks) }
    }
}
