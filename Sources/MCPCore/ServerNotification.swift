import JSON

/// Writes the notifications that this server sends.
package enum ServerNotification {
    /// `notifications/progress` for the token a request gave; `message` only where the revision has it.
    package static func progress(
        token: [UInt8], progress: Double, total: Double?, message: String, for revision: ProtocolRevision
    ) -> [UInt8] {
        notification("notifications/progress") { json in
            json.member("progressToken", copying: token[...])
            json.member("progress", .number(number(progress)))
            if let total { json.member("total", .number(number(total))) }
            if revision.hasProgressMessages, !message.isEmpty { json.member("message", message) }
        }
    }

    /// `notifications/tools/list_changed` for a legacy stream.
    package static let toolsChanged = Array(#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#.utf8)

    /// `notifications/tools/list_changed` for the listen stream of request `id`.
    package static func toolsChanged(subscription id: ArraySlice<UInt8>) -> [UInt8] {
        notification("notifications/tools/list_changed") { tag(&$0, with: id) }
    }

    /// `notifications/subscriptions/acknowledged`: the first event of a listen stream, with what was granted.
    package static func acknowledged(subscription id: ArraySlice<UInt8>, toolsChanged: Bool) -> [UInt8] {
        notification("notifications/subscriptions/acknowledged") { json in
            tag(&json, with: id)
            json.member("notifications", toolsChanged ? ["toolsListChanged": true] : [:])
        }
    }

    /// `notifications/cancelled` for a listen stream that the server ends.
    package static func cancelled(subscription id: ArraySlice<UInt8>, reason: String) -> [UInt8] {
        notification("notifications/cancelled") { json in
            tag(&json, with: id)
            json.member("requestId", copying: id)
            json.member("reason", reason)
        }
    }

    /// `notifications/message` for a tool call that failed.
    package static func callFailed(tool: String, reason: String) -> [UInt8] {
        notification("notifications/message") { json in
            json.member("level", LoggingLevel.warning.rawValue)
            json.member("logger", "tools")
            json.member("data", ["tool": .string(tool), "message": .string(reason)])
        }
    }

    /// `notifications/message` before the streams of a server end for good.
    package static func serverEnded(reason: String) -> [UInt8] {
        notification("notifications/message") { json in
            json.member("level", LoggingLevel.warning.rawValue)
            json.member("logger", "server")
            json.member("data", reason)
        }
    }

    private static func notification(_ method: String, params: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(capacity: 192)
        json.object { json in
            json.member("jsonrpc", "2.0")
            json.member("method", method)
            json.key("params")
            json.object(params)
        }
        return json.bytes
    }

    /// Every message of a listen stream names the request that opened it.
    private static func tag(_ json: inout JSONWriter, with id: ArraySlice<UInt8>) {
        json.key("_meta")
        json.object { $0.member("io.modelcontextprotocol/subscriptionId", copying: id) }
    }

    /// Whole numbers without a fraction, as a person counts steps.
    private static func number(_ value: Double) -> JSONNumber {
        Int(exactly: value).map { JSONNumber($0) } ?? JSONNumber(value)
    }
}
