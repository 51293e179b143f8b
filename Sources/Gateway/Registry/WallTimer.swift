import Dispatch

/// Fires once at a time of the wall clock, also when the machine slept meanwhile; set again, it fires again.
final class WallTimer {
    private let source: any DispatchSourceTimer

    init(queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeTimerSource(queue: queue)
        source.setEventHandler { @Sendable in handler() }
        source.schedule(wallDeadline: .distantFuture)
        source.resume()
    }

    /// Replaces the moment set before.
    func schedule(after delay: Duration) {
        let (seconds, attoseconds) = delay.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        source.schedule(
            wallDeadline: .now() + .milliseconds(Int(clamping: max(0, milliseconds))), leeway: .milliseconds(1))
    }

    deinit { source.cancel() }
}
