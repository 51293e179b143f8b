package import JSON

extension RicosDocument {
    /// The text of a Ricos document for reading: blocks apart by an empty line, list items by a line end, no marks.
    package static func plainText(of document: JSONValue) -> String { RicosReader(markup: false).text(of: document) }

    /// The document as Markdown: the mapping of section 6.5 reversed. What Markdown has no word for becomes `[TYPE]`.
    package static func markdown(of document: JSONValue) -> String { RicosReader(markup: true).text(of: document) }

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
