import EventLoop

/// What time it is for a call, and how one that waits for Wix lets time pass. Tests pass another one, so that nothing
/// waits.
package struct ToolClock: Sendable {
    /// Monotonic nanoseconds.
    package let now: @Sendable () -> UInt64
    /// Lets a time pass, or less when the task is cancelled meanwhile.
    package let pause: @Sendable (Duration) async -> Void

    package init(
        now: @escaping @Sendable () -> UInt64 = { 0 }, pause: @escaping @Sendable (Duration) async -> Void
    ) {
        self.now = now
        self.pause = pause
    }

    /// A timer of the loop does not know of cancellation, so a long wait is cut into short ones.
    private static let step: Duration = .milliseconds(500)

    init(loop: EventLoop) {
        now = { loop.now }
        pause = { duration in
            var rest = duration
            while rest > .zero, !Task.isCancelled {
                let part = min(rest, Self.step)
                await withCheckedContinuation { continuation in
                    _ = loop.schedule(after: part) { continuation.resume() }
                }
                rest -= part
            }
        }
    }
}
