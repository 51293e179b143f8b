package import JSON

extension RicosDocument {
    /// The document as Markdown: the mapping of section 6.5 reversed. What Markdown has no word for becomes
    /// links and pictures, or `[TYPE]` where nothing is known of it.
    package static func markdown(of document: JSONValue) -> String { RicosReader().text(of: document) }

    /// The Markdown and what it lost (`typesBeyondMarkdown`), on the concurrent executor: a long document blocks no
    /// loop.
    @concurrent
    package static func reading(_ document: JSONValue) async -> (markdown: String, lost: [String]) {
        (markdown(of: document), typesBeyondMarkdown(in: document))
    }

    /// The types of node in the document that Markdown has no word for, each once, in document order: a post that has any
    /// loses them when it is written again from Markdown.
    package static func typesBeyondMarkdown(in document: JSONValue) -> [String] {
        var types: [String] = []
        collectTypes(of: document["nodes"]?.arrayValue ?? [], depth: 0, into: &types)
        return types
    }

    private static func collectTypes(of nodes: [JSONValue], depth: Int, into types: inout [String]) {
        guard depth < RicosReader.maximumDepth else { return }
        for node in nodes {
            if let type = node["type"]?.stringValue, RicosKind(rawValue: type) == nil, !types.contains(type) {
                types.append(type)
            }
            collectTypes(of: node["nodes"]?.arrayValue ?? [], depth: depth + 1, into: &types)
        }
    }
}
