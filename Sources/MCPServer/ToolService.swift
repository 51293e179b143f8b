package import EventLoop
package import JSON
package import WixTools

/// One MCP server as minted or configured. `id` binds sessions to their server.
package struct ServerAccess: Sendable, Equatable {
    package let id: String
    package let name: String
    /// Tells the tokens of one server apart while two of them work, e.g. the first bytes of the token's hash.
    package let tokenTag: UInt64
    /// The API token that came beside the server's own, where the server wants one.
    package let apiTokenID: String?
    package init(id: String, name: String, tokenTag: UInt64 = 0, apiTokenID: String? = nil) {
        self.id = id
        self.name = name
        self.tokenTag = tokenTag
        self.apiTokenID = apiTokenID
    }
}

/// What a request offers to be let in.
package struct AccessCredentials: Sendable, Equatable {
    /// The server's token, from the URL.
    package let pathToken: String?
    /// The value of `Authorization: Bearer`: an API token beside a path token, the server's token without one.
    package let bearer: String?
    package init(pathToken: String?, bearer: String?) {
        self.pathToken = pathToken
        self.bearer = bearer
    }
}

package enum AccessDecision: Sendable, Equatable { case granted(ServerAccess), refused(AccessFault) }

/// Why a request is not let in.
package enum AccessFault: Sendable, Equatable {
    /// The server's token is missing, was never given out, has expired or was revoked.
    case unknownToken
    /// The server wants an API token beside its URL.
    case apiTokenMissing
    /// The API token was never given out, has expired or was revoked.
    case apiTokenWrong
    /// The API token is not for the account of the server.
    case apiTokenOutOfScope
    /// The server's token came as bearer, and the server wants an API token there.
    case needsURL
}

/// Who makes a tool call.
package struct ToolCaller: Sendable, Equatable {
    package let access: ServerAccess
    /// What the client says of itself, cleaned and of bounded length.
    package let clientName: String?
    package let clientVersion: String?
    /// Tells sessions apart, but opens none; nil without a session.
    package let sessionID: String?
    package init(access: ServerAccess, clientName: String?, clientVersion: String?, sessionID: String?) {
        self.access = access
        self.clientName = clientName
        self.clientVersion = clientVersion
        self.sessionID = sessionID
    }
}

/// What the MCP endpoint needs of the rest of the daemon; tests have their own.
package protocol ToolService: Sendable {
    /// What credentials open. Both nil ask for the open access that `demo` serves on loopback. A bearer beside the token
    /// of a server that wants none is of no account.
    func admit(_ credentials: AccessCredentials) -> AccessDecision
    /// A number that is another one whenever `admit` may answer otherwise than before, so that its answers can be kept
    /// until then. Nil, the default, keeps none.
    var accessRevision: Int? { get }
    /// The MCP tool objects (JSON bytes) that this server may call, in stable order.
    func toolDefinitions(for access: ServerAccess) -> [[UInt8]]
    /// True when the server may call the tool: otherwise `-32602 Unknown tool`.
    func mayCall(_ tool: String, _ access: ServerAccess) -> Bool
    /// Runs a call on `loop`.
    func call(
        _ tool: String, arguments: JSONObject, caller: ToolCaller, loop: EventLoop,
        progress: (@Sendable (ToolProgress) -> Void)?
    ) async -> ToolOutcome
    /// Text for `instructions` of initialize and discover.
    func instructions(for access: ServerAccess) -> String
}

extension ToolService {
    package var accessRevision: Int? { nil }
}
