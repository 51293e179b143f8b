import HTTPCore
import HTTPServer
import MCPCore

extension MCPHandler {
    /// A GET: an HTTP+SSE connection on `/sse`, and on `/mcp` where nothing else can be meant; else a session's stream.
    func get(_ route: Route, _ context: RequestContext) {
        let accepts = Acceptance(context.fields)
        if case .sse = route {
            guard accepts.eventStream else { return context.exchange.respond(Refusal.streamNotAcceptable) }
            return openConnection(route, context)
        }
        guard context.sessionID != nil else {
            guard accepts.eventStream, !accepts.json, opensConnection(context.fields) else {
                return context.exchange.respond(Refusal.methodNotAllowed(route))
            }
            return openConnection(route, context)
        }
        openSessionStream(accepts, context)
    }

    /// A client that resumes, or speaks a revision without GET, does not mean HTTP+SSE.
    private func opensConnection(_ fields: HTTPFields) -> Bool {
        let revision = fields["mcp-protocol-version"].flatMap { ProtocolRevision(rawValue: $0) }
        return !fields.contains("last-event-id") && revision?.isModern != true
    }

    private func openSessionStream(_ accepts: Acceptance, _ context: RequestContext) {
        do throws(MCPError) {
            guard let session = try session(of: context) else { throw .sessionMissing }
            try checkLegacyHeader(context)
            guard accepts.eventStream else { return context.exchange.respond(Refusal.streamNotAcceptable) }
            open(session, context)
        } catch {
            context.responder.send(error, .legacy, to: nil, on: context.exchange)
        }
    }

    /// The version header of a GET or DELETE: absent or any revision with sessions.
    private func checkLegacyHeader(_ context: RequestContext) throws(MCPError) {
        guard let name = context.fields["mcp-protocol-version"] else { return }
        guard let revision = ProtocolRevision(rawValue: name), !revision.isModern else {
            throw .invalidRequest("the MCP-Protocol-Version header names no revision that has sessions")
        }
    }

    private func open(_ session: Session, _ context: RequestContext) {
        let stream = StreamHandle(on: loop, counter: shared.counters.openStreams)
        let lastEvent = context.fields["last-event-id"]
        // The state is asked before the head goes out: a refusal is a status.
        let opening = session.open(
            { handle in lastEvent.map { .resumed($0, handle) } ?? .standaloneOpened(handle) }, on: stream)
        switch opening {
        case .refused(let refusal):
            let status = refusal == .streamBusy ? 409 : 400
            context.responder.send(refusal.error, status: status, on: context.exchange)
        case .opened(let name):
            context.exchange.onDisconnect = { session.disconnected(name, stream.id) }
            if !stream.attach(context.exchange.startEventStream(fields: context.responder.streamFields())) {
                session.disconnected(name, stream.id)
            }
        }
    }

    /// DELETE: the client is done with its session. Without one there is nothing to delete here.
    func endSession(_ route: Route, _ context: RequestContext) {
        do throws(MCPError) {
            guard let session = try session(of: context) else {
                return context.exchange.respond(Refusal.methodNotAllowed(route))
            }
            try checkLegacyHeader(context)
            shared.sessions.remove(session)
            context.responder.empty(204, on: context.exchange)
        } catch {
            context.responder.send(error, .legacy, to: nil, on: context.exchange)
        }
    }
}
