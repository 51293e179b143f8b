import EventLoop
import HTTPCore
import JSON
import MCPCore
import WixAPI
import WixTools

/// One `tools/call` that runs: a task on the loop, and the way its answer takes.
final class RunningCall: @unchecked Sendable {  // confined to `loop`: everything but `cancelFromAnyLoop` runs there
    /// What the answer needs of the request.
    struct Request {
        let id: JSONRPCID
        let tool: String
        let revision: ProtocolRevision
        let progressToken: [UInt8]?
        /// Nil for modern and sessionless requests.
        let session: Session?
    }

    let handle = HandleNumber.next()
    let request: Request
    let caller: ToolCaller
    /// Where the loop's list has it.
    var place = 0
    private let state: LoopState
    private let shared: MCPShared
    private let reply: CallReply
    private var task: Task<Void, Never>?
    private var progressSequence = ProgressSequence()
    private var isOver = false
    private var loop: EventLoop { state.loop }

    init(_ request: Request, caller: ToolCaller, reply: CallReply, state: LoopState, shared: MCPShared) {
        self.request = request
        self.caller = caller
        self.reply = reply
        self.state = state
        self.shared = shared
    }

    /// Starts the tool. The session refuses an id that is in use.
    func start(_ service: some ToolService, arguments: JSONObject) -> SessionState.Refusal? {
        if let refusal = request.session?.begin(self, id: request.id) { return refusal }
        shared.counters.calls.count()
        shared.counters.runningCalls.count()
        state.calls.add(self)
        reply.begin(self)
        let tool = request.tool
        var progress: (@Sendable (ToolProgress) -> Void)?
        if request.progressToken != nil, reply.takesProgress { progress = { self.progressFromAnyLoop($0) } }
        task = Task(executorPreference: loop) { [self, loop, progress] in
            let outcome = await service.call(tool, arguments: arguments, caller: caller, loop: loop, progress: progress)
            onLoop { $0.finish(outcome) }
        }
        return nil
    }

    private func progressFromAnyLoop(_ progress: ToolProgress) { onLoop { $0.report(progress) } }

    /// The client sent `notifications/cancelled` or ended its session.
    func cancelFromAnyLoop() { onLoop { $0.cancel() } }

    private func onLoop(_ work: @escaping @Sendable (RunningCall) -> Void) {
        if loop.isCurrent { work(self) } else { loop.submit { work(self) } }
    }

    // MARK: On the loop

    private func report(_ progress: ToolProgress) {
        guard !isOver, let token = request.progressToken, progressSequence.admits(progress.progress) else { return }
        reply.progress {
            ServerNotification.progress(
                token: token, progress: progress.progress, total: progress.total, message: progress.message,
                for: request.revision)
        }
    }

    private func finish(_ outcome: ToolOutcome) {
        guard !isOver else { return }
        isOver = true
        reply.finish(answer(outcome))
        release()
    }

    private func answer(_ outcome: ToolOutcome) -> CallAnswer {
        let id = request.id.bytes[...]
        switch outcome {
        case .result(let result):
            if result.isError { noteFailure("The call ended in an error.", \.failedCalls) }
            let body = shared.description.callToolReply(
                structured: result.structured, isError: result.isError, to: id, for: request.revision)
            return CallAnswer(body: body, status: 200, rateLimit: result.rateLimit)
        case .rateLimited(let status, let wixRequestID):
            let error = MCPError.rateLimited(RateLimitRefusal(status, wixRequestID: wixRequestID))
            noteFailure(error.message, \.rateLimitedCalls)
            // Nothing ran: the endpoint refuses for itself, which is what HTTP has the status for.
            let httpStatus = status.source == .server ? 429 : shared.options.rateLimitStatus
            return CallAnswer(body: JSONRPCReply.error(error, to: id), status: httpStatus, rateLimit: status)
        }
    }

    /// The client wants no answer any more.
    private func cancel() {
        guard !isOver else { return }
        reply.cancel()
        stop()
    }

    /// The client is gone and this revision takes that as a cancellation.
    func stop() {
        guard !isOver else { return }
        isOver = true
        abort()
    }

    /// The MCP server is gone: the client is told, the tool stops.
    func end(_ reason: SessionEnd) {
        guard !isOver else { return }
        isOver = true
        let error = MCPError.accessEnded(reason.callMessage)
        shared.counters.protocolErrors.count()
        reply.finish(
            CallAnswer(
                body: JSONRPCReply.error(error, to: request.id.bytes[...]), status: error.status(in: .legacy),
                rateLimit: nil))
        abort()
    }

    private func abort() {
        shared.counters.cancelledCalls.count()
        task?.cancel()
        release()
    }

    /// The id is free again.
    private func release() {
        shared.counters.runningCalls.count(-1)
        state.calls.remove(self)
        request.session?.end(self, id: request.id)
    }

    /// Legacy clients that asked for warnings hear of it beside the answer.
    private func noteFailure(_ reason: String, _ counter: KeyPath<MCPCounters, Counter>) {
        shared.counters[keyPath: counter].count()
        guard let session = request.session, let level = session.level, level <= .warning else { return }
        let notification = ServerNotification.callFailed(tool: request.tool, reason: reason)
        if !reply.sendOnOpenStream(notification) { session.notify(notification, now: loop.now) }
    }
}

/// A finished call's message, and what only the head of an HTTP answer can carry.
struct CallAnswer {
    let body: [UInt8]
    let status: Int
    let rateLimit: RateLimitStatus?
}

extension RateLimitRefusal {
    init(_ status: RateLimitStatus, wixRequestID: String?) {
        self.init(
            limit: status.limit, remaining: status.remaining, resetSeconds: status.resetSeconds,
            retryAfterSeconds: status.retryAfterSeconds ?? status.resetSeconds, source: status.source.rawValue,
            wixRequestID: wixRequestID, quotaCode: status.quotaCode, windowSeconds: status.windowSeconds)
    }
}
