package import JSON

extension RicosDocument {
    /// What is wrong with a document that somebody else wrote, or nil: the mistakes that Wix refuses or shows as an
    /// empty page.
    ///
    /// Unknown node types are let through: Wix has more than we know.
    package static func fault(in document: JSONValue, limits: RicosLimits = RicosLimits()) -> String? {
        guard case .array(let nodes)? = document["nodes"] else {
            return "must be a Ricos document: an object with the array \"nodes\"."
        }
        if let index = nodes.firstIndex(where: { $0["type"]?.stringValue == "TEXT" }) {
            return "has a TEXT at nodes[\(index)]: text lives inside PARAGRAPH, HEADING, CODE_BLOCK or CAPTION."
        }
        if let fault = fault(in: nodes, path: "nodes", parent: nil, depth: 0) { return fault }
        let size = document.bytes.count
        return size <= limits.documentBytes ? nil : "has \(size) bytes; Wix takes at most \(limits.documentBytes)."
    }

    private static func fault(in nodes: [JSONValue], path: String, parent: String?, depth: Int) -> String? {
        guard depth < RicosReader.maximumDepth else { return "is nested too deep at \(path)." }
        for (index, node) in nodes.enumerated() {
            let place = "\(path)[\(index)]"
            guard let type = node["type"]?.stringValue else { return "has a node without \"type\" at \(place)." }
            if type == "TEXT" {
                if node.value(at: "textData.text")?.stringValue?.isEmpty != false {
                    return "has a TEXT without textData.text at \(place)."
                }
                if let parent, !textParents.contains(parent) { return "has a TEXT inside \(parent) at \(place)." }
            }
            let children = node["nodes"]?.arrayValue ?? []
            if type == "BLOCKQUOTE", children.count != 1 {
                return "has \(children.count) nodes in the BLOCKQUOTE at \(place): it takes one PARAGRAPH."
            }
            if let fault = fault(in: children, path: "\(place).nodes", parent: type, depth: depth + 1) { return fault }
        }
        return nil
    }

    private static let textParents: Set<String> = ["PARAGRAPH", "HEADING", "CODE_BLOCK", "CAPTION"]
}
