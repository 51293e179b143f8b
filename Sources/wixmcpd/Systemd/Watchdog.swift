import Dispatch
import EventLoop
import Synchronization

/// Sends `WATCHDOG=1` at half the interval that the service manager set, but only after every loop has answered a ping:
/// a stuck loop must miss the watchdog.
final class Watchdog: Sendable {
    private let loops: [EventLoop]
    private let notify: @Sendable () -> Void
    /// Loops that have not answered the ping that is under way.
    private let outstanding = Atomic<Int>(0)

    /// `WATCHDOG_USEC`, unless it is meant for another process.
    static func interval(environment: [String: String], processID: Int32) -> Duration? {
        if let owner = environment["WATCHDOG_PID"], Int32(owner) != processID { return nil }
        guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 else {
            return nil
        }
        return .microseconds(microseconds)
    }

    init(loops: [EventLoop], notify: @escaping @Sendable () -> Void) {
        self.loops = loops
        self.notify = notify
    }

    /// Pings at half of `interval` until the returned timer is cancelled.
    func start(interval: Duration) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "wixmcpd.watchdog"))
        let period = DispatchTimeInterval.milliseconds(Int(clamping: max(1, interval.milliseconds / 2)))
        timer.schedule(deadline: .now(), repeating: period)
        timer.setEventHandler { @Sendable in self.ping() }
        timer.resume()
        return timer
    }

    /// Asks every loop for a sign of life. While an earlier round is open nothing is asked: that silence is the
    /// message.
    func ping() {
        guard outstanding.compareExchange(expected: 0, desired: loops.count, ordering: .relaxed).exchanged else {
            return
        }
        for loop in loops {
            loop.submit {
                if self.outstanding.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
                    self.notify()
                }
            }
        }
    }
}
