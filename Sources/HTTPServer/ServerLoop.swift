import CLinux
import EventLoop
import HTTPCore

/// A handler's methods, as the connections call them.
struct HandlerCalls {
    let refusal: (HTTPRequestHead, HTTPPeer) -> HTTPResponse?
    let handle: (HTTPRequest, HTTPExchange) -> Void
    let drainBegan: () -> Void
}

/// A server's part on one loop: its listeners, its connections and what these share. Confined to the loop.
final class ServerLoop: @unchecked Sendable {  // confined to `loop`; only `counters` is touched from elsewhere
    let loop: EventLoop
    let limits: HTTPServerLimits
    let counters = LoopCounters()
    let connectionLimit: SharedLimit
    let streamLimit: SharedLimit
    let calls: HandlerCalls
    let accept: AcceptCall

    // Limits in loop time, worked out once.
    let headerTime: UInt64
    let bodyTime: UInt64
    let idleTime: UInt64
    let keepAliveInterval: UInt64

    /// Every connection, in no order; each knows its place.
    private(set) var connections: [HTTPConnection] = []
    var listeners: [ListeningSocket] = []
    /// Where the connections of a shared listener go in turn.
    var siblings: [ServerLoop] = []
    var nextSibling = 0

    /// Connections beyond the limit, open until their peer has read its 503.
    var refusedOpen = 0

    private(set) var isDraining = false
    private var drainWaiters: [() -> Void] = []

    /// The one read buffer of the loop.
    private var input = [UInt8](repeating: 0, count: ServerLoop.inputBytes)
    private var spareReaders: [RequestReader] = []
    private var spareBuffers: [[UInt8]] = []
    private var spareExchange: HTTPExchange?
    private var resumable: [HTTPConnection] = []
    private var isTicking = false
    private var compressor: GzipCompressor?
    var heads = ResponseHeadWriter()

    static let inputBytes = 64 * 1024
    private static let spareCount = 16
    /// The most of `refusedOpen`; more are closed without a word.
    static let refusedAtOnce = 64

    init(
        loop: EventLoop, limits: HTTPServerLimits, connectionLimit: SharedLimit, streamLimit: SharedLimit,
        calls: HandlerCalls, accept: @escaping AcceptCall
    ) {
        self.loop = loop
        self.limits = limits
        self.connectionLimit = connectionLimit
        self.streamLimit = streamLimit
        self.calls = calls
        self.accept = accept
        headerTime = limits.headerTime.loopNanoseconds
        bodyTime = limits.bodyTime.loopNanoseconds
        idleTime = limits.idleTime.loopNanoseconds
        keepAliveInterval = limits.keepAliveInterval.loopNanoseconds
    }

    /// Starts accepting. `siblings` are all the loops of the server.
    func start(_ listeners: [Listener], siblings: [ServerLoop]) -> SystemError? {
        self.siblings = siblings.count > 1 ? siblings : []
        self.listeners = listeners.map { ListeningSocket($0, on: self) }
        do throws(SystemError) {
            for listener in self.listeners { try listener.start() }
            return nil
        } catch {
            return error
        }
    }

    // MARK: What connections share

    /// Reads what there is, up to `inputBytes`; then `process` sees it. Returns the result of the call.
    func receive(_ descriptor: CInt) -> Int {
        let count = input.withUnsafeMutableBytes { clinux_receive(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { counters.receivedBytes.count(count) }
        return count
    }

    /// The bytes of the last `receive`.
    var received: [UInt8] { input }

    func takeReader() -> RequestReader { spareReaders.popLast() ?? RequestReader(limits: limits.parser) }

    /// Takes back a reader that stands between requests.
    func giveBack(_ reader: RequestReader) {
        if spareReaders.count < ServerLoop.spareCount { spareReaders.append(reader) }
    }

    func takeBuffer() -> [UInt8] { spareBuffers.popLast() ?? [] }

    func giveBack(_ buffer: [UInt8]) {
        if spareBuffers.count < ServerLoop.spareCount, buffer.capacity <= ServerLoop.inputBytes {
            spareBuffers.append(buffer)
        }
    }

    func takeExchange() -> HTTPExchange {
        let exchange = spareExchange ?? HTTPExchange(loop: loop)
        spareExchange = nil
        return exchange
    }

    /// Takes back an exchange that was answered and that nobody else refers to.
    func giveBack(_ exchange: HTTPExchange) { spareExchange = exchange }

    /// The gzip form of a body, or nil when it would not be smaller.
    func compress(_ body: [UInt8]) -> [UInt8]? {
        if compressor == nil { compressor = GzipCompressor() }
        return compressor?.compress(body)
    }

    // MARK: Connections

    func insert(_ connection: HTTPConnection) {
        connection.place = connections.count
        connections.append(connection)
        counters.openConnections.count()
        startTicking()
    }

    func remove(_ connection: HTTPConnection) {
        let place = connection.place
        guard connections.indices.contains(place), connections[place] === connection else { return }
        let last = connections.removeLast()
        if last !== connection {
            connections[place] = last
            last.place = place
        }
        counters.openConnections.count(-1)
    }

    /// Reads on, on a connection whose answer is out, when the present work is done.
    func resumeSoon(_ connection: HTTPConnection) {
        resumable.append(connection)
        guard resumable.count == 1 else { return }
        loop.submit { [self] in
            var list: [HTTPConnection] = []
            swap(&list, &resumable)
            for connection in list { connection.resume() }
        }
    }

    // MARK: Deadlines

    private func startTicking() {
        guard !isTicking else { return }
        isTicking = true
        loop.schedule(after: limits.tick) { [weak self] in self?.tick() }
    }

    private func tick() {
        isTicking = false
        let now = loop.now
        // Backwards, because a connection that closes is replaced by the last one.
        for place in connections.indices.reversed() where place < connections.count {
            connections[place].tick(now)
        }
        if !connections.isEmpty { startTicking() }
    }

    // MARK: Drain

    /// Stops accepting, tells the handler, closes what is idle. `whenDone` runs when the last connection is closed.
    func drain(grace: Duration, whenDone: @escaping () -> Void) {
        drainWaiters.append(whenDone)
        if !isDraining {
            isDraining = true
            for listener in listeners { listener.finish() }
            listeners = []
            calls.drainBegan()
            for connection in connections { connection.drain() }
            loop.schedule(after: grace) { [weak self] in self?.endGrace() }
        }
        finishDrainIfEmpty()
    }

    private static let lastMoment: Duration = .seconds(1)

    /// Ends what is still running; what a peer does not take within a moment is cut.
    private func endGrace() {
        for connection in connections { connection.endGrace() }
        guard !connections.isEmpty else { return }
        loop.schedule(after: ServerLoop.lastMoment) { [weak self] in
            guard let self else { return }
            for connection in connections { connection.reset() }
        }
    }

    /// Tells whoever waits for the drain that no connection is left.
    func finishDrainIfEmpty() {
        guard isDraining, connections.isEmpty else { return }
        var waiters: [() -> Void] = []
        swap(&waiters, &drainWaiters)
        for waiter in waiters { waiter() }
    }
}
