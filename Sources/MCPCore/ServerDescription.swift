import JSON

/// Who the server says it is, and the results it makes: JSON text, spliced without a tree.
package struct ServerDescription: Sendable {
    /// `{"name":…,"title":…,"version":…}`
    private let info: [UInt8]
    /// The same for revisions before `title`.
    private let untitledInfo: [UInt8]
    /// The `_meta` of every modern result.
    private let modernMeta: [UInt8]

    package init(name: String, title: String, version: String) {
        let untitled: JSONValue = ["name": .string(name), "version": .string(version)]
        let titled: JSONValue = ["name": .string(name), "title": .string(title), "version": .string(version)]
        let meta: JSONValue = ["io.modelcontextprotocol/serverInfo": titled]
        untitledInfo = untitled.bytes
        info = titled.bytes
        modernMeta = meta.bytes
    }

    /// `tools` can change while a client listens, and a failed call is logged to clients that asked with
    /// `logging/setLevel`. Modern clients would opt in to logs on each request, which is deprecated: not offered.
    private static let legacyCapabilities: JSONValue = ["logging": [:], "tools": ["listChanged": true]]
    private static let modernCapabilities: JSONValue = ["tools": ["listChanged": true]]

    /// How long a client may keep a list or discover result without asking again; changes are announced before that.
    private static let cacheMilliseconds = 300_000

    /// The result of `initialize`.
    package func initializeResult(_ revision: ProtocolRevision, instructions: String) -> [UInt8] {
        var json = JSONWriter(capacity: 256 + instructions.utf8.count)
        json.object { json in
            json.member("protocolVersion", revision.rawValue)
            json.member("capabilities", Self.legacyCapabilities)
            json.member("serverInfo", copying: (revision.hasTitles ? info : untitledInfo)[...])
            if !instructions.isEmpty { json.member("instructions", instructions) }
        }
        return json.bytes
    }

    /// The result of `server/discover`.
    package func discoverResult(instructions: String) -> [UInt8] {
        var json = JSONWriter(capacity: 512 + instructions.utf8.count)
        json.object { json in
            json.member("resultType", "complete")
            json.member("supportedVersions", .array(ProtocolRevision.supportedNames.map { .string($0) }))
            json.member("capabilities", Self.modernCapabilities)
            if !instructions.isEmpty { json.member("instructions", instructions) }
            Self.writeCaching(&json)
            json.member("_meta", copying: modernMeta[...])
        }
        return json.bytes
    }

    /// The result of `tools/list`: all definitions on one page, because several hosts never ask for a second.
    package func listToolsResult(_ definitions: [[UInt8]], for revision: ProtocolRevision) -> [UInt8] {
        var json = JSONWriter(capacity: definitions.reduce(256) { $0 + $1.count + 1 })
        json.object { json in
            if revision.isModern { json.member("resultType", "complete") }
            json.key("tools")
            json.array { json in
                for definition in definitions { ToolDefinition.write(definition, for: revision, to: &json) }
            }
            guard revision.isModern else { return }
            Self.writeCaching(&json)
            json.member("_meta", copying: modernMeta[...])
        }
        return json.bytes
    }

    /// The whole answer to a `tools/call`: the structured JSON spliced as it is, and once more escaped as text.
    package func callToolReply(
        structured: [UInt8], isError: Bool, to id: ArraySlice<UInt8>, for revision: ProtocolRevision
    ) -> [UInt8] {
        // Escaping adds about a seventh to Wix's JSON.
        var json = JSONRPCReply.open(to: id, capacity: structured.count * 9 / 4 + id.count + 320)
        json.key("result")
        json.openObject()
        if revision.isModern { json.member("resultType", "complete") }
        json.key("content")
        json.openArray()
        json.openObject()
        json.member("type", "text")
        json.key("text")
        json.string(escaping: structured[...])
        json.closeObject()
        json.closeArray()
        if revision.hasStructuredContent { json.member("structuredContent", copying: structured[...]) }
        if isError { json.member("isError", true) }
        if revision.isModern { json.member("_meta", copying: modernMeta[...]) }
        json.closeObject()
        json.closeObject()
        return json.bytes
    }

    /// The result that ends a `subscriptions/listen` stream.
    package func listenResult(subscription id: ArraySlice<UInt8>) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.member("resultType", "complete")
            json.key("_meta")
            json.object { json in
                json.member("io.modelcontextprotocol/subscriptionId", copying: id)
                json.member("io.modelcontextprotocol/serverInfo", copying: info[...])
            }
        }
        return json.bytes
    }

    /// Private: what a server lists depends on its token.
    private static func writeCaching(_ json: inout JSONWriter) {
        json.member("ttlMs", cacheMilliseconds)
        json.member("cacheScope", "private")
    }
}
