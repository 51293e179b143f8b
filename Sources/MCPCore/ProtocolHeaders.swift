/// The header fields that say how a body is to be read, as they came.
package struct ProtocolHeaders: Sendable, Equatable {
    package enum Field: Sendable, Equatable {
        case absent
        case value(String)
        /// The field came on more than one line.
        case repeated

        /// Takes one field line.
        package mutating func add(_ value: String) { self = self == .absent ? .value(value) : .repeated }
    }
    package var protocolVersion: Field
    package var method: Field
    package var name: Field
    package init(protocolVersion: Field = .absent, method: Field = .absent, name: Field = .absent) {
        self.protocolVersion = protocolVersion
        self.method = method
        self.name = name
    }
}

extension ProtocolHeaders {
    /// The first of the three that came twice.
    var repeatedName: String? {
        if protocolVersion == .repeated { return "MCP-Protocol-Version" }
        if method == .repeated { return "Mcp-Method" }
        return name == .repeated ? "Mcp-Name" : nil
    }

    /// Rung 8 of the modern ladder: the headers are there and say what the body says.
    func check(_ message: JSONRPCMessage, claims version: String) throws(MCPError) {
        try Self.compare(protocolVersion, "MCP-Protocol-Version", with: version)
        try Self.compare(method, "Mcp-Method", with: message.method.name)
        guard let member = message.method.namedParameter, let expected = message.stringParameter(member) else { return }
        guard case .value(let raw) = name else { throw .headerMismatch("the Mcp-Name header is missing") }
        guard let decoded = HeaderValue.decode(raw) else {
            throw .headerMismatch("the Mcp-Name header is not valid base64 inside =?base64?…?=")
        }
        try Self.compare(.value(decoded), "Mcp-Name", with: expected)
    }

    private static func compare(_ field: Field, _ name: String, with expected: String) throws(MCPError) {
        guard case .value(let value) = field else { throw .headerMismatch("the \(name) header is missing") }
        guard value == expected else {
            throw .headerMismatch("the \(name) header and the body differ; both must name the same value")
        }
    }
}
