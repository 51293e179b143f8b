import EventLoop
import HTTPCore
import HTTPServer
import MCPCore

/// The answer to one POSTed `tools/call`. Confined to the loop of its exchange.
final class ExchangeReply {
    let accepts: Acceptance
    private let exchange: HTTPExchange
    private let responder: Responder
    private let session: Session?
    private var state: CallReplyState
    private var stream: ReplyStream?
    private var timer: LoopTimer?
    private var call: RunningCall?

    init(
        _ exchange: HTTPExchange, accepts: Acceptance, responder: Responder, request: RunningCall.Request
    ) {
        self.exchange = exchange
        self.accepts = accepts
        self.responder = responder
        session = request.revision.hasResumableStreams ? request.session : nil
        state = CallReplyState(
            acceptsJSON: accepts.json, acceptsStream: accepts.eventStream,
            hasProgressToken: request.progressToken != nil, isModern: request.revision.isModern,
            isResumable: session != nil)
    }

    func begin(_ call: RunningCall) {
        self.call = call
        exchange.onDisconnect = { [self] in disconnected() }
        if accepts.eventStream {
            timer = exchange.loop.schedule(after: responder.options.callPatience) { [self] in
                patienceEnded()
            }
        }
    }

    func progress(_ notification: () -> [UInt8]) {
        guard case .sendProgress(let opensStream) = state.handle(.progress) else { return }
        if opensStream { openStream() }
        stream?.send(notification(), isLast: false)
    }

    func finish(_ answer: CallAnswer) {
        timer?.cancel()
        switch state.handle(.finished) {
        case .respondJSON: responder.send(answer, on: exchange)
        case .endStream(let opensStream):
            if opensStream { openStream(answer) }
            stream?.send(answer.body, isLast: true)
        default: break
        }
        end()
    }

    func cancel() {
        timer?.cancel()
        switch state.handle(.cancelled) {
        case .stopAndAcknowledge: responder.accepted(on: exchange)
        case .stopAndCloseStream: stream?.abandon()
        default: break
        }
        end()
    }

    func sendOnOpenStream(_ message: [UInt8]) -> Bool {
        guard let stream else { return false }
        stream.send(message, isLast: false)
        return true
    }

    private func patienceEnded() {
        if state.handle(.patienceEnded) == .openStream { openStream() }
    }

    private func disconnected() {
        stream?.disconnected()
        guard state.handle(.disconnected) == .stop else { return }
        timer?.cancel()
        call?.stop()
        end()
    }

    /// The fields of a rate limit can still be sent when the stream is opened for the answer alone.
    private func openStream(_ answer: CallAnswer? = nil) {
        let fields = responder.streamFields(rateLimit: answer?.rateLimit)
        stream = ReplyStream(exchange.startEventStream(fields: fields), on: exchange.loop, session: session)
    }

    /// Breaks the circle of exchange, reply and call.
    private func end() {
        if stream == nil { exchange.onDisconnect = nil }
        call = nil
    }
}

/// The event stream of one POST: numbered and kept where its session can resume it, plain elsewhere.
struct ReplyStream {
    private enum Kind {
        case plain(EventStream)
        case resumable(Session, EventID.Stream, SessionState.Handle)
    }
    private let loop: EventLoop
    private let kind: Kind

    init(_ stream: EventStream, on loop: EventLoop, session: Session?) {
        self.loop = loop
        guard let session else {
            kind = .plain(stream)
            return
        }
        let connection = StreamHandle(on: loop)
        switch session.open({ .replyOpened($0) }, on: connection) {
        case .opened(let name):
            kind = .resumable(session, name, connection.id)
            if !connection.attach(stream) { session.disconnected(name, connection.id) }
        case .refused: kind = .plain(stream)
        }
    }

    func send(_ message: [UInt8], isLast: Bool) {
        switch kind {
        case .plain(let stream):
            stream.send(.init(message: message))
            if isLast { stream.close() }
        case .resumable(let session, let name, _): session.send(message, on: name, isLast: isLast, now: loop.now)
        }
    }

    /// Ends without a response.
    func abandon() {
        switch kind {
        case .plain(let stream): stream.close()
        case .resumable(let session, let name, _): session.abandon(name)
        }
    }

    func disconnected() {
        if case .resumable(let session, let name, let handle) = kind { session.disconnected(name, handle) }
    }
}
