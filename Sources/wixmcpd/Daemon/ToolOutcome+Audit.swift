import Gateway
import JSON
import MCPServer
import WixAPI
import WixCatalogue
import WixTools

extension ToolOutcome {
    /// A call that did not reach Wix.
    static func failure(code: String, _ message: String) -> ToolOutcome {
        let structured: JSONValue = [
            "message": .string(message),
            "error": ["code": .string(code), "retryable": false, "outcome": "notSent"],
        ]
        return .result(ToolResult(structured: structured.bytes, isError: true))
    }

    /// For the log.
    var word: String {
        if case .rateLimited = self { "rate_limited" } else { auditOutcome.rawValue }
    }

    /// Why Wix refuses the account as a whole, if it does.
    var credentialFault: String? {
        if case .result(let result) = self { result.credentialFault } else { nil }
    }

    fileprivate var auditOutcome: AuditEnding.Outcome {
        guard case .result(let result) = self else { return .error }
        guard result.isError else { return .ok }
        return result.errorText("outcome") == "unknown" ? .unknown : .error
    }

    /// A call that was cancelled gave nobody an answer. What it changed until then is not known, unless it got as far as an
    /// answer that says so.
    fileprivate func auditOutcome(ofCancelled tool: Tool, _ trace: CallTrace) -> AuditEnding.Outcome {
        guard tool.effect != .read, !trace.requests.isEmpty, case .result(let result) = self else { return .error }
        if result.isError { return auditOutcome }
        return result.leavesSomethingOpen ? .unknown : .ok
    }

    fileprivate var detail: String? {
        switch self {
        case .rateLimited: "RATE_LIMITED"
        case .result(let result): result.isError ? result.errorText("code") : nil
        }
    }
}

extension ToolResult {
    /// A job that goes on at Wix, or items of which nobody knows what became of them.
    fileprivate var leavesSomethingOpen: Bool {
        let answer = try? JSONValue(parsing: structured)
        return answer?["done"] == false || answer?["unknown"]?.intValue ?? 0 > 0
    }

    /// A member of the `error` object, without reading the rest.
    fileprivate func errorText(_ member: String) -> String? {
        JSONBytes.range(of: ["error", member], in: structured).flatMap { JSONBytes.string(at: $0, in: structured) }
    }
}

extension AuditedCall {
    init(_ grant: ServerGrant, _ tool: Tool, _ arguments: JSONObject, _ caller: ToolCaller) {
        self.init(
            time: .now, accountID: grant.accountID, accountName: grant.accountName, serverID: grant.id,
            serverName: grant.name, clientName: caller.clientName, clientVersion: caller.clientVersion,
            sessionID: caller.sessionID, tool: tool.name, effect: tool.effect.rawValue, arguments: arguments)
    }
}

extension AuditEnding {
    init(_ outcome: ToolOutcome, of tool: Tool, isCancelled: Bool, _ trace: CallTrace, duration: Duration) {
        var characters = 0
        if case .result(let result) = outcome { characters = result.structured.count }
        let word = isCancelled ? outcome.auditOutcome(ofCancelled: tool, trace) : outcome.auditOutcome
        let detail = isCancelled && word != .ok ? "cancelled by the client" : outcome.detail
        self.init(
            time: .now, outcome: word, detail: detail, requests: trace.requests, resultCharacters: characters,
            duration: duration)
    }
}

extension RateLimitStatus {
    /// A refusal by the MCP server's own limits.
    init(_ refusal: CallLimits.Refusal) {
        self.init(
            limit: refusal.limit, remaining: refusal.remaining, resetSeconds: refusal.resetSeconds,
            retryAfterSeconds: refusal.retryAfterSeconds, source: .server,
            windowSeconds: refusal.kind == .callsPerMinute ? 60 : nil)
    }
}
