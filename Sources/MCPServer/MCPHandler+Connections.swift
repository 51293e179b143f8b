import EventLoop
import HTTPCore
import HTTPServer
import MCPCore

// HTTP+SSE (2024-11-05): a GET holds the connection, POSTs to `/messages` bring the client's messages, and everything
// the server has to say goes out on the connection.
extension MCPHandler {
    /// Opens a connection and tells its client where to post.
    func openConnection(_ route: Route, _ context: RequestContext) {
        let stream = StreamHandle(on: loop, counter: shared.counters.openStreams)
        let transport = Session.Transport.connection(stream, pathToken: route.token)
        guard let session = makeSession(transport, nil, ClientInfo(), context.access) else {
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
    func takeMessage(_ request: HTTPRequest, _ sessionID: String?, _ responder: Responder, on exchange: HTTPExchange) {
        guard let sessionID else {
            let error = MCPError.invalidRequest(
                "the URL lacks sessionId; post to the path that the endpoint event named")
            return responder.send(error, .legacy, to: nil, on: exchange)
        }
        guard let (session, connection, pathToken) = connectionSession(sessionID) else {
            return responder.send(.sessionUnknown, .legacy, to: nil, on: exchange)
        }
        let access: ServerAccess
        switch admit(pathToken, request.head.fields, from: request.peer) {
        case .granted(let granted): access = granted
        case .refused(let fault): return exchange.respond(refusal(fault, pathToken, request.head.fields))
        }
        guard access.id == session.access.id else {
            return responder.send(.sessionUnknown, .legacy, to: nil, on: exchange)
        }
        do throws(JSONRPCFailure) {
            switch try JSONRPCBody.parse(request.body) {
            case .single(let message): deliver(message, session, access, connection)
            case .batch(let messages):
                guard session.revision.hasBatches else {
                    throw JSONRPCFailure(.invalidRequest("batches exist only in revision 2025-03-26"))
                }
                for message in messages { deliver(message, session, access, connection) }
            }
            responder.taken(on: exchange)
        } catch {
            responder.send(error.error, .legacy, to: error.id?.bytes[...], on: exchange)
        }
    }

    /// The HTTP+SSE session with this id and the token of the URL that opened it. The URL is not repeated with messages,
    /// so the unguessable id stands for it.
    func connectionSession(_ id: String) -> (session: Session, connection: StreamHandle, pathToken: String?)? {
        guard let session = shared.sessions.find(id),
            case .connection(let connection, let pathToken) = session.transport
        else { return nil }
        return (session, connection, pathToken)
    }

    private func deliver(
        _ message: JSONRPCMessage, _ session: Session, _ access: ServerAccess, _ connection: StreamHandle
    ) {
        shared.counters.requests.count()
        let send = { (reply: [UInt8]) in connection.send([.init(message: reply)]) }
        guard message.kind == .request, let id = message.idBytes else { return take(message, session) }
        guard message.method == .initialize else {
            return perform(
                message, session.revision, session, access, reply: .connection(connection), send: send)
        }
        do throws(MCPError) {
            let revision = try message.negotiatedRevision()
            guard session.initialize(revision, client: message.initializingClient) else {
                throw SessionState.Refusal.alreadyInitialized.error
            }
            let result = shared.description.initializeResult(
                revision, instructions: service.instructions(for: access))
            send(JSONRPCReply.result(result, to: id))
        } catch {
            shared.counters.protocolErrors.count()
            send(JSONRPCReply.error(error, to: id))
        }
    }
}
