import CLinux
import Glibc
import HTTPCore

extension HTTPConnection {
    /// More unsent bytes than this, and no further request is read: a peer that sends without reading is held back.
    private static let outputHighWater = 128 * 1024

    private var mayRead: Bool {
        switch phase {
        case .idle, .head, .body, .exchange, .stream: pending.isEmpty
        case .lingering: true
        case .closing, .closed: false
        }
    }

    /// Reads what is there and takes it in.
    func receive() {
        isProcessing = true
        // Registered edge-triggered: read until the socket is known to be empty, or remember that it may not be.
        hasUnread = true
        while hasUnread, mayRead {
            let count = server.receive(descriptor)
            if count > 0 {
                take(server.received, count)
                // A short read emptied the socket, and what comes later is a new event. The end of input is none.
                if count < ServerLoop.inputBytes, !sawHangup { hasUnread = false }
            } else {
                hasUnread = false
                if count == 0 { inputEnded() } else if count != -Int(EAGAIN) { reset() }
            }
        }
        isProcessing = false
        // Full as it is, the connection does not read up to the end of input that was announced.
        if hasUnread, sawHangup, !isReadingRequest { peerLeft() }
        settle()
    }

    /// Goes on where an answer, or a full queue, had to be waited for.
    func resume() {
        guard isReadingRequest || phase == .lingering, !isProcessing else { return }
        if !pending.isEmpty {
            var bytes: [UInt8] = []
            swap(&bytes, &pending)
            isProcessing = true
            process(bytes, from: pendingOffset, upTo: bytes.count)
            isProcessing = false
        }
        if hasUnread, pending.isEmpty { receive() } else { settle() }
    }

    private func take(_ bytes: [UInt8], _ count: Int) {
        switch phase {
        case .idle, .head, .body: process(bytes, from: 0, upTo: count)
        case .exchange, .stream: keep(bytes, from: 0, upTo: count)
        case .lingering:
            lingerBudget -= count
            if lingerBudget <= 0 { close() }
        case .closing, .closed: break
        }
    }

    /// Feeds bytes to the parser until they are used up, or an answer has to come before the next request.
    private func process(_ bytes: [UInt8], from start: Int, upTo end: Int) {
        var offset = start
        while isReadingRequest, !isHeldBack {
            if phase == .idle, offset == end { break }
            let reader = borrowReader()
            do {
                switch try reader.parser.next(in: bytes, upTo: end, offset: &offset) {
                case .needMore: return waitForMore(reader)
                case .head(let head, let framing, let expectsContinue):
                    try begin(head, framing, reader)
                    if expectsContinue, offset == end, phase == .body { askForBody() }
                case .body(let range): reader.append(bytes[range])
                case .end: dispatch(reader)
                }
            } catch {
                fail(error.status, error.message)
            }
        }
        if offset < end { keep(bytes, from: offset, upTo: end) }
    }

    private func borrowReader() -> RequestReader {
        if let reader { return reader }
        let reader = server.takeReader()
        self.reader = reader
        return reader
    }

    /// True when the peer does not read the answers it has so far.
    private var isHeldBack: Bool {
        guard output.count > HTTPConnection.outputHighWater else { return false }
        flush()
        return output.count > HTTPConnection.outputHighWater
    }

    private func waitForMore(_ reader: RequestReader) {
        guard phase == .idle else { return }
        if reader.parser.isIdle {
            returnReader()
        } else {
            phase = .head
            setDeadline(after: server.headerTime)
        }
    }

    func returnReader() {
        guard let reader else { return }
        self.reader = nil
        server.giveBack(reader)
    }

    private func keep(_ bytes: [UInt8], from offset: Int, upTo end: Int) {
        guard phase != .closed, phase != .closing else { return }
        pending = Array(bytes[offset..<end])
        pendingOffset = 0
    }

    // MARK: The end of input

    private func inputEnded() {
        peerEnded = true
        switch phase {
        case .idle, .head, .body:
            // Answers to earlier requests may still be on their way.
            if output.isEmpty { close() } else { phase = .closing }
        case .exchange, .stream: peerLeft()
        case .closing, .lingering: close()
        case .closed: break
        }
    }

    /// The peer closed its side while an answer is due. It may have only finished sending (a half-close), so the
    /// handler is told and may still answer, unless it let go of the exchange; a stream ends.
    func peerLeft() {
        guard phase == .exchange || phase == .stream else { return }
        peerEnded = true
        if phase == .stream { return reset() }
        exchange?.disconnect()
        if phase == .exchange, isKnownUniquelyReferenced(&exchange) { reset() }
    }
}
