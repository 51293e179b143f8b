import CLinux
import Dispatch
import Synchronization

/// One serial dispatch queue with one epoll set, and the executor of all that lives on it (design: decision 001).
///
/// A single Dispatch read source watches the epoll set. Its handler is a *turn*: it runs what was handed over, due
/// timers and ready descriptors until nothing is left, and only then returns to Dispatch, so that a busy loop pays
/// for Dispatch once per burst and not once per event.
///
/// Confined to its queue except for `submit`, `enqueue`, `stop` and the identity checks.
package final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // @unchecked: the mutable properties are touched only on `queue`, which is serial.
    package let index: Int
    /// Counts turns and epoll calls, for metrics and tests.
    package let counters = EventLoopCounters()

    private static let eventCapacity = 256
    /// Passes over jobs and timers before descriptors get their chance again.
    private static let passesPerRound = 8

    private let queue: DispatchQueue
    private let source: any DispatchSourceRead
    private let mailbox = Mailbox()
    private let descriptor: CInt
    private let timerDescriptor: CInt
    private let events: UnsafeMutablePointer<epoll_event>
    private var table = DescriptorTable()
    private var timers = TimerQueue()
    private var local: [LoopWork] = []
    private var running: [LoopWork] = []
    /// When the timer descriptor will wake the loop; `.max` when it will not.
    private var armedDeadline = UInt64.max
    private var isStopped = false
    /// Monotonic nanoseconds, read once a round.
    package private(set) var now = clinux_monotonic_nanoseconds()

    package init(index: Int = 0) throws(SystemError) {
        self.index = index
        descriptor = try SystemError.check("epoll_create1", clinux_epoll_create())
        do {
            timerDescriptor = try SystemError.check("timerfd_create", clinux_timer_create())
        } catch {
            close(descriptor)
            throw error
        }
        events = .allocate(capacity: EventLoop.eventCapacity)
        queue = DispatchQueue(label: "loop-\(index)")
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        // Edge-triggered: an expiry is one event and needs no read. Its token matches no descriptor.
        let added = clinux_epoll_add(descriptor, timerDescriptor, clinux_epoll_in | clinux_epoll_edge, .max)
        source.setEventHandler { @Sendable [weak self] in self?.turn() }
        source.setCancelHandler { @Sendable [descriptor, timerDescriptor] in
            close(timerDescriptor)
            close(descriptor)
        }
        source.activate()
        _ = try SystemError.check("epoll_ctl", added)
    }

    deinit {
        source.cancel()
        events.deallocate()
    }

    // MARK: Identity

    /// The loop whose queue runs the caller, or nil.
    package static var current: EventLoop? {
        guard let loop = clinux_current_loop() else { return nil }
        return Unmanaged<EventLoop>.fromOpaque(loop).takeUnretainedValue()
    }

    package var isCurrent: Bool { clinux_current_loop() == Unmanaged.passUnretained(self).toOpaque() }

    package func checkIsolated() {
        precondition(isCurrent, "called off loop \(index)")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrent }

    // MARK: Work

    /// Runs `work` on the loop, soon and in the order handed over; from any thread.
    package func submit(_ work: @escaping @Sendable () -> Void) { put(.block(work)) }

    package func enqueue(_ job: consuming ExecutorJob) { put(.job(UnownedJob(job))) }

    private func put(_ work: LoopWork) {
        if isCurrent {
            local.append(work)
        } else if mailbox.put(work) {
            queue.async { @Sendable [self] in turn() }
        }
    }

    /// Runs `work` on the loop once after `delay`. Call on the loop.
    @discardableResult
    package func schedule(after delay: Duration, _ work: @escaping () -> Void) -> LoopTimer {
        checkIsolated()
        let timer = LoopTimer(work)
        if isStopped {
            timer.cancel()
        } else {
            timers.insert(timer, at: now &+ delay.loopNanoseconds)
        }
        return timer
    }

    // MARK: Descriptors

    /// Watches a non-blocking descriptor, in place of any earlier registration of it. Call on the loop.
    package func add(_ descriptor: CInt, _ interest: Readiness, edgeTriggered: Bool, handler: any ReadinessHandler)
        throws(SystemError)
    {
        checkIsolated()
        let edge = edgeTriggered ? clinux_epoll_edge : 0
        guard !isStopped, let token = table.insert(handler, edge: edge, for: descriptor) else {
            throw SystemError("epoll_ctl", errno: EBADF)
        }
        let added = clinux_epoll_add(self.descriptor, descriptor, interest.events | edge, token)
        if added < 0 { _ = table.remove(descriptor) }
        _ = try SystemError.check("epoll_ctl", added)
    }

    /// Changes what is watched for.
    package func update(_ descriptor: CInt, _ interest: Readiness) throws(SystemError) {
        checkIsolated()
        guard let (token, edge) = table.registration(of: descriptor) else {
            throw SystemError("epoll_ctl", errno: ENOENT)
        }
        _ = try SystemError.check(
            "epoll_ctl", clinux_epoll_modify(self.descriptor, descriptor, interest.events | edge, token))
    }

    /// Ends the watch; events already fetched are not delivered. Call before closing the descriptor; harmless after.
    package func remove(_ descriptor: CInt) {
        checkIsolated()
        if table.remove(descriptor) { _ = clinux_epoll_remove(self.descriptor, descriptor) }
    }

    /// Ends every watch and timer and lets go of their handlers. Work and jobs handed over still run, so that no task
    /// is left hanging. From any thread.
    package func stop() {
        submit { [self] in
            guard !isStopped else { return }
            isStopped = true
            source.cancel()
            table.removeAll()
            timers.removeAll()
        }
    }

    // MARK: The turn

    private func turn() {
        clinux_set_current_loop(Unmanaged.passUnretained(self).toOpaque())
        defer { clinux_set_current_loop(nil) }
        counters.countTurn()
        now = clinux_monotonic_nanoseconds()
        var hasMore = true
        while hasMore {
            let hasWork = runPending()
            let ready = poll()
            hasMore = hasWork || ready > 0
        }
        armTimer()
    }

    /// Runs what was handed over and the timers that are due, and what these hand over in turn, for a bounded number
    /// of passes. A job resumed by a timer, or a timer made by a job, is seen here before the loop may sleep.
    /// Returns true when something is left.
    private func runPending() -> Bool {
        for _ in 0..<EventLoop.passesPerRound {
            let ranWork = runWork()
            let ranTimers = runTimers()
            if !ranWork && !ranTimers { return false }
        }
        return true
    }

    private func runWork() -> Bool {
        mailbox.take(into: &local)
        guard !local.isEmpty else { return false }
        swap(&local, &running)
        for work in running {
            switch work {
            case .block(let block): block()
            case .job(let job):
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
        running.removeAll(keepingCapacity: running.capacity <= 1024)
        return true
    }

    private func runTimers() -> Bool {
        guard timers.count > 0 else { return false }
        // A timer made by one of these waits for the next pass, even when it is due at once.
        let order = timers.nextOrder
        var ran = false
        while let timer = timers.popDue(at: now, before: order) {
            timer.fire()
            ran = true
        }
        return ran
    }

    /// Tells the handlers of the descriptors that are ready; returns how many events there were.
    private func poll() -> Int {
        guard !isStopped else { return 0 }
        let count = Int(clinux_epoll_poll(descriptor, events, CInt(EventLoop.eventCapacity)))
        counters.countPoll()
        now = clinux_monotonic_nanoseconds()
        guard count > 0 else { return 0 }
        for event in 0..<count {
            let token = events[event].data.u64
            if token == .max {
                armedDeadline = .max
            } else if let (handler, ready) = table.handler(for: token) {
                handler.ready(Readiness(events: events[event].events), on: ready)
            }
        }
        return count
    }

    /// Makes sure that the loop wakes for its next timer. Done once a turn, and only when the next timer is earlier
    /// than what is armed: timers set and cancelled within a turn cost no system call.
    private func armTimer() {
        guard !isStopped, let deadline = timers.nextDeadline(), deadline < armedDeadline else { return }
        armedDeadline = deadline
        _ = clinux_timer_arm(timerDescriptor, deadline)
    }
}

extension Duration {
    /// Whole nanoseconds for loop arithmetic: never negative, at most about 146 years.
    package var loopNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let limit = UInt64.max / 4
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow, whole < limit else { return limit }
        return whole + UInt64(attoseconds / 1_000_000_000)
    }
}
