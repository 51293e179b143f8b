import Synchronization
import Testing

@testable import EventLoop

@Suite struct TimerTests {
    @Test func firesInTheOrderOfDeadlinesAndOnce() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let fired = Mutex<[Int]>([])
        await loop.perform {
            for milliseconds in [15, 5, 10, 5, 0, 20] {
                loop.schedule(after: .milliseconds(milliseconds)) { fired.withLock { $0.append(milliseconds) } }
            }
        }
        await withCheckedContinuation { continuation in
            loop.submit { loop.schedule(after: .milliseconds(40)) { continuation.resume() } }
        }
        #expect(fired.withLock { $0 } == [0, 5, 5, 10, 15, 20])
    }

    @Test func isNeverEarly() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let waited = Mutex<UInt64>(0)
        await withCheckedContinuation { continuation in
            loop.submit {
                let start = loop.now
                loop.schedule(after: .milliseconds(7)) {
                    waited.withLock { $0 = loop.now - start }
                    continuation.resume()
                }
            }
        }
        #expect(waited.withLock { $0 } >= 7_000_000)
    }

    @Test func aCancelledTimerDoesNotFire() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let fired = Mutex(0)
        await loop.perform {
            let timer = loop.schedule(after: .milliseconds(1)) { fired.withLock { $0 += 1 } }
            #expect(timer.isPending)
            timer.cancel()
            #expect(!timer.isPending)
        }
        await loop.settle()
        #expect(fired.withLock { $0 } == 0)
    }

    /// A job that a timer resumes is enqueued by the loop itself; it has to run before the loop sleeps. Nothing else
    /// wakes the loop here, so a lost wake-up hangs.
    @Test func aTaskResumedByATimerRunsWithoutAnythingElseHappening() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let task = Task(executorPreference: loop) {
            for _ in 0..<200 {
                await withCheckedContinuation { continuation in
                    loop.schedule(after: .zero) { continuation.resume() }
                }
            }
            for _ in 0..<20 {
                await withCheckedContinuation { continuation in
                    loop.schedule(after: .milliseconds(1)) { continuation.resume() }
                }
            }
            return loop.isCurrent
        }
        #expect(await task.value)
    }

    @Test func farDeadlinesDoNotOverflow() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        await loop.perform { loop.schedule(after: .seconds(Int64.max)) { Issue.record("fired") } }
        await loop.settle()
    }

    @Test(arguments: [
        (Duration.seconds(-1), UInt64(0)), (.zero, 0), (.nanoseconds(1), 1), (.seconds(2), 2_000_000_000),
        (.seconds(Int64.max), UInt64.max / 4),
    ])
    func durationsBecomeNanoseconds(duration: Duration, nanoseconds: UInt64) {
        #expect(duration.loopNanoseconds == nanoseconds)
    }
}

@Suite struct TimerQueueTests {
    @Test func givesTimersBackInOrderWhateverTheOrderOfInsertion() {
        var queue = TimerQueue()
        var random = SystemRandomNumberGenerator()
        var deadlines: [UInt64] = []
        var fired: [UInt64] = []
        for _ in 0..<1000 {
            let deadline = UInt64.random(in: 0..<300, using: &random)
            deadlines.append(deadline)
            queue.insert(LoopTimer {}, at: deadline)
        }
        while let next = queue.nextDeadline() {
            #expect(queue.popDue(at: next, before: .max) != nil)
            fired.append(next)
        }
        #expect(fired == deadlines.sorted())
    }

    @Test func givesNothingBeforeItIsDue() {
        var queue = TimerQueue()
        queue.insert(LoopTimer {}, at: 10)
        #expect(queue.popDue(at: 9, before: .max) == nil)
        #expect(queue.popDue(at: 10, before: 0) == nil)
        #expect(queue.popDue(at: 10, before: 1) != nil)
        #expect(queue.count == 0)
    }

    @Test func cancelledTimersDoNotPileUp() {
        var queue = TimerQueue()
        queue.insert(LoopTimer {}, at: 1)
        for _ in 0..<10_000 {
            let timer = LoopTimer {}
            queue.insert(timer, at: 2)
            timer.cancel()
        }
        #expect(queue.count <= 64)
        #expect(queue.nextDeadline() == 1)
    }
}
