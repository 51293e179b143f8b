/// What an MCP server may do and how much: the `config` of design section 5. Nil leaves a setting at its default.
package struct ServerConfiguration: Sendable, Hashable {
    package enum Exposure: String, Sendable, CaseIterable {
        /// The everyday tools (`Tool.isCore`), unless something narrower names others.
        case core
        case all
    }

    /// `read`, `write`, `custom`, single verbs and exact tool names.
    package var methods: [String]?
    /// At least one must be among a tool's tags.
    package var tags: [String]?
    package var tools: [String]?
    /// Wins over everything else.
    package var excludeTools: [String]?
    package var exposure: Exposure?
    /// The caller must send an API token beside the server's own.
    package var requiresAPIToken: Bool?
    /// 0 means no limit.
    package var callsPerMinute: Int?
    package var maximumConcurrent: Int?
    /// In UTF-8 bytes.
    package var maximumResultCharacters: Int?

    package init() {}

    /// The calls a minute that a server may make when nothing else is said.
    package static let defaultCallsPerMinute = 120
    /// The characters of a result when nothing else is said (design 6).
    package static let defaultResultCharacters = 60_000

    /// A server that changes nothing.
    package static let readOnly: ServerConfiguration = {
        var configuration = ServerConfiguration()
        configuration.methods = ["read"]
        return configuration
    }()

    package var policy: ToolPolicy {
        ToolPolicy(
            methods: methods, tags: tags, tools: tools, excludeTools: excludeTools, exposure: exposure ?? .core)
    }
}
