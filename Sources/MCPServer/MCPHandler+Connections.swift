import EventLoop
import HTTPCore
import HTTPServer
import MCPCore

// HTTP+SSE (2024-11-05): a GET holds the connection, POSTs to `/messages` bring the client's messages, and everything
// the server has to say goes out on the connection.
extension MCPHandler {
    /// Opens a connection and tells its client where to post.
    func openConnection(_ route: Route, _ context: RequestContext, _ head: HTTPRequestHead) {
        let stream = StreamHandle(on: loop, counter: shared.counters.openStreams)
        let bearer = route.token == nil ? BearerToken(head.fields)?.text : nil
        let transport = Session.Transport.connection(
            stream, token: route.token ?? bearer, isBearer: bearer != nil)
        guard let session = makeSession(transport, nil, context.access) else {
            let error = MCPError.busy("Too many sessions are open. Try again later.")
            return context.responder.send(error, .legacy, to: nil, on: context.exchange)
        }
        context.exchange.onDisconnect = { [sessions = shared.sessions] in sessions.remove(session) }
        guard stream.attach(context.exchange.startEventStream(fields: context.responder.streamFields())) else {
            shared.sessions.remove(session)
            return
        }
        // Relative: only the client knows by which name and scheme it came here.
        stream.send([ServerSentEvent(event: "endpoint", data: Array("/messages?sessionId=\(session.id)".utf8))])
    }

    /// A POST to `/messages`.
    func takeMessage(_ request: HTTPRequest, _ responder: Responder, on exchange: HTTPExchange) {
        guard let id = request.head.query.first(where: { $0.name == "sessionId" })?.value else {
            let error = MCPError.invalidRequest(
                "the URL lacks sessionId; post to the path that the endpoint event named")
            return responder.send(error, .legacy, to: nil, on: exchange)
        }
        guard let session = shared.sessions.find(id), let connection = session.connection,
            isAuthorized(request.head.fields, for: session, from: request.peer)
        else { return responder.send(.sessionUnknown, .legacy, to: nil, on: exchange) }
        do throws(JSONRPCFailure) {
            switch try JSONRPCBody.parse(request.body) {
            case .single(let message): deliver(message, session, connection)
            case .batch(let messages):
                guard session.revision.hasBatches else {
                    throw JSONRPCFailure(.invalidRequest("batches exist only in revision 2025-03-26"))
                }
                for message in messages { deliver(message, session, connection) }
            }
            responder.taken(on: exchange)
        } catch {
            responder.send(error.error, .legacy, to: error.id?.bytes[...], on: exchange)
        }
    }

    /// A connection opened with a bearer token wants it with every message. One opened by a URL that carries its token
    /// is known by its unguessable session id, as that URL is not repeated; the token must still be good.
    private func isAuthorized(_ fields: HTTPFields, for session: Session, from peer: HTTPPeer) -> Bool {
        guard case .connection(_, let token, let isBearer) = session.transport else { return false }
        if isBearer || fields.contains("authorization") {
            return BearerToken(fields).flatMap { service.access(token: $0.text) }?.id == session.access.id
        }
        guard token != nil || peer.isLocalLoopback else { return false }
        return service.access(token: token)?.id == session.access.id
    }

    private func deliver(_ message: JSONRPCMessage, _ session: Session, _ connection: StreamHandle) {
        shared.counters.requests.count()
        let send = { (reply: [UInt8]) in connection.send([.init(message: reply)]) }
        guard message.kind == .request, let id = message.idBytes else { return take(message, session) }
        guard message.method == .initialize else {
            return perform(
                message, session.revision, session, session.access, reply: .connection(connection), send: send)
        }
        do throws(MCPError) {
            let revision = try message.negotiatedRevision()
            guard session.initialize(revision) else { throw SessionState.Refusal.alreadyInitialized.error }
            let result = shared.description.initializeResult(
                revision, instructions: service.instructions(for: session.access))
            send(JSONRPCReply.result(result, to: id))
        } catch {
            shared.counters.protocolErrors.count()
            send(JSONRPCReply.error(error, to: id))
        }
    }
}
