package import EventLoop

/// The instant by which a tool call must be answered, over all its requests, retries and waits.
package struct WixDeadline: Sendable, Equatable {
    /// The budget of one tool call (platform.md 3).
    package static let callBudget: Duration = .seconds(45)
    /// On the loop's clock.
    package let nanoseconds: UInt64

    package init(on loop: EventLoop, after duration: Duration = WixDeadline.callBudget) {
        nanoseconds = loop.now &+ duration.loopNanoseconds
    }

    /// What is left; zero when it has passed.
    package func remaining(on loop: EventLoop) -> Duration {
        let now = loop.now
        return .nanoseconds(nanoseconds > now ? nanoseconds - now : 0)
    }
}
