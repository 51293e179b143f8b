import JSON

/// The members of `params._meta` that this server reads (2026-07-28, "General fields").
package struct RequestMeta: Sendable, Equatable {
    /// The claim to be a modern request: the version member is there, whatever its kind.
    package private(set) var claimsRevision = false
    /// Nil unless it is a string.
    package private(set) var protocolVersion: String?
    /// True when it is there and an object.
    package private(set) var hasClientCapabilities = false
    /// JSON text of a string or integer, to be sent back unchanged.
    package private(set) var progressToken: [UInt8]?
    /// Where the client says who it is; read when it is needed.
    private(set) var clientInfo: Range<Int>?

    /// Reads the `_meta` value at `range`; anything but an object says nothing.
    init(_ range: Range<Int>?, in bytes: [UInt8]) {
        guard let range, let members = JSONBytes.members(of: range, in: bytes) else { return }
        for (name, value) in members {
            switch name {
            case "io.modelcontextprotocol/protocolVersion":
                claimsRevision = true
                protocolVersion = JSONBytes.string(at: value, in: bytes)
            case "io.modelcontextprotocol/clientCapabilities":
                hasClientCapabilities = JSONKind(at: value, in: bytes) == .object
            case "io.modelcontextprotocol/clientInfo": clientInfo = value
            case "progressToken" where JSONRPCID.isID(value, in: bytes):
                progressToken = Array(bytes[value])
            default: break
            }
        }
    }
}
