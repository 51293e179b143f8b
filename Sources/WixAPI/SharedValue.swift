import EventLoop
import Synchronization

/// A value that all callers of a site share, on all loops: fetched by one of them while the others wait for the same
/// answer, then kept for a while.
final class SharedValue<Value: Sendable>: Sendable {
    /// A fetched value and for how long it may be used.
    struct Fetched: Sendable {
        let value: Value
        let lifetime: Duration
    }

    private enum State {
        case empty
        case fetching(Task<Result<Fetched, WixError>, Never>)
        case kept(Value, until: UInt64)
    }

    private let state = Mutex<State>(.empty)

    /// The value kept, or the one that `fetch` brings. `now` is monotonic nanoseconds.
    ///
    /// The fetch belongs to no caller: cancelling one does not disturb the others.
    func value(
        at now: UInt64, on loop: EventLoop, fetch: @escaping @Sendable () async -> Result<Fetched, WixError>
    ) async throws(WixError) -> Value {
        let task: Task<Result<Fetched, WixError>, Never>
        switch begin(at: now, on: loop, fetch) {
        case .kept(let value, _): return value
        case .fetching(let running): task = running
        case .empty: throw WixError(outcome: .notSent, code: "INTERNAL", message: "No fetch was started.")
        }
        return try await task.value.get().value
    }

    private func begin(
        at now: UInt64, on loop: EventLoop, _ fetch: @escaping @Sendable () async -> Result<Fetched, WixError>
    ) -> State {
        state.withLock { state in
            switch state {
            case .kept(_, let until) where now < until: break
            case .fetching: break
            case .kept, .empty:
                let task = Task(executorPreference: loop) {
                    let result = await fetch()
                    self.end(result, since: now)
                    return result
                }
                state = .fetching(task)
            }
            return state
        }
    }

    private func end(_ result: Result<Fetched, WixError>, since now: UInt64) {
        state.withLock { state in
            if case .success(let fetched) = result {
                state = .kept(fetched.value, until: now &+ fetched.lifetime.loopNanoseconds)
            } else {
                state = .empty
            }
        }
    }

    /// Forgets a kept value for which `condition` holds. A fetch under way is left alone.
    func forget(where condition: (Value) -> Bool = { _ in true }) {
        state.withLock { state in
            if case .kept(let value, _) = state, condition(value) { state = .empty }
        }
    }

    /// Keeps a value that was learnt in another way, unless a fetch is under way.
    func keep(_ value: Value, for lifetime: Duration, from now: UInt64) {
        state.withLock { state in
            if case .fetching = state { return }
            state = .kept(value, until: now &+ lifetime.loopNanoseconds)
        }
    }
}
