import Glibc
import Synchronization

@testable import EventLoop

/// The two ends of a non-blocking pipe, closed with it.
final class Pipe: Sendable {
    let reading: CInt
    let writing: CInt

    init() throws {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("pipe", errno: errno) }
        (reading, writing) = (ends[0], ends[1])
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(reading)
        close(writing)
    }

    func put(_ count: Int = 1) {
        let bytes = [UInt8](repeating: 7, count: count)
        _ = bytes.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
    }

    /// Reads what is there; returns how much that was.
    @discardableResult func empty() -> Int {
        var bytes = [UInt8](repeating: 0, count: 4096)
        return max(0, read(reading, &bytes, bytes.count))
    }
}

/// Writes down what it is told, and does what the test wants.
final class RecordingHandler: ReadinessHandler, Sendable {
    let events = Mutex<[Readiness]>([])
    private let action: @Sendable (CInt) -> Void

    init(_ action: @escaping @Sendable (CInt) -> Void = { _ in }) { self.action = action }

    var count: Int { events.withLock { $0.count } }

    func ready(_ readiness: Readiness, on descriptor: CInt) {
        events.withLock { $0.append(readiness) }
        action(descriptor)
    }
}

extension EventLoop {
    /// Runs `work` on the loop and waits.
    func perform(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            submit {
                work()
                continuation.resume()
            }
        }
    }

    /// Lets the loop go to sleep and wake up again a few times.
    func settle() async {
        for _ in 0..<5 {
            await withCheckedContinuation { continuation in
                submit { self.schedule(after: .milliseconds(2)) { continuation.resume() } }
            }
        }
    }
}

/// The reading end of a pipe whose writing end is closed; the caller closes it.
func closedPipe() throws -> CInt {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError("pipe", errno: errno) }
    close(ends[1])
    return ends[0]
}

func closeDescriptor(_ descriptor: CInt) { close(descriptor) }
