import CCurl
import EventLoop

/// libcurl's multi handle driven by the loop's epoll set (`curl_multi_socket_action`): its sockets, its one timer,
/// its finished transfers.
///
/// libcurl forbids calls into it from its callbacks, so these only note what is due; `settle` does it at the end of
/// every action.
final class CurlMulti: ReadinessHandler, @unchecked Sendable {  // confined to `loop`
    let loop: EventLoop
    let options: HTTPClientOptions
    let handle: UnsafeMutableRawPointer
    /// Running transfers by slot; keeps alive what libcurl points to.
    private var running: [CurlTransfer?] = []
    private var freeSlots: [Int] = []
    private var pool: [CurlTransfer] = []
    /// Streams with something to hand over.
    private var deliveries: [CurlTransfer] = []
    private var lastID: UInt64 = 0
    /// When libcurl wants to be called without an event; `.max` when it does not.
    private var dueTime = UInt64.max
    private var timer: LoopTimer?
    private var timerTime = UInt64.max
    private var sweep: LoopTimer?
    private var sweepTime = UInt64.max
    private var isActing = false
    private var isClosed = false
    /// Connections opened since the start.
    private(set) var connectionsOpened = 0

    /// Idle handles kept for later transfers.
    private static let poolSize = 256
    /// Rounds of immediate timeouts before other work on the loop gets its turn.
    private static let roundsPerTurn = 8
    /// libcurl is set up once for the process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init?(loop: EventLoop, options: HTTPClientOptions) {
        guard CurlMulti.isReady, let handle = curl_multi_init() else { return nil }
        self.loop = loop
        self.options = options
        self.handle = handle
        let this = Unmanaged.passUnretained(self).toOpaque()
        wix_curl_multi_set_pointer(handle, CURLMOPT_SOCKETDATA, this)
        wix_curl_multi_set_socket_callback(handle, socketChanged)
        wix_curl_multi_set_pointer(handle, CURLMOPT_TIMERDATA, this)
        wix_curl_multi_set_timer_callback(handle, timerChanged)
        wix_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, options.idleConnections)
        wix_curl_multi_set_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, options.connectionsPerOrigin)
    }

    deinit { close() }

    /// Gives back what libcurl holds. Call on the loop once no transfer runs; further calls do nothing.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        timer?.cancel()
        sweep?.cancel()
        // Idle connections are in no epoll set: libcurl may close them without us.
        wix_curl_multi_set_socket_callback(handle, nil)
        wix_curl_multi_set_timer_callback(handle, nil)
        pool.removeAll()
        curl_multi_cleanup(handle)
    }

    // MARK: Transfers

    /// A handle for one transfer; nil when libcurl has no memory for one.
    func makeTransfer() -> CurlTransfer? {
        let transfer = pool.popLast() ?? CurlTransfer(multi: self)
        lastID += 1
        transfer?.id = lastID
        // A cancel that came late for the transfer before is not about this one.
        transfer?.stopReason = nil
        return transfer
    }

    /// Starts a transfer whose options are set. It ends in its completion, always.
    func start(_ transfer: CurlTransfer) {
        if let slot = freeSlots.popLast() {
            transfer.slot = slot
            running[slot] = transfer
        } else {
            transfer.slot = running.count
            running.append(transfer)
        }
        if let reason = transfer.stopReason {
            finish(
                transfer, .failure(HTTPClientError(reason: reason, wasSent: false, detail: "ended before its start")))
            return
        }
        transfer.phase = .connecting
        transfer.phaseDeadline = deadline(after: transfer.limits.connectTime)
        if transfer.limits.totalTime > .zero { transfer.totalDeadline = deadline(after: transfer.limits.totalTime) }
        watch(transfer.deadline)
        // libcurl asks for a timer of zero here: `settle` sees to it without one.
        isActing = true
        let code = curl_multi_add_handle(handle, transfer.easy)
        isActing = false
        guard code == CURLM_OK else {
            let words = String(cString: curl_multi_strerror(code))
            finish(transfer, .failure(HTTPClientError(reason: .other(code.rawValue), wasSent: false, detail: words)))
            return
        }
        settle()
    }

    /// Ends transfer `id` if `transfer` still carries it; one that has not started yet ends at its start.
    func cancel(_ transfer: CurlTransfer, id: UInt64, _ reason: HTTPClientError.Reason, _ words: String) {
        guard transfer.id == id else { return }
        guard transfer.phase != .idle else {
            transfer.stopReason = reason
            return
        }
        finish(transfer, .failure(HTTPClientError(reason: reason, wasSent: transfer.wasSent, detail: words)))
        settle()
    }

    /// Takes a handle back that was not started.
    func release(_ transfer: CurlTransfer) {
        transfer.clear()
        if pool.count < CurlMulti.poolSize { pool.append(transfer) }
    }

    private func finish(_ transfer: CurlTransfer, _ result: Result<HTTPClientResponse, HTTPClientError>) {
        deliver(transfer)
        connectionsOpened += transfer.connectionsOpened
        curl_multi_remove_handle(handle, transfer.easy)
        running[transfer.slot] = nil
        freeSlots.append(transfer.slot)
        let completion = transfer.completion
        transfer.completion = nil
        release(transfer)
        completion?.resume(returning: result)
    }

    // MARK: Events

    func ready(_ readiness: Readiness, on descriptor: CInt) {
        var events: CInt = 0
        if readiness.contains(.readable) || readiness.contains(.hangup) { events |= CURL_CSELECT_IN }
        if readiness.contains(.writable) { events |= CURL_CSELECT_OUT }
        act(on: descriptor, events)
        settle()
    }

    private func act(on descriptor: CInt, _ events: CInt) {
        var count: CInt = 0
        isActing = true
        let code = curl_multi_socket_action(handle, descriptor, events, &count)
        isActing = false
        if code == CURLM_OK {
            drain()
        } else {
            failAll(String(cString: curl_multi_strerror(code)))
        }
    }

    /// Does all that the last action left behind: streams' pieces, finished transfers, timeouts due now.
    private func settle() {
        guard !isActing else { return }
        drain()
        for _ in 0..<CurlMulti.roundsPerTurn {
            guard dueTime <= loop.now else { break }
            dueTime = .max
            act(on: CURL_SOCKET_TIMEOUT, 0)
        }
        armTimer()
    }

    private func drain() {
        while let transfer = deliveries.popLast() { deliver(transfer) }
        var code = CURLE_OK
        while let easy = wix_curl_multi_next_done(handle, &code) {
            var user: UnsafeMutableRawPointer?
            wix_curl_easy_get_pointer(easy, CURLINFO_PRIVATE, &user)
            guard let user else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            finish(transfer, transfer.result(code))
        }
    }

    /// After an error of libcurl itself no transfer can be trusted.
    private func failAll(_ words: String) {
        for case let transfer? in running {
            finish(transfer, .failure(transfer.failure(.other(0), fallback: words)))
        }
    }

    // MARK: Streams

    func deliverSoon(_ transfer: CurlTransfer) {
        guard !transfer.isDeliveryDue else { return }
        transfer.isDeliveryDue = true
        deliveries.append(transfer)
    }

    private func deliver(_ transfer: CurlTransfer) {
        transfer.isDeliveryDue = false
        guard case .stream(let onHead, let onBody) = transfer.sink, transfer.head.isComplete else { return }
        if !transfer.isHeadDelivered {
            transfer.isHeadDelivered = true
            onHead(transfer.head.status, transfer.head.fields.all)
        }
        guard !transfer.body.isEmpty else { return }
        let piece = transfer.body
        transfer.body = []
        onBody(piece)
    }

    // MARK: Time

    func deadline(after duration: Duration) -> UInt64 { loop.now &+ duration.loopNanoseconds }

    /// libcurl asks to be called in so many milliseconds in place of what it asked before; -1 means not at all.
    func setTimer(milliseconds: Int) {
        dueTime = milliseconds < 0 ? .max : deadline(after: .milliseconds(milliseconds))
        if !isActing { armTimer() }
    }

    /// Keeps an earlier timer: it finds nothing due and sets the next.
    private func armTimer() {
        guard dueTime < timerTime else { return }
        timer?.cancel()
        timerTime = dueTime
        let delay = dueTime > loop.now ? dueTime - loop.now : 0
        timer = loop.schedule(after: .nanoseconds(delay)) { [weak self] in
            guard let self else { return }
            timerTime = .max
            settle()
        }
    }

    /// Makes sure that the limits are looked at when `deadline` has come. One timer serves all transfers.
    func watch(_ deadline: UInt64) {
        guard deadline < sweepTime else { return }
        sweep?.cancel()
        sweepTime = deadline
        let delay = deadline > loop.now ? deadline - loop.now : 0
        sweep = loop.schedule(after: .nanoseconds(delay)) { [weak self] in self?.endOverdue() }
    }

    private func endOverdue() {
        sweepTime = .max
        let now = loop.now
        for case let transfer? in running {
            guard transfer.deadline <= now else {
                watch(transfer.deadline)
                continue
            }
            let limit = transfer.limitReached(at: now)
            cancel(transfer, id: transfer.id, .timeout(limit), "no end within the \(limit.rawValue) time limit")
        }
    }
}
