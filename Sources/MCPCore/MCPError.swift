package import JSON

/// Every reason for which a message is answered with an error, or refused.
package enum MCPError: Error, Sendable, Equatable {
    case parseError(JSONError)
    case invalidRequest(String)
    case methodNotFound(String)
    case invalidParams(String)
    /// A key that 2026-07-28 requires in `params._meta` is missing or of the wrong kind.
    case invalidMeta(String)
    /// A header and the body it repeats disagree (2026-07-28, "Server Validation").
    case headerMismatch(String)
    case unsupportedRevision(requested: String)
    /// A legacy request needs a session and names none.
    case sessionMissing
    /// The session ended, never was, or belongs to another credential: the three are not told apart.
    case sessionUnknown
    /// A limit of this server; the client may try again later.
    case busy(String)
    /// The MCP server went while the request ran: expired, removed, or its token replaced.
    case accessEnded(String)
    /// Wix answered 429, or a limit of the MCP server refused (design 7).
    case rateLimited(RateLimitRefusal)
}

/// What a caller needs to know of a refusal for too many requests.
package struct RateLimitRefusal: Sendable, Equatable {
    package let limit: Int
    package let remaining: Int
    package let resetSeconds: Int
    package let retryAfterSeconds: Int
    /// `wix` when the numbers are Wix's own, `counted` when they are this daemon's, `server` when this MCP server's own
    /// limit refused.
    package let source: String
    package let wixRequestID: String?
    /// Wix's code when a plan's quota is used up: waiting does not help.
    package let quotaCode: String?
    /// The seconds that `limit` is for; nil for a limit of calls at once.
    package let windowSeconds: Int?
    package init(
        limit: Int, remaining: Int, resetSeconds: Int, retryAfterSeconds: Int, source: String,
        wixRequestID: String? = nil, quotaCode: String? = nil, windowSeconds: Int? = 60
    ) {
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retryAfterSeconds = retryAfterSeconds
        self.source = source
        self.wixRequestID = wixRequestID
        self.quotaCode = quotaCode
        self.windowSeconds = windowSeconds
    }
}

extension MCPError {
    /// Which rule set an error is answered under.
    package enum Era: Sendable { case legacy, modern }

    /// The JSON-RPC code. Own codes are positive, outside the reserved range.
    package var code: Int {
        switch self {
        case .parseError: -32700
        case .invalidRequest, .sessionMissing, .sessionUnknown: -32600
        case .methodNotFound: -32601
        case .invalidParams, .invalidMeta: -32602
        case .headerMismatch: -32020
        case .unsupportedRevision: -32022
        case .accessEnded: 401
        case .rateLimited: 429
        case .busy: 503
        }
    }

    /// The HTTP status of an answer that carries nothing but this error. Legacy clients read any other status
    /// than 200 as a broken transport, so errors of a well-formed legacy request travel in 200.
    package func status(in era: Era) -> Int {
        switch self {
        case .parseError, .invalidRequest, .invalidMeta, .headerMismatch, .unsupportedRevision, .sessionMissing: 400
        case .sessionUnknown: 404
        case .methodNotFound: era == .modern ? 404 : 200
        case .invalidParams: era == .modern ? 400 : 200
        case .busy: 503
        // The request was let in, and its answer says what became of it.
        case .accessEnded, .rateLimited: 200
        }
    }

    /// One sentence: what is wrong and what to do. 4xx texts avoid the words on which bridges change transport.
    package var message: String {
        switch self {
        case .parseError(let error): "Parse error. \(error.description)"
        case .invalidRequest(let reason): "Invalid Request: \(reason)"
        case .methodNotFound(let name): "Method not found: \(name)"
        case .invalidParams(let reason): reason
        case .invalidMeta(let reason): "Invalid params: \(reason)"
        case .headerMismatch(let reason): "Header mismatch: \(reason)"
        case .unsupportedRevision: "Unsupported protocol version"
        case .sessionMissing:
            "This method needs a session: send the Mcp-Session-Id header that the answer to initialize carried"
        case .sessionUnknown:
            "This session has ended or never existed. Start a new one: send initialize, without a session id."
        case .busy(let reason), .accessEnded(let reason): reason
        case .rateLimited(let refusal): refusal.message
        }
    }

    /// The `data` member, where a code has one.
    var data: JSONValue? {
        switch self {
        case .unsupportedRevision(let requested):
            ["supported": .array(ProtocolRevision.supportedNames.map { .string($0) }), "requested": .string(requested)]
        case .rateLimited(let refusal): refusal.data
        default: nil
        }
    }
}

extension RateLimitRefusal {
    private var isOwn: Bool { source == "server" }

    var message: String {
        if isOwn { return ownMessage }
        if let quotaCode { return "A quota of the site's Wix plan is used up (\(quotaCode)). Waiting does not help." }
        return "Wix's request limit is reached. Wait \(retryAfterSeconds) seconds, then try again."
    }

    /// Says that it is not Wix who refuses: another server, or a higher limit, would help.
    private var ownMessage: String {
        let calls = limit == 1 ? "1 call" : "\(limit) calls"
        let period = windowSeconds.map { $0 == 60 ? "a minute" : "in \($0) seconds" } ?? "at once"
        let wait = retryAfterSeconds == 1 ? "1 second" : "\(retryAfterSeconds) seconds"
        return "This MCP server's own limit of \(calls) \(period) is reached. Wait \(wait), then try again."
    }

    var data: JSONValue {
        var data: JSONValue = [
            "status": 429, "retryable": .bool(quotaCode == nil), "ratelimit-limit": .number(JSONNumber(limit)),
            "ratelimit-remaining": .number(JSONNumber(remaining)),
            "ratelimit-reset": .number(JSONNumber(resetSeconds)),
            "retryAfterSeconds": .number(JSONNumber(retryAfterSeconds)),
            "wixRequestId": wixRequestID.map { .string($0) } ?? .null, "source": .string(source),
        ]
        if let quotaCode { data["code"] = .string(quotaCode) }
        return data
    }
}
