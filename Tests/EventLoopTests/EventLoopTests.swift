import Synchronization
import Testing

@testable import EventLoop

@Suite struct EventLoopTests {
    @Test func runsSubmittedWorkInOrderAndOnTheLoop() async throws {
        let loop = try EventLoop(index: 3)
        defer { loop.stop() }
        #expect(!loop.isCurrent)
        let seen = Mutex<[Int]>([])
        await withCheckedContinuation { continuation in
            for number in 0..<100 {
                loop.submit {
                    if EventLoop.current === loop { seen.withLock { $0.append(number) } }
                    if number == 99 { continuation.resume() }
                }
            }
        }
        #expect(seen.withLock { $0 } == Array(0..<100))
        #expect(EventLoop.current == nil)
    }

    @Test func runsWorkSubmittedByItsOwnWorkBeforeItSleeps() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        await withCheckedContinuation { continuation in
            loop.submit { loop.submit { loop.submit { continuation.resume() } } }
        }
    }

    private final class Count: Sendable {
        let value = Mutex(0)
    }

    @Test func takesWorkFromManyThreadsAtOnce() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let count = Count()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        await withCheckedContinuation { continuation in
                            loop.submit {
                                count.value.withLock { $0 += 1 }
                                continuation.resume()
                            }
                        }
                    }
                }
            }
        }
        #expect(count.value.withLock { $0 } == 4000)
    }

    /// Calls back when it is let go of.
    private final class Tripwire: Sendable {
        private let released: @Sendable () -> Void
        init(_ released: @escaping @Sendable () -> Void) { self.released = released }
        deinit { released() }
    }

    @Test func stopLetsGoOfHandlersAndTimers() async throws {
        let loop = try EventLoop()
        let pipe = try Pipe()
        await withCheckedContinuation { handlerReleased in
            let tripwire = Tripwire { handlerReleased.resume() }
            let handler = RecordingHandler { _ in _ = tripwire }
            loop.submit { watch(loop, pipe.reading, [.readable], edge: false, handler) }
            loop.stop()
        }
        await withCheckedContinuation { timerReleased in
            let tripwire = Tripwire { timerReleased.resume() }
            loop.submit { loop.schedule(after: .seconds(3600)) { _ = tripwire } }
        }
    }

    @Test func aStoppedLoopRunsWorkAndWatchesNothing() async throws {
        let loop = try EventLoop()
        let pipe = try Pipe()
        loop.stop()
        loop.stop()
        await loop.perform {
            #expect(throws: SystemError.self) {
                try loop.add(pipe.reading, .readable, edgeTriggered: false, handler: RecordingHandler())
            }
        }
        #expect(await Task(executorPreference: loop) { loop.isCurrent }.value)
    }

    @Test func aLoopThatNobodyKeepsCloses() throws {
        weak var forgotten: EventLoop?
        do {
            let loop = try EventLoop()
            forgotten = loop
        }
        #expect(forgotten == nil)
    }
}

@Suite struct EventLoopGroupTests {
    @Test(arguments: [(-1, 1), (0, 1), (3, 3)])
    func hasAtLeastOneLoop(asked: Int, given: Int) throws {
        let group = try EventLoopGroup(count: asked)
        defer { group.stop() }
        #expect(group.loops.map(\.index) == Array(0..<given))
    }
}

@Suite struct SystemErrorTests {
    @Test func saysWhatFailedAndWhy() throws {
        #expect(SystemError("bind", errno: 98).description == "bind: Address already in use")
        #expect(throws: SystemError("read", errno: 5)) { try SystemError.check("read", -5) }
        #expect(try SystemError.check("read", 7) == 7)
    }
}
