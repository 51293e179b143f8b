import JSON
import Testing

@testable import MCPCore

/// Reads one message; a test that needs a batch says so itself.
func message(_ text: String) throws -> JSONRPCMessage {
    guard case .single(let message) = try JSONRPCBody.parse(Array(text.utf8)) else { throw NotSingle() }
    return message
}

func batch(_ text: String) throws -> [JSONRPCMessage] {
    guard case .batch(let messages) = try JSONRPCBody.parse(Array(text.utf8)) else { throw NotSingle() }
    return messages
}

struct NotSingle: Error {}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

let versionKey = "io.modelcontextprotocol/protocolVersion"
let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

/// A `_meta` member that claims a modern revision.
func claim(_ version: String = "2026-07-28") -> String {
    #""_meta":{"\#(versionKey)":"\#(version)","\#(capabilitiesKey)":{}}"#
}
