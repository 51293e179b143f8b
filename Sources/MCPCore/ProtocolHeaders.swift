/// The header fields that say how a body is to be read. Each comes at most once: the HTTP parser refuses more.
package struct ProtocolHeaders: Sendable, Equatable {
    package var protocolVersion: String?
    package var method: String?
    package var name: String?
    package init(protocolVersion: String? = nil, method: String? = nil, name: String? = nil) {
        self.protocolVersion = protocolVersion
        self.method = method
        self.name = name
    }
}

extension ProtocolHeaders {
    /// Rung 8 of the modern ladder: the headers are there and say what the body says.
    func check(_ message: JSONRPCMessage, claims version: String) throws(MCPError) {
        try Self.compare(protocolVersion, "MCP-Protocol-Version", with: version)
        try Self.compare(method, "Mcp-Method", with: message.method.name)
        guard let member = message.method.namedParameter, let expected = message.stringParameter(member) else { return }
        guard let name else { throw .headerMismatch("the Mcp-Name header is missing") }
        guard let decoded = HeaderValue.decode(name) else {
            throw .headerMismatch("the Mcp-Name header is not valid base64 inside =?base64?…?=")
        }
        try Self.compare(decoded, "Mcp-Name", with: expected)
    }

    private static func compare(_ value: String?, _ name: String, with expected: String) throws(MCPError) {
        guard let value else { throw .headerMismatch("the \(name) header is missing") }
        guard value == expected else {
            throw .headerMismatch("the \(name) header and the body differ; both must name the same value")
        }
    }
}
