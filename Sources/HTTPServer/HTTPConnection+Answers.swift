import CLinux
import EventLoop
import Glibc
import HTTPCore

extension HTTPConnection {
    private static let lingerTime: UInt64 = 5_000_000_000
    private static let lingerBytes = 16 * 1024 * 1024

    /// Appends to the output, in a buffer lent by the loop.
    func append(_ write: (inout [UInt8]) -> Void) {
        if output.isEmpty { output.adopt(server.takeBuffer()) }
        output.append(write)
    }

    /// Sends a whole answer, at once unless more requests are being taken in.
    func answer(_ response: HTTPResponse) {
        exchange = nil
        let coded = ResponseCoding(response, terms, server.compress)
        let keepsAlive = keepsAliveAfterAnswer
        appendHead(response.status, coded.fields, coded.framing, keepsAlive: keepsAlive)
        if let body = coded.body { output.append(body: body) }
        finishExchange(keepsAlive)
    }

    func appendHead(_ status: Int, _ fields: HTTPFields, _ framing: ResponseFraming, keepsAlive: Bool) {
        let option: ConnectionOption = !keepsAlive ? .close : terms.isChunkable ? .implied : .keepAlive
        let now = server.loop.now
        append {
            server.heads.append(
                to: &$0, status: status, fields: fields, framing: framing, option: option, now: now)
        }
    }

    var keepsAliveAfterAnswer: Bool { terms.keepsAlive && !server.isDraining }

    /// The answer is in the output: the next request may come, or the connection ends.
    func finishExchange(_ keepsAlive: Bool) {
        if keepsAlive {
            phase = .idle
            setDeadline(after: server.idleTime)
        } else {
            phase = .closing
        }
        if !isProcessing { settle() }
    }

    /// Sends what waits. May end the connection.
    func flush() {
        let before = output.count
        let outcome = output.send(to: descriptor)
        let sent = before - output.count
        server.counters.sentBytes.count(sent)
        switch outcome {
        case .sent:
            if writeDeadline != .max {
                writeDeadline = .max
                if phase == .idle { setDeadline(after: server.idleTime) }
            }
            if let buffer = output.release() { server.giveBack(buffer) }
        case .blocked:
            if sent > 0 || writeDeadline == .max { setWriteDeadline(clinux_unsent(descriptor)) }
        case .failed: reset()
        }
    }

    private func setWriteDeadline(_ unsent: CInt) {
        self.unsent = unsent
        writeDeadline = server.loop.now &+ server.idleTime
    }

    /// True when a peer that is behind took something since the deadline was set, which then is set anew. The socket
    /// becomes writable only when much of its buffer is free: a slow reader is known by what the kernel holds.
    func isPeerReading() -> Bool {
        let left = clinux_unsent(descriptor)
        guard left >= 0, left < unsent else { return false }
        setWriteDeadline(left)
        return true
    }

    /// Sends what waits and does what has to follow once all is sent.
    func settle() {
        if !output.isEmpty { flush() }
        guard output.isEmpty else { return }
        switch phase {
        case .closing:
            // Closing a socket with unread bytes resets it, and the peer may lose its answer.
            if (lingers || hasUnread || !pending.isEmpty) && !peerEnded { linger() } else { close() }
        case .idle, .head, .body:
            if !pending.isEmpty || hasUnread {
                server.resumeSoon(self)
            } else if phase == .idle, peerEnded || server.isDraining {
                close()
            }
        case .exchange, .stream, .lingering, .closed: break
        }
    }

    // MARK: The end

    private func linger() {
        clinux_end_sending(descriptor)
        phase = .lingering
        pending = []
        lingerBudget = HTTPConnection.lingerBytes
        setDeadline(after: HTTPConnection.lingerTime)
        if hasUnread { server.resumeSoon(self) }
    }

    /// Ends the connection whatever is under way; the handler of an open exchange is told.
    func reset() { close() }

    func close() {
        guard phase != .closed else { return }
        phase = .closed
        reader = nil
        output = OutputQueue()
        pending = []
        writeDeadline = .max
        if isCounted { server.connectionLimit.giveBack() } else { server.refusedOpen -= 1 }
        closeStream()
        server.remove(self)
        server.loop.remove(descriptor)
        Glibc.close(descriptor)
        let exchange = self.exchange
        self.exchange = nil
        exchange?.disconnect()
        exchange?.abandon()
        server.finishDrainIfEmpty()
    }

    // MARK: Drain

    /// The server takes no more connections: an idle one ends, after what its peer sent already.
    func drain() {
        if phase == .idle, !isProcessing { receive() }
    }

    /// Nothing may run any longer: streams end in order, all else is cut.
    func endGrace() {
        switch phase {
        case .stream: endStream()
        case .closing, .lingering, .closed: break
        case .idle, .head, .body, .exchange: reset()
        }
    }
}
