import Gateway
import JSON

/// One line of the client: its bytes, which are passed on unchanged, and what the bridge must know of them.
struct BridgeMessage: Sendable, Equatable {
    let bytes: [UInt8]
    /// The ids that want an answer: one for a request, any number for a batch, none for the rest.
    let requestIDs: [JSONValue]
    /// Nil for a response or a batch.
    let method: String?
    /// The revision that the message claims for itself in `_meta` (2026-07-28 and later).
    let modernVersion: String?
    /// The value of `Mcp-Name`, where the method has one.
    let name: String?
    /// The request that this message cancels.
    let cancelledID: JSONValue?

    /// Nil when the line is not JSON or neither an object nor an array of objects.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes) else { return nil }
        self.bytes = bytes
        switch value {
        case .object:
            requestIDs = Self.requestID(value).map { [$0] } ?? []
            method = value["method"]?.stringValue
            modernVersion = value["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"]?.stringValue
            name = Self.nameParameter[method ?? ""].flatMap { value["params"]?[$0]?.stringValue }
            cancelledID = method == "notifications/cancelled" ? value["params"]?["requestId"] : nil
        case .array(let elements):
            guard elements.allSatisfy({ $0.objectValue != nil }) else { return nil }
            requestIDs = elements.compactMap(Self.requestID)
            method = nil
            modernVersion = nil
            name = nil
            cancelledID = nil
        default: return nil
        }
    }

    var isInitialize: Bool { method == "initialize" }
    var isInitialized: Bool { method == "notifications/initialized" }

    /// The methods whose target is repeated in a field (2026-07-28 transport).
    private static let nameParameter = [
        "tools/call": "name", "prompts/get": "name", "resources/read": "uri", "tasks/get": "taskId",
        "tasks/update": "taskId", "tasks/cancel": "taskId",
    ]

    private static func requestID(_ value: JSONValue) -> JSONValue? {
        guard value["method"] != nil, let id = value["id"], !id.isNull else { return nil }
        return id
    }

    /// The same request under another id, for repeating the handshake.
    func withID(_ id: String) -> BridgeMessage? {
        guard var value = try? JSONValue(parsing: bytes) else { return nil }
        value["id"] = .string(id)
        return BridgeMessage(value.bytes)
    }

    /// `text` as a field value: itself when it is plain, else the `=?base64?…?=` form (2026-07-28, "Value Encoding").
    static func fieldValue(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && !text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.hasPrefix("=?base64?")
        return isPlain ? text : "=?base64?\(Base64.encode(Array(text.utf8), .standard))?="
    }
}

/// A message of the server, as far as the bridge looks into it.
struct BridgeReply: Sendable {
    let bytes: [UInt8]
    let value: JSONValue
    /// The ids of the requests that it answers.
    let answeredIDs: [JSONValue]

    /// Nil when the bytes are no JSON-RPC message or batch.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes) else { return nil }
        let messages = value.arrayValue ?? [value]
        guard messages.allSatisfy({ $0["jsonrpc"]?.stringValue == "2.0" }), !messages.isEmpty else { return nil }
        self.value = value
        // The client reads lines: a pretty-printed body becomes one.
        self.bytes = bytes.contains(UInt8(ascii: "\n")) || bytes.contains(UInt8(ascii: "\r")) ? value.bytes : bytes
        answeredIDs = messages.compactMap { message in message["method"] == nil ? message["id"] : nil }
    }

    /// An error object that could not name its request, as an answer to `id`.
    func answering(_ id: JSONValue) -> [UInt8]? {
        guard value["error"] != nil, value["id"] == nil || value["id"]?.isNull == true else { return nil }
        return JSONValue.object(["jsonrpc": "2.0", "id": id, "error": value["error"] ?? nil]).bytes
    }
}
