import Dispatch
import Glibc
import Synchronization

/// The one writer of log lines: lines never mix, and callers never wait for the descriptor.
final class LogWriter: Sendable {
    private let queue = DispatchQueue(label: "wixmcpd.log")
    private let descriptor: CInt
    private let pendingBytes = Atomic<Int>(0)
    private let dropped = Atomic<Int>(0)
    /// Lines beyond this are dropped and counted, so that a stuck reader of the log cannot fill the memory.
    private let maximumPendingBytes: Int

    /// Writes to `descriptor`, standard error unless a test has its own.
    init(descriptor: CInt = STDERR_FILENO, maximumPendingBytes: Int = 1 << 20) {
        self.descriptor = descriptor
        self.maximumPendingBytes = maximumPendingBytes
    }

    /// Queues one line; the line break is added. From any thread.
    func write(_ line: [UInt8]) {
        let pending = pendingBytes.wrappingAdd(line.count, ordering: .relaxed).newValue
        guard pending <= maximumPendingBytes else {
            pendingBytes.wrappingSubtract(line.count, ordering: .relaxed)
            dropped.wrappingAdd(1, ordering: .relaxed)
            return
        }
        queue.async {
            let lost = self.dropped.exchange(0, ordering: .relaxed)
            if lost > 0 { Self.writeAll(Array("\(lost) log lines were dropped\n".utf8), to: self.descriptor) }
            Self.writeAll(line + [UInt8(ascii: "\n")], to: self.descriptor)
            self.pendingBytes.wrappingSubtract(line.count, ordering: .relaxed)
        }
    }

    /// Waits until all queued lines are written: before the process ends.
    func flush() { queue.sync {} }

    /// Writes all bytes to a descriptor, waiting for it as long as needed; gives up on an error. Returns false then.
    @discardableResult static func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
                if count > 0 {
                    offset += count
                } else if count < 0, errno == EAGAIN {
                    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&entry, 1, -1)
                } else if count == 0 || errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
