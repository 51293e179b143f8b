import HTTPCore
import HTTPServer

/// Answers the paths beside MCP at once.
final class StatusHandler: HTTPHandler {
    private let routes: StatusRoutes

    init(routes: StatusRoutes) { self.routes = routes }

    func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

    func handle(_ request: HTTPRequest, on exchange: HTTPExchange) { exchange.respond(routes.respond(to: request)) }
}
