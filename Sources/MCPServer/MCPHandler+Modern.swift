import HTTPCore
import HTTPServer
import MCPCore

extension MCPHandler {
    /// A request of 2026-07-28 whose headers and `_meta` have been checked (rungs 10 and 11).
    func modern(_ message: JSONRPCMessage, _ accepts: Acceptance, _ context: RequestContext) {
        do throws(MCPError) {
            switch message.method {
            case .callTool:
                let call = try callParameters(message, context.access)
                start(call, message, .v2026_07_28, session: nil, accepts, context)
            case .listTools:
                try message.checkCursor()
                reply(toolList(context.access, .v2026_07_28), message, accepts, context)
            case .discover:
                let result = shared.description.discoverResult(instructions: service.instructions(for: context.access))
                reply(result, message, accepts, context)
            case .listen: try listen(message, accepts, context)
            default: throw .methodNotFound(message.method.name)
            }
        } catch {
            refuse(error, .modern, message, context)
        }
    }

    private func reply(
        _ result: [UInt8], _ message: JSONRPCMessage, _ accepts: Acceptance, _ context: RequestContext
    ) {
        guard let id = message.idBytes else { return }
        let reply = JSONRPCReply.result(result, to: id)
        if accepts.json { return context.responder.send(reply, on: context.exchange) }
        let stream = context.exchange.startEventStream(fields: context.responder.streamFields())
        stream.send(.init(message: reply))
        stream.close()
    }

    /// Opens a stream of list changes that lasts until its client goes away.
    private func listen(
        _ message: JSONRPCMessage, _ accepts: Acceptance, _ context: RequestContext
    ) throws(MCPError) {
        let wantsToolChanges = try message.wantsToolChanges()
        guard let id = message.id else { return }
        guard accepts.eventStream else { return context.exchange.respond(Refusal.streamNotAcceptable) }
        let stream = StreamHandle(on: loop, counter: shared.counters.openStreams)
        guard stream.attach(context.exchange.startEventStream(fields: context.responder.streamFields())) else { return }
        state.listeners.add(
            stream, subscription: id, access: context.access, wantsToolChanges: wantsToolChanges)
        context.exchange.onDisconnect = { [listeners = state.listeners, handle = stream.id] in
            listeners.remove(handle)
        }
    }
}
