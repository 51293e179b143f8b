package import JSON

/// One call as people read it: a beginning is merged with its end.
package struct AuditEntry: Sendable {
    package let sequence: Int64
    /// The object of `GET /log`: id, created_at, integrated_account_id, integrated_account_name, mcp_id, mcp_name,
    /// client, session_id, tool, effect, arguments, wix_requests, result_chars, duration_ms, outcome, detail; and
    /// wix_requests_left_out where there were too many. `result_chars` and `duration_ms` are null for calls whose end is
    /// not known.
    package let json: JSONObject

    /// The call that `row` finishes or, when it is a beginning without an end, begins.
    init(_ row: AuditRow) {
        sequence = row.sequence
        // A body that somebody has changed in the store may be anything; `verify` says so, reading must still work.
        let body = (try? JSONValue(parsing: row.body))?.objectValue ?? JSONObject()
        var json = JSONObject()
        json["id"] = .number(JSONNumber(Int(row.sequence)))
        json["created_at"] = .string(row.time.text)
        json["integrated_account_id"] = .string(row.accountID)
        json["integrated_account_name"] = body["account"] ?? ""
        json["mcp_id"] = .string(row.serverID)
        json["mcp_name"] = body["server"] ?? ""
        json["client"] = body["client"].map { ["name": $0, "version": body["client_version"] ?? .null] } ?? .null
        json["session_id"] = body["session"] ?? .null
        json["tool"] = .string(row.tool)
        json["effect"] = .string(row.effect)
        json["arguments"] = body["arguments"] ?? [:]
        json["wix_requests"] = .array((body["requests"]?.arrayValue ?? []).map(Self.request))
        if let left = body["requests_left_out"] { json["wix_requests_left_out"] = left }
        json["result_chars"] = body["result_chars"] ?? .null
        json["duration_ms"] = body["duration_ms"] ?? .null
        json["outcome"] = row.kind == .begin ? "running" : .string(row.outcome)
        json["detail"] = body["detail"] ?? .null
        self.json = json
    }

    private static func request(_ request: JSONValue) -> JSONValue {
        [
            "method": request["method"] ?? "", "path": request["path"] ?? "", "status": request["status"] ?? .null,
            "request_id": request["id"] ?? .null,
        ]
    }
}

package struct AuditPage: Sendable {
    /// Newest first.
    package let entries: [AuditEntry]
    /// The `before` of the next, older page; nil on the last.
    package let next: Int64?
}
