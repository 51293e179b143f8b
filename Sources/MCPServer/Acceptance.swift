import HTTPCore

/// What a client takes as an answer (RFC 9110 section 12.5.1, as far as MCP needs it).
struct Acceptance: Sendable, Equatable {
    let json: Bool
    let eventStream: Bool

    private static let jsonType = HTTPMediaType("application/json")
    private static let eventStreamType = HTTPMediaType("text/event-stream")
    /// What nearly every MCP client sends.
    private static let usual = Array("application/json, text/event-stream".utf8)

    /// Neither: 406.
    var isUnusable: Bool { !json && !eventStream }

    /// No `Accept` accepts all: curl users and some bridges send none.
    init(_ fields: HTTPFields) {
        if fields.bytes(.accept)?.elementsEqual(Self.usual) ?? true {
            json = true
            eventStream = true
            return
        }
        let accept = HTTPAccept(fields.values("accept"))
        json = Self.jsonType.map { accept.accepts($0) } ?? false
        eventStream = Self.eventStreamType.map { accept.accepts($0) } ?? false
    }
}

extension HTTPFields {
    /// Whether the `Content-Type` is JSON, parameters such as `charset` aside.
    var announcesJSON: Bool {
        guard let bytes = bytes(.contentType) else { return false }
        if bytes.elementsEqual("application/json".utf8) { return true }
        return self[.contentType].flatMap { HTTPMediaType($0) }?.essence == "application/json"
    }
}
