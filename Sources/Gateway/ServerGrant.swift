package import WixAPI
package import WixCatalogue

/// What a token opens: one site and the tools that may be called on it. Immutable, shared by all loops.
package final class ServerGrant: Sendable {
    /// Binds sessions to the server; stable while the process runs.
    package let id: String
    package let name: String
    package let account: String
    package let site: WixSite
    /// In catalogue order.
    package let tools: [Tool]
    /// The MCP tool objects of `tools`.
    package let definitions: [[UInt8]]
    package let maximumResultCharacters: Int
    private let byName: [String: Tool]

    init(_ declaration: ServerDeclaration, id: String, site: WixSite, tools: [Tool]) {
        self.id = id
        self.name = declaration.name
        self.account = declaration.account
        self.site = site
        self.tools = tools
        self.definitions = tools.map(\.definition)
        self.maximumResultCharacters = declaration.maximumResultCharacters
        self.byName = Dictionary(tools.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The tool when the server may call it; nil otherwise, whether it exists or not.
    package func tool(named name: String) -> Tool? { byName[name] }

    /// True when no tool of the server changes anything.
    package var isReadOnly: Bool { tools.allSatisfy { $0.effect == .read } }
}
