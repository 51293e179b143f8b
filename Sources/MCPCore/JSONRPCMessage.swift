import JSON

/// A request id exactly as the client wrote it: `1` and `"1"` are different ids.
package struct JSONRPCID: Sendable, Hashable {
    /// JSON text of a string or an integer.
    package let bytes: [UInt8]
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Ids are kept while a request runs and are sent back on each event, so they are bounded.
    package static let maximumBytes = 1024

    /// A string or a number without fraction and exponent, not too long: what MCP allows as an id or a token.
    static func isID(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        guard range.count <= maximumBytes else { return false }
        switch JSONKind(at: range, in: bytes) {
        case .string: return true
        case .number: return !bytes[range].contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        default: return false
        }
    }
}

/// One JSON-RPC 2.0 message as byte ranges of the body it came in.
package struct JSONRPCMessage: Sendable {
    package enum Kind: Sendable { case request, notification, response }
    package let kind: Kind
    /// `.other("")` for a response.
    package let method: MCPMethod
    /// The body, validated.
    package let bytes: [UInt8]
    private let idRange: Range<Int>?
    let parameters: [(name: String, value: Range<Int>)]
    /// `params` is absent or an object; arrays are JSON-RPC but never MCP.
    package let hasUsableParameters: Bool
    package let meta: RequestMeta

    /// `params` is the range of the member's value, of any kind.
    init(kind: Kind, method: MCPMethod, bytes: [UInt8], id: Range<Int>?, params: Range<Int>?) {
        self.kind = kind
        self.method = method
        self.bytes = bytes
        idRange = id
        let members = params.map { JSONBytes.members(of: $0, in: bytes) } ?? []
        parameters = members ?? []
        hasUsableParameters = members != nil
        meta = RequestMeta(parameters.first { $0.name == "_meta" }?.value, in: bytes)
    }

    /// The id as sent; nil for notifications.
    package var id: JSONRPCID? { idBytes.map { JSONRPCID(Array($0)) } }
    /// The id without a copy, for answers that are written at once.
    package var idBytes: ArraySlice<UInt8>? { idRange.map { bytes[$0] } }

    /// The value of a member of `params`; the first where it is repeated.
    func parameter(_ name: String) -> Range<Int>? { parameters.first { $0.name == name }?.value }

    /// A member of `params` that is a string.
    package func stringParameter(_ name: String) -> String? {
        parameter(name).flatMap { JSONBytes.string(at: $0, in: bytes) }
    }
}

/// Why a body is not a message, and the id to answer to when it could be read.
package struct JSONRPCFailure: Error, Sendable, Equatable {
    package let error: MCPError
    package let id: JSONRPCID?
    package init(_ error: MCPError, id: JSONRPCID? = nil) {
        self.error = error
        self.id = id
    }
}

/// A request body: one message, or an array of them (2025-03-26 only).
package enum JSONRPCBody: Sendable {
    case single(JSONRPCMessage)
    case batch([JSONRPCMessage])

    /// Deep enough for filters and Ricos documents, shallow enough for every recursion after it.
    static let maximumDepth = 128
    package static let maximumBatch = 100
}
