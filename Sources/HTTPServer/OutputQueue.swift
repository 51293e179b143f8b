import CLinux

/// Bytes on their way to a peer. Empty, it holds no memory.
struct OutputQueue {
    enum Outcome: Equatable {
        case sent
        /// The peer must read first; try again when the descriptor is writable.
        case blocked
        case failed
    }

    /// A body this large is sent from where it is and not copied behind its head.
    private static let largeBody = 16 * 1024

    private var bytes: [UInt8] = []
    private var large: [UInt8] = []
    /// Of `bytes` and `large` together.
    private var sentCount = 0

    /// How many bytes wait.
    var count: Int { bytes.count + large.count - sentCount }
    var isEmpty: Bool { count == 0 }

    /// Takes over an empty buffer with room.
    mutating func adopt(_ buffer: [UInt8]) {
        if bytes.capacity == 0 { bytes = buffer }
    }

    /// Gives the buffer back when nothing waits.
    mutating func release() -> [UInt8]? {
        guard isEmpty, bytes.capacity > 0 else { return nil }
        var buffer: [UInt8] = []
        swap(&buffer, &bytes)
        large = []
        sentCount = 0
        buffer.removeAll(keepingCapacity: true)
        return buffer
    }

    /// Appends what `write` appends.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        if !large.isEmpty { fold() }
        write(&bytes)
    }

    /// Appends a body.
    mutating func append(body: [UInt8]) {
        if !large.isEmpty { fold() }
        if body.count < OutputQueue.largeBody {
            bytes.append(contentsOf: body)
        } else {
            large = body
        }
    }

    /// Sends until nothing is left or the peer must read first.
    mutating func send(to descriptor: CInt) -> Outcome {
        while !isEmpty {
            let sent = large.isEmpty ? sendBytes(to: descriptor) : sendBoth(to: descriptor)
            if sent >= 0 {
                sentCount += sent
            } else if sent == -Int(EAGAIN) {
                dropSent()
                return .blocked
            } else {
                return .failed
            }
        }
        return .sent
    }

    private func sendBytes(to descriptor: CInt) -> Int {
        bytes.withUnsafeBytes { clinux_send(descriptor, $0.baseAddress.map { $0 + sentCount }, $0.count - sentCount) }
    }

    private func sendBoth(to descriptor: CInt) -> Int {
        let skipped = max(0, sentCount - bytes.count)
        let start = min(sentCount, bytes.count)
        return bytes.withUnsafeBytes { first in
            large.withUnsafeBytes { second in
                clinux_send_pair(
                    descriptor, first.baseAddress.map { $0 + start }, first.count - start,
                    second.baseAddress.map { $0 + skipped }, second.count - skipped)
            }
        }
    }

    /// Keeps a slow peer's queue from growing by what was sent already.
    private mutating func dropSent() {
        guard large.isEmpty, sentCount >= bytes.count / 2 else { return }
        bytes.removeFirst(sentCount)
        sentCount = 0
    }

    /// Copies the large body behind the bytes, so that more can follow it.
    private mutating func fold() {
        bytes.append(contentsOf: large)
        large = []
    }
}
