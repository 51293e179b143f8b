/// Why everything that is open on an MCP server ends.
package enum SessionEnd: Sendable, Equatable {
    /// Its time is over.
    case expired
    /// Somebody removed it.
    case revoked
    /// It goes on under another token.
    case tokenRetired

    /// The last words on a stream.
    var message: String {
        switch self {
        case .expired: "This MCP server has expired. Ask for a new MCP URL."
        case .revoked: "This MCP server was removed. Ask for a new MCP URL."
        case .tokenRetired: "The token of this MCP server was replaced. Ask for its new MCP URL."
        }
    }

    /// The answer to a call that was running: what it sent to Wix cannot be called back.
    var callMessage: String {
        message + " The call was stopped before its result was known; a change that it had sent may have been made."
    }
}
