import CLinux
import EventLoop
import Glibc
import HTTPCore

/// One connection: requests in, answers out, one exchange at a time. Confined to its loop.
///
/// Reading, requests, answers, streams and the end are in `HTTPConnection+….swift`.
final class HTTPConnection: ReadinessHandler {
    enum Phase: UInt8 {
        /// Between requests.
        case idle
        case head
        case body
        /// A request is with the handler.
        case exchange
        /// An event stream is open.
        case stream
        /// The last answer is going out.
        case closing
        /// All is sent; what the peer still sends is read and dropped, so that it gets to read its answer.
        case lingering
        case closed
    }

    /// What the present request asks of its answer.
    struct Terms {
        var isHead = false
        var isChunkable = true
        var keepsAlive = true
        var allowsGzip = false
    }

    let descriptor: CInt
    let peer: HTTPPeer
    let server: ServerLoop
    /// Counts against the connection limit.
    let isCounted: Bool
    /// Index in the server loop's list.
    var place = 0

    var phase = Phase.idle
    var terms = Terms()
    /// When the present phase has lasted too long, in loop time.
    var deadline: UInt64
    /// When a peer that does not take its answer is given up; `.max` while nothing waits.
    var writeDeadline = UInt64.max
    /// What the kernel held for the peer when `writeDeadline` was set.
    var unsent: CInt = 0

    /// True while bytes are being taken in: answers given meanwhile go out together.
    var isProcessing = false
    /// True when the socket may hold bytes that no event will announce again.
    var hasUnread = false
    var sawHangup = false
    /// True when the peer sends no more.
    var peerEnded = false
    /// True when the peer may still be sending as the connection ends.
    var lingers = false
    var lingerBudget = 0

    var reader: RequestReader?
    var exchange: HTTPExchange?
    var stream: EventStream?
    var output = OutputQueue()
    /// Bytes read behind the present request, from `pendingOffset` on: at most one read's worth.
    var pending: [UInt8] = []
    var pendingOffset = 0

    init(_ descriptor: CInt, from peer: HTTPPeer, on server: ServerLoop, isCounted: Bool) {
        self.descriptor = descriptor
        self.peer = peer
        self.server = server
        self.isCounted = isCounted
        deadline = server.loop.now + server.idleTime
    }

    var isReadingRequest: Bool { phase == .idle || phase == .head || phase == .body }

    func ready(_ readiness: Readiness, on descriptor: CInt) {
        if readiness.contains(.writable), !output.isEmpty { settle() }
        guard phase != .closed else { return }
        if readiness.contains(.hangup) { sawHangup = true }
        if sawHangup || readiness.contains(.readable) { receive() }
    }

    /// Sets the deadline of the present phase.
    func setDeadline(after time: UInt64) { deadline = server.loop.now &+ time }

    /// Looks at the deadlines; called a few times in the shortest of them.
    func tick(_ now: UInt64) {
        if now >= writeDeadline, !isPeerReading() { return reset() }
        switch phase {
        case .idle:
            // While an answer is going out, `writeDeadline` counts.
            if now >= deadline, output.isEmpty { close() }
        case .lingering:
            if now >= deadline { close() }
        case .head:
            if now >= deadline { fail(408, "The request head did not come in time.") }
        case .body:
            if now >= deadline { fail(408, "The request body did not come in time.") }
        case .exchange:
            // Only the connection still knows the exchange: no answer can come.
            if isKnownUniquelyReferenced(&exchange) { fail(500, "The request was not answered.") }
        case .stream:
            if isKnownUniquelyReferenced(&stream) { endStream() } else { keepStreamAlive(now) }
        case .closing, .closed: break
        }
    }
}
