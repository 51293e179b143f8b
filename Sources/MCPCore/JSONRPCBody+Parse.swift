import JSON

extension JSONRPCBody {
    /// Checks the grammar (-32700) and the shape (-32600) of a body. A batch is taken whole or not at all.
    package static func parse(_ bytes: [UInt8]) throws(JSONRPCFailure) -> JSONRPCBody {
        do {
            try JSONBytes.validate(bytes, maximumDepth: maximumDepth)
        } catch {
            throw JSONRPCFailure(.parseError(error))
        }
        let whole = 0..<bytes.count
        if let elements = JSONBytes.elements(of: whole, in: bytes) { return .batch(try batch(elements, of: bytes)) }
        return .single(try message(whole, of: bytes))
    }

    private static func batch(_ elements: [Range<Int>], of bytes: [UInt8]) throws(JSONRPCFailure) -> [JSONRPCMessage] {
        guard !elements.isEmpty else { throw JSONRPCFailure(.invalidRequest("the batch is empty")) }
        guard elements.count <= maximumBatch else {
            throw JSONRPCFailure(.invalidRequest("a batch holds at most \(maximumBatch) messages"))
        }
        var messages: [JSONRPCMessage] = []
        messages.reserveCapacity(elements.count)
        for element in elements {
            let place = "message \(messages.count + 1) of the batch: "
            messages.append(try message(element, of: bytes, place: place))
        }
        return messages
    }

    /// `place` says where in a batch the message is. A batch is refused whole, so the error belongs to no request.
    private static func message(
        _ range: Range<Int>, of bytes: [UInt8], place: String? = nil
    ) throws(JSONRPCFailure) -> JSONRPCMessage {
        guard let members = JSONBytes.members(of: range, in: bytes) else {
            throw JSONRPCFailure(.invalidRequest((place ?? "") + "a JSON-RPC message is an object"))
        }
        var envelope = JSONRPCEnvelope()
        for (name, value) in members { envelope.take(name, value) }
        if let fault = envelope.fault(in: bytes) {
            throw JSONRPCFailure(
                .invalidRequest((place ?? "") + fault), id: place == nil ? envelope.readableID(in: bytes) : nil)
        }
        return envelope.message(in: bytes)
    }
}

/// The members of a message while they are being collected.
private struct JSONRPCEnvelope {
    private var version: Range<Int>?
    private var id: Range<Int>?
    private var method: Range<Int>?
    private var params: Range<Int>?
    private var outcome: Range<Int>?
    private var repeatsMember = false

    /// Comparisons one by one: short strings compare as two words, which a `switch` does not use.
    mutating func take(_ name: String, _ value: Range<Int>) {
        if name == "jsonrpc" {
            repeatsMember = Self.replace(&version, with: value) || repeatsMember
        } else if name == "id" {
            repeatsMember = Self.replace(&id, with: value) || repeatsMember
        } else if name == "method" {
            repeatsMember = Self.replace(&method, with: value) || repeatsMember
        } else if name == "params" {
            repeatsMember = Self.replace(&params, with: value) || repeatsMember
        } else if name == "result" || name == "error" {
            repeatsMember = Self.replace(&outcome, with: value) || repeatsMember
        }
    }

    /// True when the member was there already: a proxy and this server could then read two different messages.
    private static func replace(_ member: inout Range<Int>?, with value: Range<Int>) -> Bool {
        defer { member = value }
        return member != nil
    }

    /// The id to answer to, also when the message is malformed otherwise.
    func readableID(in bytes: [UInt8]) -> JSONRPCID? {
        id.flatMap { JSONRPCID.isID($0, in: bytes) ? JSONRPCID(Array(bytes[$0])) : nil }
    }

    /// The message, once there is no fault in it.
    func message(in bytes: [UInt8]) -> JSONRPCMessage {
        let name = method.flatMap { JSONBytes.string(at: $0, in: bytes) }
        let kind: JSONRPCMessage.Kind = name == nil ? .response : id == nil ? .notification : .request
        return JSONRPCMessage(
            kind: kind, method: MCPMethod(name ?? ""), bytes: bytes, id: id, params: name == nil ? nil : params)
    }

    /// What keeps the members from being a JSON-RPC message.
    func fault(in bytes: [UInt8]) -> String? {
        if repeatsMember { return "a member of the message is given twice" }
        guard let version, isTwo(version, in: bytes) else { return "`jsonrpc` must be \"2.0\"" }
        if let id, !JSONRPCID.isID(id, in: bytes) {
            return "`id` must be a string or an integer of at most \(JSONRPCID.maximumBytes) bytes"
        }
        guard let method else { return outcome == nil ? "`method` is missing" : nil }
        if outcome != nil { return "a message has either `method` or `result`/`error`" }
        return JSONKind(at: method, in: bytes) == .string ? nil : "`method` must be a string"
    }

    /// Nobody writes the version with escapes, but one may.
    private func isTwo(_ version: Range<Int>, in bytes: [UInt8]) -> Bool {
        bytes[version].elementsEqual("\"2.0\"".utf8) || JSONBytes.string(at: version, in: bytes) == "2.0"
    }
}
