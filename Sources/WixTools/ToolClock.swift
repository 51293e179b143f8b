import EventLoop

/// How a call that waits for Wix lets time pass. Tests pass another one, so that nothing waits.
package struct ToolClock: Sendable {
    /// Lets a time pass, or less when the task is cancelled meanwhile.
    package let pause: @Sendable (Duration) async -> Void

    package init(pause: @escaping @Sendable (Duration) async -> Void) { self.pause = pause }

    /// A timer of the loop does not know of cancellation, so a long wait is cut into short ones.
    private static let step: Duration = .milliseconds(500)

    init(loop: EventLoop) {
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
