package import EventLoop
package import HTTPCore
package import HTTPServer
import MCPCore

/// Serves `/mcp…`, `/sse…`, `/messages`; other paths go to `fallback`.
///
/// The order of checks is that of mcp-protocol 1.4 and 1.5. Confined to its loop.
package final class MCPHandler<Service: ToolService>: HTTPHandler {
    let loop: EventLoop
    let service: Service
    let shared: MCPShared
    let state: LoopState
    let emptyResult = Array("{}".utf8)
    private let fallback: (HTTPRequest) -> HTTPResponse?
    private var accesses = AccessCache()
    /// Clients keep sending the same target and host: the answers for the last ones are kept.
    private var lastRoute = (target: "", route: Route.other)
    private var lastHost: [UInt8] = []

    /// Make it on the loop.
    package init(
        loop: EventLoop, service: Service, shared: MCPShared,
        fallback: @escaping (HTTPRequest) -> HTTPResponse?
    ) {
        self.loop = loop
        self.service = service
        self.shared = shared
        self.fallback = fallback
        state = shared.makeState(on: loop)
    }

    package func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? {
        let route = route(of: head)
        guard route != .other else { return nil }
        guard let response = check(head, route, from: peer) else { return nil }
        shared.counters.refusals.count()
        return response
    }

    package func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        let head = request.head
        let route = route(of: head)
        guard route != .other else { return answerElsewhere(request, on: exchange) }
        let responder = Responder(shared: shared, origin: shared.sources.crossOrigin(of: head.fields))
        if route == .messages { return takeMessage(request, responder, on: exchange) }
        guard let access = access(head, route, from: request.peer) else {
            return exchange.respond(Refusal.unauthorized(route, isWrong: true))
        }
        let context = RequestContext(access: access, exchange: exchange, responder: responder, fields: head.fields)
        switch head.method {
        case "POST": post(request.body, context)
        case "GET": get(route, context, authorizedBy: head)
        default: endSession(route, context)
        }
    }

    package func drainBegan() {
        state.listeners.endAll()
        shared.sessions.drain()
    }

    private func answerElsewhere(_ request: HTTPRequest, on exchange: HTTPExchange) {
        exchange.respond(fallback(request) ?? Refusal.response(404, "There is nothing at this path."))
    }

    // MARK: Admission

    private func route(of head: HTTPRequestHead) -> Route {
        if lastRoute.target == head.target { return lastRoute.route }
        lastRoute = (head.target, Route(path: head.path))
        return lastRoute.route
    }

    private func check(_ head: HTTPRequestHead, _ route: Route, from peer: HTTPPeer) -> HTTPResponse? {
        if let fault = sourceFault(of: head.fields, from: peer) { return Refusal.forbidden(fault) }
        if head.method == "OPTIONS", let origin = shared.sources.crossOrigin(of: head.fields) {
            return CrossOrigin.preflight(origin, methods: route.allowedMethods)
        }
        guard route.allows(head.method) else { return Refusal.methodNotAllowed(route) }
        if route != .messages, access(head, route, from: peer) == nil {
            let isWrong = route.token != nil || head.fields.contains(.authorization)
            return Refusal.unauthorized(route, isWrong: isWrong)
        }
        if head.method == "POST", !head.fields.announcesJSON { return Refusal.unsupportedMediaType }
        return nil
    }

    private func sourceFault(of fields: HTTPFields, from peer: HTTPPeer) -> String? {
        // Only the host of a loopback address is kept: there it does not depend on the peer.
        guard peer.isLocalLoopback, !fields.contains(.origin), let host = fields.bytes(.host) else {
            return shared.sources.fault(of: fields, from: peer)
        }
        if host.elementsEqual(lastHost) { return nil }
        let fault = shared.sources.fault(of: fields, from: peer)
        if fault == nil, peer.address != "unix" { lastHost = Array(host) }
        return fault
    }

    /// What a request may reach. Without any token: the open access that `demo` has, and only for this machine.
    func access(_ head: HTTPRequestHead, _ route: Route, from peer: HTTPPeer) -> ServerAccess? {
        if let token = route.token {
            return accesses.access(token.utf8, isBearer: false, revision: service.accessRevision) {
                service.access(token: token)
            }
        }
        guard let authorization = head.fields.bytes(.authorization) else {
            return peer.isLocalLoopback ? service.access(token: nil) : nil
        }
        return accesses.access(authorization, isBearer: true, revision: service.accessRevision) {
            BearerToken(head.fields).flatMap { service.access(token: $0.text) }
        }
    }
}

/// One request on its way through the checks.
struct RequestContext {
    let access: ServerAccess
    let exchange: HTTPExchange
    let responder: Responder
    let fields: HTTPFields

    var sessionID: String? { fields[.sessionID] }
}

/// The credential of an `Authorization: Bearer` field (RFC 6750 section 2.1).
struct BearerToken {
    let text: String

    init?(_ fields: HTTPFields) {
        guard let value = fields[.authorization] else { return nil }
        let scheme = value.utf8.prefix { $0 != UInt8(ascii: " ") }
        guard scheme.count == 6, Substring(scheme).lowercased() == "bearer" else { return nil }
        let token = value.utf8.dropFirst(6).drop { $0 == UInt8(ascii: " ") }
        guard !token.isEmpty else { return nil }
        text = String(Substring(token))
    }
}
