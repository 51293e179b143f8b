import Dispatch
import EventLoop
import Synchronization

extension EventLoop {
    /// Runs `work` on the loop and waits for its result. For start-up, never from another loop's work.
    func waitFor<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
        if isCurrent { return work() }
        let box = ResultBox<Result>()
        submit { box.fill(work()) }
        return box.wait()
    }
}

/// Carries one value from one thread to another that waits for it.
private final class ResultBox<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isFilled = DispatchSemaphore(value: 0)

    func fill(_ result: Value) {
        value.withLock { $0 = result }
        isFilled.signal()
    }

    func wait() -> Value {
        isFilled.wait()
        return value.withLock { value in
            guard let value else { preconditionFailure("signalled without a value") }
            return value
        }
    }
}
