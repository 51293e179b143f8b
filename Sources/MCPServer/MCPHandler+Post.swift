import HTTPCore
import HTTPServer
import MCPCore

extension MCPHandler {
    /// A POST to the MCP endpoint: parse, find out which revision speaks, dispatch.
    func post(_ body: [UInt8], _ context: RequestContext) {
        let accepts = Acceptance(context.fields)
        guard !accepts.isUnusable else { return context.exchange.respond(Refusal.notAcceptable) }
        do throws(JSONRPCFailure) {
            switch try JSONRPCBody.parse(body) {
            case .single(let message): post(message, accepts, context)
            case .batch(let messages): post(messages, accepts, context)
            }
        } catch {
            context.responder.send(error.error, .legacy, to: error.id?.bytes[...], on: context.exchange)
        }
    }

    private func post(_ message: JSONRPCMessage, _ accepts: Acceptance, _ context: RequestContext) {
        shared.counters.requests.count()
        switch RequestClassification.classify(message, headers: ProtocolHeaders(context.fields)) {
        case .modern: modern(message, accepts, context)
        case .legacy(let revision): legacy(message, revision, accepts, context)
        case .dropped: context.responder.accepted(on: context.exchange)
        case .refused(let error, let era): refuse(error, era, message, context)
        }
    }

    func refuse(_ error: MCPError, _ era: MCPError.Era, _ message: JSONRPCMessage, _ context: RequestContext) {
        context.responder.send(error, era, to: message.idBytes, on: context.exchange)
    }

    /// Starts a call whose answer goes out on the exchange of its POST.
    func start(
        _ call: CallToolParameters, _ message: JSONRPCMessage, _ revision: ProtocolRevision, session: Session?,
        _ accepts: Acceptance, _ context: RequestContext
    ) {
        guard let request = RunningCall.Request(call, message, revision, session: session) else { return }
        let reply = ExchangeReply(context.exchange, accepts: accepts, responder: context.responder, request: request)
        let runningCall = RunningCall(
            request, caller: caller(context.access, message, session), reply: .exchange(reply), state: state,
            shared: shared)
        guard let refusal = runningCall.start(service, arguments: call.arguments) else { return }
        refuse(refusal.error, revision.isModern ? .modern : .legacy, message, context)
    }

    /// Who makes a call: a legacy client said who it is when its session began, a modern one says it each time.
    func caller(_ access: ServerAccess, _ message: JSONRPCMessage, _ session: Session?) -> ToolCaller {
        let client = session?.client ?? state.clients.info(of: message)
        return ToolCaller(
            access: access, clientName: client.name, clientVersion: client.version, sessionID: session?.label)
    }

    /// The definitions that `access` may see, as a `tools/list` result.
    func toolList(_ access: ServerAccess, _ revision: ProtocolRevision) -> [UInt8] {
        state.toolList(.init(serverID: access.id, revision: revision)) {
            shared.description.listToolsResult(service.toolDefinitions(for: access), for: revision)
        }
    }

    /// The parameters of a call to a tool that this server may call.
    func callParameters(_ message: JSONRPCMessage, _ access: ServerAccess) throws(MCPError) -> CallToolParameters {
        let call = try CallToolParameters(message)
        guard service.mayCall(call.name, access) else { throw .invalidParams("Unknown tool: \(call.name)") }
        return call
    }
}

extension RunningCall.Request {
    /// Nil for a notification: it has no id to answer to.
    init?(
        _ call: CallToolParameters, _ message: JSONRPCMessage, _ revision: ProtocolRevision, session: Session?
    ) {
        guard let id = message.id else { return nil }
        self.init(
            id: id, tool: call.name, revision: revision, progressToken: message.meta.progressToken, session: session)
    }
}

extension ProtocolHeaders {
    init(_ fields: HTTPFields) {
        self.init(
            protocolVersion: fields[.protocolVersion], method: fields[.method], name: fields[.name])
    }
}

extension SessionState.Refusal {
    /// The same in the words of JSON-RPC.
    var error: MCPError {
        switch self {
        case .alreadyInitialized: .invalidRequest("this session is initialized already")
        case .duplicateID: .invalidRequest("a request with this id is still running in this session")
        case .tooManyRequests: .busy("Too many requests are running in this session. Wait for one to finish.")
        case .streamBusy: .invalidRequest("another connection reads this stream")
        case .unknownEvent: .invalidRequest("the Last-Event-ID is unknown, or the events after it are gone")
        }
    }
}
