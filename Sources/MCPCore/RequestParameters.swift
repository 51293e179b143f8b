package import JSON

/// The `params` of `tools/call`.
package struct CallToolParameters: Sendable, Equatable {
    package let name: String
    package let arguments: JSONObject

    /// Reads them out of a message; `-32602` names the member that is wrong.
    package init(_ message: JSONRPCMessage) throws(MCPError) {
        guard let name = message.stringParameter("name") else {
            throw .invalidParams("Invalid params: tools/call needs `name`, a string")
        }
        self.name = name
        guard let range = message.parameter("arguments"), JSONKind(at: range, in: message.bytes) != .null else {
            arguments = JSONObject()
            return
        }
        guard JSONKind(at: range, in: message.bytes) == .object else {
            throw .invalidParams("Invalid params: `arguments` must be an object")
        }
        do {
            arguments = try JSONBytes.value(at: range, in: message.bytes).objectValue ?? JSONObject()
        } catch {
            throw .invalidParams("Invalid params: `arguments`: \(error.description)")
        }
    }
}

extension JSONRPCMessage {
    /// All tools are on one page, so no cursor was ever handed out; an empty one asks for the first page.
    package func checkCursor() throws(MCPError) {
        guard let cursor = parameter("cursor"), JSONKind(at: cursor, in: bytes) != .null else { return }
        guard JSONBytes.string(at: cursor, in: bytes) == "" else {
            throw .invalidParams("Invalid params: `cursor` is not one of this server's; the list has one page")
        }
    }

    /// The `level` of `logging/setLevel`.
    package func loggingLevel() throws(MCPError) -> LoggingLevel {
        guard let level = stringParameter("level").flatMap(LoggingLevel.init) else {
            let names = LoggingLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidParams("Invalid params: `level` must be one of \(names)")
        }
        return level
    }

    /// The revision to answer `initialize` with; its other members are not needed here.
    package func negotiatedRevision() throws(MCPError) -> ProtocolRevision {
        guard let version = stringParameter("protocolVersion") else {
            throw .invalidParams("Invalid params: initialize needs `protocolVersion`, a string")
        }
        return .negotiated(with: version)
    }

    /// The id that `notifications/cancelled` names.
    package var cancelledID: JSONRPCID? {
        guard let range = parameter("requestId"), JSONRPCID.isID(range, in: bytes) else { return nil }
        return JSONRPCID(Array(bytes[range]))
    }

    /// Whether `subscriptions/listen` asks for changes of the tool list; the other kinds are not offered.
    package func wantsToolChanges() throws(MCPError) -> Bool {
        guard let filter = parameter("notifications"), let kinds = JSONBytes.members(of: filter, in: bytes) else {
            throw .invalidParams("Invalid params: subscriptions/listen needs `notifications`, an object")
        }
        return kinds.contains { $0.name == "toolsListChanged" && bytes[$0.value].elementsEqual("true".utf8) }
    }
}
