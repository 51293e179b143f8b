import JSON

/// Fits a tool definition to a revision.
enum ToolDefinition {
    /// Writes a tool object (JSON text) without the members that `revision` does not know.
    static func write(_ definition: [UInt8], for revision: ProtocolRevision, to json: inout JSONWriter) {
        let members = JSONBytes.members(of: 0..<definition.count, in: definition) ?? []
        guard members.contains(where: { !isKnown($0.name, to: revision) }) else {
            return json.value(copying: definition[...])
        }
        json.object { json in
            for (name, value) in members where isKnown(name, to: revision) {
                json.member(name, copying: definition[value])
            }
        }
    }

    private static func isKnown(_ member: String, to revision: ProtocolRevision) -> Bool {
        switch member {
        case "annotations": revision.hasToolAnnotations
        case "title": revision.hasTitles
        case "outputSchema": revision.hasStructuredContent
        case "_meta": revision.hasToolMeta
        case "icons": revision.hasIcons
        case "execution": revision.hasToolExecution
        default: true
        }
    }
}
