import JSON

/// Makes rows, still without a place in the chain, of what the loops report. Costs microseconds, so it runs on the log's
/// queue.
struct AuditDrafting: Sendable {
    private static let longestName = 200
    private var redaction = AuditRedaction()

    /// A call that changed nothing, whole.
    mutating func call(_ call: AuditedCall, _ ending: AuditEnding) -> AuditRow {
        var json = open(call)
        Self.write(ending, to: &json)
        json.closeObject()
        return Self.draft(.call, call, outcome: ending.outcome.rawValue, body: json.bytes)
    }

    /// A call that is about to be made.
    mutating func beginning(_ call: AuditedCall) -> AuditRow {
        var json = open(call)
        json.closeObject()
        return Self.draft(.begin, call, outcome: "", body: json.bytes)
    }

    /// How the call of `beginning` ended: with all that its row says, so that it can be read alone.
    static func end(_ beginning: AuditRow, _ ending: AuditEnding) -> AuditRow {
        end(beginning, ending.outcome) { write(ending, to: &$0) }
    }

    /// How a call ended of which no more is known than that it was begun.
    static func end(_ beginning: AuditRow, _ outcome: AuditEnding.Outcome, detail: StaticString) -> AuditRow {
        end(beginning, outcome) { $0.member("detail", "\(detail)") }
    }

    private static func end(
        _ beginning: AuditRow, _ outcome: AuditEnding.Outcome, _ write: (inout JSONWriter) -> Void
    ) -> AuditRow {
        var json = JSONWriter(capacity: beginning.body.count + 256)
        json.object(write)
        // A body that somebody has changed in the store may be anything.
        let isObject = beginning.body.count > 2 && beginning.body.last == UInt8(ascii: "}")
        let body = isObject ? beginning.body.dropLast() + [UInt8(ascii: ",")] + json.bytes.dropFirst() : json.bytes[...]
        return AuditRow(
            sequence: 0, time: beginning.time, kind: .end, beginning: beginning.sequence,
            accountID: beginning.accountID, serverID: beginning.serverID, tool: beginning.tool,
            effect: beginning.effect, outcome: outcome.rawValue, body: Array(body), mac: [])
    }

    /// Stands for calls that there was no room to write down.
    static func loss(of count: Int, at time: Timestamp) -> AuditRow {
        var json = JSONWriter()
        json.object { json in
            json.member("lost", count)
            json.member(
                "detail", "\(count) calls that changed nothing were not written down: the log could not keep up")
        }
        return AuditRow(
            sequence: 0, time: time, kind: .call, beginning: nil, accountID: "", serverID: "", tool: "", effect: "read",
            outcome: AuditEnding.Outcome.unknown.rawValue, body: json.bytes, mac: [])
    }

    private static func draft(
        _ kind: AuditRow.Kind, _ call: AuditedCall, outcome: String, body: [UInt8]
    ) -> AuditRow {
        // A call of a tool that does not exist may name anything.
        let isName = AuditShape.isFieldName(call.tool.utf8.span)
        return AuditRow(
            sequence: 0, time: call.time, kind: kind, beginning: nil, accountID: call.accountID,
            serverID: call.serverID,
            tool: isName ? call.tool : "[text, \(AuditShape.count(call.tool.utf8.span)) characters]",
            effect: call.effect, outcome: outcome, body: body, mac: [])
    }
}

extension AuditDrafting {
    /// The part that a beginning and its end share; the object is left open.
    private mutating func open(_ call: AuditedCall) -> JSONWriter {
        var json = JSONWriter(capacity: 512)
        json.openObject()
        json.member("account", Self.clipped(call.accountName))
        json.member("server", Self.clipped(call.serverName))
        if let name = call.clientName { json.member("client", Self.clipped(name)) }
        if let version = call.clientVersion { json.member("client_version", Self.clipped(version)) }
        if let session = call.sessionID { json.member("session", Self.clipped(session)) }
        json.key("arguments")
        redaction.write(call.arguments, to: &json)
        return json
    }

    private static func write(_ ending: AuditEnding, to json: inout JSONWriter) {
        json.key("requests")
        json.openArray()
        for request in ending.requests.prefix(CallTrace.maximumRequests) {
            json.openObject()
            json.member("method", clipped(request.method))
            json.member("path", AuditRedaction.path(request.path))
            if let status = request.status { json.member("status", status) }
            if let id = request.wixRequestID { json.member("id", clipped(id)) }
            json.closeObject()
        }
        json.closeArray()
        let left = ending.requestsLeftOut + max(0, ending.requests.count - CallTrace.maximumRequests)
        if left > 0 { json.member("requests_left_out", left) }
        json.member("result_chars", ending.resultCharacters)
        json.member("duration_ms", ending.duration.wholeMilliseconds)
        if let detail = ending.detail { json.member("detail", AuditRedaction.sentence(detail)) }
    }

    /// Names come from outside and may be of any length.
    private static func clipped(_ text: String) -> String {
        text.utf8.count <= longestName ? text : String(text.unicodeScalars.prefix(longestName)) + "…"
    }
}
