package import EventLoop
package import JSON
package import WixTools

/// Who is calling: one MCP server as minted or configured. `id` binds sessions to their token.
package struct ServerAccess: Sendable, Equatable {
    package let id: String
    package let name: String
    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// What the MCP endpoint needs of the rest of the daemon. `Gateway` conforms; tests have their own.
package protocol ToolService: Sendable {
    /// The access that a token opens; nil for an unknown or expired one. `nil` token asks for the open access that
    /// `demo` serves on loopback.
    func access(token: String?) -> ServerAccess?
    /// A number that is another one whenever `access(token:)` may answer otherwise than before, so that its answers can
    /// be kept until then. Nil, the default, keeps none.
    var accessRevision: Int? { get }
    /// The MCP tool objects (JSON bytes) that this server may call, in stable order.
    func toolDefinitions(for access: ServerAccess) -> [[UInt8]]
    /// True when the server may call the tool: otherwise `-32602 Unknown tool`.
    func mayCall(_ tool: String, _ access: ServerAccess) -> Bool
    /// Runs a call on `loop`.
    func call(
        _ tool: String, arguments: JSONObject, access: ServerAccess, loop: EventLoop,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome
    /// Text for `instructions` of initialize and discover.
    func instructions(for access: ServerAccess) -> String
}

extension ToolService {
    package var accessRevision: Int? { nil }
}
