import HTTPCore
import MCPCore

/// A request that is turned away before its message is read.
enum Refusal {
    static func response(_ status: Int, _ message: String, fields: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: HTTPFields([("content-type", "application/json")] + fields),
            body: JSONRPCReply.refusal(status: status, message: message))
    }

    static func forbidden(_ reason: String) -> HTTPResponse { response(403, reason) }

    static func methodNotAllowed(_ route: Route) -> HTTPResponse {
        let allowed = route.allowedMethods
        return response(405, "This path answers \(allowed).", fields: [("allow", allowed)])
    }

    /// `isWrong`: a token was given and opens nothing.
    static func unauthorized(_ route: Route, isWrong: Bool) -> HTTPResponse {
        let message =
            if route.token != nil {
                "The token in this URL is unknown or has expired. Ask for a new MCP URL."
            } else if isWrong {
                "The bearer token is unknown or has expired."
            } else {
                "A token is needed: send Authorization: Bearer {token}, or use the URL that carries it."
            }
        let challenge = "Bearer realm=\"wixmcpd\"" + (isWrong ? ", error=\"invalid_token\"" : "")
        return response(401, message, fields: [("www-authenticate", challenge)])
    }

    static let unsupportedMediaType = response(
        415, "The body must be JSON: send the header Content-Type: application/json.")

    static let notAcceptable = response(
        406, "The answer is application/json or text/event-stream: list both in the Accept header.")

    static let streamNotAcceptable = response(
        406, "The answer is an event stream: list text/event-stream in the Accept header.")
}
