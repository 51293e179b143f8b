import EventLoop
import Glibc
import HTTPClient
import HTTPCore

/// Performs what a bridge session decides: HTTP on one loop, lines to standard output, words to standard error.
actor BridgeRunner {
    private nonisolated let loop: EventLoop
    private let client: HTTPClient
    private let output: CInt
    private let words: LogWriter
    private var session: BridgeSession
    private var transfers: [Int: Task<Void, Never>] = [:]
    private var hasExited = false
    private let onExit: @Sendable () -> Void
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// - Parameter onExit: called once, when nothing is left to do.
    init(
        session: BridgeSession, loop: EventLoop, output: CInt, words: LogWriter, onExit: @escaping @Sendable () -> Void
    ) {
        self.session = session
        self.loop = loop
        self.output = output
        self.words = words
        self.onExit = onExit
        client = HTTPClient(loop: loop)
    }

    /// Takes an event from another thread; events stay in order.
    nonisolated func submit(_ event: BridgeEvent, done: (@Sendable () -> Void)? = nil) {
        loop.submit {
            self.assumeIsolated { $0.handle(event) }
            done?()
        }
    }

    private func handle(_ event: BridgeEvent) {
        guard !hasExited else { return }
        for action in session.handle(event) { perform(action) }
    }

    private func perform(_ action: BridgeAction) {
        switch action {
        case .write(let line):
            // Waiting here is meant: a client that does not read slows the server down instead of filling the memory.
            if !LogWriter.writeAll(line + [UInt8(ascii: "\n")], to: output) { exit() }
        case .say(let text): words.write(Array("wixmcpd bridge: \(text)".utf8))
        case .send(let number, let request): send(request, as: number)
        case .abort(let number): transfers.removeValue(forKey: number)?.cancel()
        case .wake(let timer, let delay):
            // The timer keeps the runner: once the input has ended, it may be all that does.
            loop.schedule(after: delay) { self.assumeIsolated { $0.handle(.woke(timer: timer)) } }
        case .exit: exit()
        }
    }

    private func send(_ request: BridgeRequest, as number: Int) {
        // The preference keeps every step of the transfer on the loop, also inside the library's closures.
        transfers[number] = Task(executorPreference: loop) { await self.transfer(request, as: number) }
    }

    private func transfer(_ request: BridgeRequest, as number: Int) async {
        var limits = HTTPClientLimits()
        // A tool call may take minutes; a stream has no end.
        limits.firstByteTime = .seconds(300)
        limits.totalTime = request.isStream ? .zero : .seconds(5)
        let sent = HTTPClientRequest(
            method: request.method, url: request.url, fields: request.fields, body: request.body, limits: limits)
        var failure: BridgeFailure?
        do throws(HTTPClientError) {
            try await client.stream(sent) { status, fields in
                self.assumeIsolated { $0.handle(.head(exchange: number, status: status, fields: fields)) }
            } onBody: { bytes in
                self.assumeIsolated { $0.handle(.body(exchange: number, bytes)) }
            }
        } catch {
            failure = BridgeFailure(wasSent: error.wasSent, detail: error.detail)
        }
        transfers[number] = nil
        handle(.ended(exchange: number, failure: failure))
    }

    private func exit() {
        guard !hasExited else { return }
        hasExited = true
        for transfer in transfers.values { transfer.cancel() }
        onExit()
    }
}
