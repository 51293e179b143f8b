import EventLoop
import HTTPCore
import HTTPServer
import MCPCore

/// What a legacy request comes to before a transport carries it.
enum LegacyAnswer {
    /// A `result`, as JSON text.
    case result([UInt8])
    case call(CallToolParameters)
    case failed(MCPError)
}

extension MCPHandler {
    /// One message of 2024-11-05 … 2025-11-25 over Streamable HTTP. `named` is what the header says.
    func legacy(
        _ message: JSONRPCMessage, _ named: ProtocolRevision?, _ accepts: Acceptance, _ context: RequestContext
    ) {
        if message.kind == .request, message.method == .initialize { return initialize(message, accepts, context) }
        do throws(MCPError) {
            let session = try session(of: context)
            let revision = session?.revision ?? named ?? .assumed
            guard message.kind == .request else {
                take(message, session)
                return context.responder.accepted(on: context.exchange)
            }
            switch answer(message, revision, session, context.access) {
            case .result(let result): reply(result, message, session, accepts, context)
            case .call(let call): start(call, message, revision, session: session, accepts, context)
            case .failed(let error): throw error
            }
        } catch {
            refuse(error, .legacy, message, context)
        }
    }

    /// The session that a request names; nil when it names none.
    func session(of context: RequestContext) throws(MCPError) -> Session? {
        guard let id = context.sessionID else { return nil }
        guard let session = shared.sessions.find(id), session.isStreamable, session.access.id == context.access.id
        else { throw .sessionUnknown }
        session.touch(now: loop.now)
        return session
    }

    /// A notification, or the answer to a request that this server never makes.
    func take(_ message: JSONRPCMessage, _ session: Session?) {
        if message.method == .cancelled, let id = message.cancelledID { session?.cancel(id) }
    }

    /// What a request other than `initialize` comes to.
    func answer(
        _ message: JSONRPCMessage, _ revision: ProtocolRevision, _ session: Session?, _ access: ServerAccess
    ) -> LegacyAnswer {
        guard message.hasUsableParameters else { return .failed(.invalidParams("`params` must be an object")) }
        do throws(MCPError) {
            switch message.method {
            case .ping: return .result(emptyResult)
            case .callTool: return .call(try callParameters(message, access))
            case .listTools:
                try message.checkCursor()
                return .result(toolList(access, revision))
            case .setLevel:
                let level = try message.loggingLevel()
                guard let session else { throw .sessionMissing }
                session.setLevel(level)
                return .result(emptyResult)
            default: throw .methodNotFound(message.method.name)
            }
        } catch {
            return .failed(error)
        }
    }

    // MARK: Handshake

    private func initialize(_ message: JSONRPCMessage, _ accepts: Acceptance, _ context: RequestContext) {
        do throws(MCPError) {
            // A session that is gone does not stand in the way of a new one.
            if (try? session(of: context)) != nil { throw SessionState.Refusal.alreadyInitialized.error }
            let revision = try message.negotiatedRevision()
            guard let session = makeSession(.streamable, revision, message.initializingClient, context.access)
            else {
                throw .busy("Too many sessions are open. Try again later.")
            }
            let result = shared.description.initializeResult(
                revision, instructions: service.instructions(for: context.access))
            reply(result, message, session, accepts, context, announces: true)
        } catch {
            refuse(error, .legacy, message, context)
        }
    }

    func makeSession(
        _ transport: Session.Transport, _ revision: ProtocolRevision?, _ client: ClientInfo, _ access: ServerAccess
    ) -> Session? {
        let session = Session(
            id: SessionTable.makeID(), access: access, transport: transport,
            state: SessionState(revision: revision, client: client, replay: shared.options.replay),
            budget: shared.replayBudget, now: loop.now)
        guard shared.sessions.insert(session, now: loop.now) else { return nil }
        shared.counters.sessionsOpened.count()
        return session
    }

    // MARK: Answers

    /// `announces`: the answer tells the client its session id.
    private func reply(
        _ result: [UInt8], _ message: JSONRPCMessage, _ session: Session?, _ accepts: Acceptance,
        _ context: RequestContext, announces: Bool = false
    ) {
        guard let id = message.idBytes else { return }
        let reply = JSONRPCReply.result(result, to: id)
        let sessionID = announces ? session?.id : nil
        if accepts.json { return context.responder.send(reply, sessionID: sessionID, on: context.exchange) }
        let fields = context.responder.streamFields(sessionID: sessionID)
        let isResumable = session?.revision.hasResumableStreams == true
        let stream = ReplyStream(
            context.exchange.startEventStream(fields: fields), on: loop, session: isResumable ? session : nil)
        stream.send(reply, isLast: true)
    }
}
