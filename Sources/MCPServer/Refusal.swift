import HTTPCore
import JSON
import MCPCore

/// A request that is turned away before its message is read.
enum Refusal {
    static func response(_ status: Int, _ message: String, fields: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: HTTPFields([("content-type", "application/json")] + fields),
            body: JSONRPCReply.refusal(status: status, message: message))
    }

    static func forbidden(_ reason: String) -> HTTPResponse { response(403, reason) }

    /// The same on a path that does not speak JSON-RPC.
    static func forbiddenElsewhere(_ reason: String) -> HTTPResponse {
        let body: JSONValue = ["statusCode": 403, "error": "Forbidden", "message": .string(reason)]
        return HTTPResponse(status: 403, fields: HTTPFields([("content-type", "application/json")]), body: body.bytes)
    }

    static func methodNotAllowed(_ route: Route) -> HTTPResponse {
        let allowed = route.allowedMethods
        return response(405, "This path answers \(allowed).", fields: [("allow", allowed)])
    }

    /// Not let in (RFC 6750 section 3.1). `pathToken` is that of the URL, `isBare` a request without any credential.
    static func unauthorized(_ fault: AccessFault, pathToken: String?, isBare: Bool) -> HTTPResponse {
        switch fault {
        case .unknownToken where pathToken != nil:
            challenge(
                401, "invalid_token", "The token in this URL is unknown or has expired. Ask for a new MCP URL.")
        case .unknownToken where isBare:
            challenge(
                401, nil, "A token is needed: send Authorization: Bearer {token}, or use the URL that carries it.")
        case .unknownToken: challenge(401, "invalid_token", "The bearer token is unknown or has expired.")
        case .apiTokenMissing:
            challenge(
                401, nil,
                "This MCP server asks for an API token beside its URL: send Authorization: Bearer {API token}.")
        case .apiTokenWrong:
            challenge(
                401, "invalid_token",
                "The API token in the Authorization header is unknown, was revoked or has expired. Ask for a new one.")
        case .apiTokenOutOfScope:
            challenge(
                403, "insufficient_scope",
                "The API token is not for the account of this MCP server. Ask for one that includes the account.")
        case .needsURL:
            challenge(
                401, "invalid_token",
                "This MCP server asks for an API token in the Authorization header: put the server's own token in the "
                    + "URL, as /mcp/{token}.")
        }
    }

    private static func challenge(_ status: Int, _ error: String?, _ message: String) -> HTTPResponse {
        let challenge = "Bearer realm=\"wixmcpd\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return response(status, message, fields: [("www-authenticate", challenge)])
    }

    static let unsupportedMediaType = response(
        415, "The body must be JSON: send the header Content-Type: application/json.")

    static let notAcceptable = response(
        406, "The answer is application/json or text/event-stream: list both in the Accept header.")

    static let streamNotAcceptable = response(
        406, "The answer is an event stream: list text/event-stream in the Accept header.")
}
