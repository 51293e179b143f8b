import HTTPCore
import HTTPServer
import MCPCore
import WixAPI

/// Sends answers, with the fields that the request's origin and Wix's quota ask for.
struct Responder: Sendable {
    let shared: MCPShared
    /// The origin to allow (CORS); nil for most.
    let origin: String?

    var options: MCPOptions { shared.options }

    private static let json = HTTPFields([("content-type", "application/json")])
    private static let none = HTTPFields()

    func send(_ body: [UInt8], status: Int = 200, sessionID: String? = nil, on exchange: HTTPExchange) {
        var fields = Self.json
        if let sessionID { fields.append("mcp-session-id", sessionID) }
        addCrossOrigin(to: &fields)
        exchange.respond(HTTPResponse(status: status, fields: fields, body: body))
    }

    func send(_ answer: CallAnswer, on exchange: HTTPExchange) {
        var fields = Self.json
        answer.rateLimit?.addFields(to: &fields)
        addCrossOrigin(to: &fields)
        exchange.respond(HTTPResponse(status: answer.status, fields: fields, body: answer.body))
    }

    /// An error that is the whole answer, with the status that its era gives it.
    func send(_ error: MCPError, _ era: MCPError.Era, to id: ArraySlice<UInt8>?, on exchange: HTTPExchange) {
        send(error, status: error.status(in: era), to: id, on: exchange)
    }

    func send(_ error: MCPError, status: Int, to id: ArraySlice<UInt8>? = nil, on exchange: HTTPExchange) {
        shared.counters.protocolErrors.count()
        send(JSONRPCReply.error(error, to: id), status: status, on: exchange)
    }

    /// 202 without a body: taken, nothing to say.
    func accepted(on exchange: HTTPExchange) { empty(202, on: exchange) }

    /// 202 with the word that HTTP+SSE clients know.
    func taken(on exchange: HTTPExchange) {
        var fields = HTTPFields([("content-type", "text/plain")])
        addCrossOrigin(to: &fields)
        exchange.respond(HTTPResponse(status: 202, fields: fields, body: Array("Accepted".utf8)))
    }

    func empty(_ status: Int, on exchange: HTTPExchange) {
        var fields = Self.none
        addCrossOrigin(to: &fields)
        exchange.respond(HTTPResponse(status: status, fields: fields))
    }

    /// The fields of an event stream's head beside those that the server adds.
    func streamFields(sessionID: String? = nil, rateLimit: RateLimitStatus? = nil) -> HTTPFields {
        var fields = Self.none
        if let sessionID { fields.append("mcp-session-id", sessionID) }
        rateLimit?.addFields(to: &fields)
        addCrossOrigin(to: &fields)
        return fields
    }

    private func addCrossOrigin(to fields: inout HTTPFields) {
        guard let origin else { return }
        CrossOrigin.add(origin, to: &fields)
    }
}

/// The fields that let a browser page of a configured origin call (Fetch standard, section 3.3).
enum CrossOrigin {
    private static let exposed =
        "mcp-session-id, www-authenticate, ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit, "
        + "ratelimit-policy, retry-after"
    private static let accepted =
        "content-type, authorization, accept, mcp-protocol-version, mcp-session-id, mcp-method, mcp-name, last-event-id"

    static func add(_ origin: String, to fields: inout HTTPFields) {
        fields.append("access-control-allow-origin", origin)
        fields.append("access-control-expose-headers", exposed)
        fields.append("vary", "origin")
    }

    /// The answer to a preflight.
    static func preflight(_ origin: String, methods: String) -> HTTPResponse {
        HTTPResponse(
            status: 204,
            fields: HTTPFields([
                ("access-control-allow-origin", origin), ("access-control-allow-methods", methods),
                ("access-control-allow-headers", accepted), ("access-control-max-age", "600"), ("vary", "origin"),
            ]))
    }
}

extension RateLimitStatus {
    /// The quota in the spellings that clients know, and `retry-after` on a refusal (design 7).
    func addFields(to fields: inout HTTPFields) {
        let quota = HTTPRateLimit(
            limit: limit, remaining: remaining, resetSeconds: resetSeconds, retryAfterSeconds: retryAfterSeconds,
            windowSeconds: windowSeconds)
        for (name, value) in quota.fields(policy: source == .server ? "server" : "wix") { fields.append(name, value) }
    }
}
