import HTTPCore
import HTTPServer
import MCPCore

extension MCPHandler {
    /// An array body: only in 2025-03-26, which is also what a client without session and header speaks.
    func post(_ batch: [JSONRPCMessage], _ accepts: Acceptance, _ context: RequestContext) {
        shared.counters.requests.count(batch.count)
        do throws(MCPError) {
            let named = try batchRevision(batch, context)
            let session = try session(of: context)
            let revision = session?.revision ?? named ?? .assumed
            guard revision.hasBatches else {
                throw .invalidRequest("batches exist only in revision 2025-03-26; send one message")
            }
            guard !batch.contains(where: { $0.method == .initialize }) else {
                throw .invalidRequest("initialize must not be part of a batch")
            }
            run(batch, revision, session, accepts, context)
        } catch {
            context.responder.send(error, .legacy, to: nil, on: context.exchange)
        }
    }

    private func batchRevision(
        _ batch: [JSONRPCMessage], _ context: RequestContext
    ) throws(MCPError) -> ProtocolRevision? {
        switch RequestClassification.classify(batch, headers: ProtocolHeaders(context.fields)) {
        case .legacy(let revision): return revision
        case .refused(let error, _): throw error
        case .modern, .dropped: return nil
        }
    }

    private func run(
        _ batch: [JSONRPCMessage], _ revision: ProtocolRevision, _ session: Session?, _ accepts: Acceptance,
        _ context: RequestContext
    ) {
        let requests = batch.filter { $0.kind == .request }
        for message in batch where message.kind != .request { take(message, session) }
        guard !requests.isEmpty else { return context.responder.accepted(on: context.exchange) }
        let reply = BatchReply(
            context.exchange, accepts: accepts, responder: context.responder, requests: requests.count)
        for (index, message) in requests.enumerated() {
            perform(message, revision, session, context.access, reply: .batch(reply, index: index)) {
                reply.finish(index, $0)
            }
        }
    }

    /// Answers a request whose answer is one of several, or goes elsewhere than its POST: all in-band.
    func perform(
        _ message: JSONRPCMessage, _ revision: ProtocolRevision, _ session: Session?, _ access: ServerAccess,
        reply: CallReply, send: ([UInt8]) -> Void
    ) {
        guard let id = message.idBytes else { return }
        switch answer(message, revision, session, access) {
        case .result(let result): send(JSONRPCReply.result(result, to: id))
        case .failed(let error): sendError(error, to: id, send)
        case .call(let parameters):
            guard let request = RunningCall.Request(parameters, message, revision, session: session) else { return }
            let caller = caller(access, message, session)
            let call = RunningCall(request, caller: caller, reply: reply, state: state, shared: shared)
            if let refusal = call.start(service, arguments: parameters.arguments) {
                sendError(refusal.error, to: id, send)
            }
        }
    }

    private func sendError(_ error: MCPError, to id: ArraySlice<UInt8>, _ send: ([UInt8]) -> Void) {
        shared.counters.protocolErrors.count()
        send(JSONRPCReply.error(error, to: id))
    }
}
