package import EventLoop
package import HTTPCore
package import HTTPServer
import MCPCore

/// Serves `/mcp…`, `/sse…`, `/messages`; other paths go to `fallback`, after the check of host and origin.
///
/// The order of checks is that of mcp-protocol 1.4 and 1.5. Confined to its loop.
package final class MCPHandler<Service: ToolService>: HTTPHandler {
    let loop: EventLoop
    let service: Service
    let shared: MCPShared
    let state: LoopState
    let emptyResult = Array("{}".utf8)
    private let fallback: any HTTPHandler
    private var accesses = AccessCache()
    /// Clients keep sending the same target and host: the answers for the last ones are kept.
    private var lastRoute = (target: "", route: Route.other)
    private var lastHost: [UInt8] = []

    /// Make it on the loop.
    package init(loop: EventLoop, service: Service, shared: MCPShared, fallback: any HTTPHandler) {
        self.loop = loop
        self.service = service
        self.shared = shared
        self.fallback = fallback
        state = shared.makeState(on: loop)
    }

    package func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? {
        let route = route(of: head)
        if route == .other { return refusalElsewhere(of: head, from: peer) }
        guard let response = check(head, route, from: peer) else { return nil }
        shared.counters.refusals.count()
        return response
    }

    package func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        let head = request.head
        let route = route(of: head)
        if route == .other { return fallback.handle(request, on: exchange) }
        let responder = Responder(shared: shared, origin: shared.sources.crossOrigin(of: head.fields))
        if case .messages(let sessionID) = route { return takeMessage(request, sessionID, responder, on: exchange) }
        let access: ServerAccess
        switch admit(route.token, head.fields, from: request.peer) {
        case .granted(let granted): access = granted
        case .refused(let fault): return exchange.respond(refusal(fault, route.token, head.fields))
        }
        let context = RequestContext(access: access, exchange: exchange, responder: responder, fields: head.fields)
        switch head.method {
        case "POST": post(request.body, context)
        case "GET": get(route, context)
        default: endSession(route, context)
        }
    }

    package func drainBegan() {
        state.listeners.endAll()
        shared.sessions.drain()
        fallback.drainBegan()
    }

    private func refusalElsewhere(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? {
        guard let fault = sourceFault(of: head.fields, from: peer) else {
            return fallback.refusal(of: head, from: peer)
        }
        shared.counters.refusals.count()
        return Refusal.forbiddenElsewhere(fault)
    }

    // MARK: Admission

    private func route(of head: HTTPRequestHead) -> Route {
        if lastRoute.target == head.target { return lastRoute.route }
        lastRoute = (head.target, Route(head))
        return lastRoute.route
    }

    private func check(_ head: HTTPRequestHead, _ route: Route, from peer: HTTPPeer) -> HTTPResponse? {
        if let fault = sourceFault(of: head.fields, from: peer) { return Refusal.forbidden(fault) }
        if head.method == "OPTIONS", let origin = shared.sources.crossOrigin(of: head.fields) {
            return CrossOrigin.preflight(origin, methods: route.allowedMethods)
        }
        guard route.allows(head.method) else { return Refusal.methodNotAllowed(route) }
        if let refusal = accessRefusal(head, route, from: peer) { return refusal }
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

    private func accessRefusal(_ head: HTTPRequestHead, _ route: Route, from peer: HTTPPeer) -> HTTPResponse? {
        var pathToken = route.token
        if case .messages(let sessionID) = route {
            // A message for nobody gets its own answer, which is not about tokens.
            guard let sessionID, let session = connectionSession(sessionID) else { return nil }
            pathToken = session.pathToken
        }
        guard case .refused(let fault) = admit(pathToken, head.fields, from: peer) else { return nil }
        return refusal(fault, pathToken, head.fields)
    }

    func refusal(_ fault: AccessFault, _ pathToken: String?, _ fields: HTTPFields) -> HTTPResponse {
        Refusal.unauthorized(fault, pathToken: pathToken, isBare: !fields.contains(.authorization))
    }

    /// What a request may reach. Without any credential: the open access that `demo` has, and only for this machine.
    func admit(_ pathToken: String?, _ fields: HTTPFields, from peer: HTTPPeer) -> AccessDecision {
        let authorization = fields.bytes(.authorization)
        guard pathToken != nil || authorization != nil || peer.isLocalLoopback else { return .refused(.unknownToken) }
        return accesses.decision(
            token: pathToken, authorization: authorization, revision: service.accessRevision
        ) {
            let bearer = BearerToken(fields)?.text
            // Another scheme must not pass for no credential at all.
            guard pathToken != nil || bearer != nil || authorization == nil else { return .refused(.unknownToken) }
            return service.admit(AccessCredentials(pathToken: pathToken, bearer: bearer))
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
