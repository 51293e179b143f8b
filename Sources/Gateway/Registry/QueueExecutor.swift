import Dispatch

/// Runs an actor on one serial queue, so that blocking work of it (the store) holds up neither a loop nor the pool of
/// threads that other tasks share.
final class QueueExecutor: SerialExecutor {
    let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Lets the actor be entered from a block on the queue.
    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
