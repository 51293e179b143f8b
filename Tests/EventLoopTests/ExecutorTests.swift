import Synchronization
import Testing

@testable import EventLoop

@Suite struct ExecutorTests {
    /// An actor that lives on a loop.
    private actor Counter {
        private let loop: EventLoop
        private(set) var count = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
        init(_ loop: EventLoop) { self.loop = loop }
        func add() -> Bool {
            count += 1
            return loop.isCurrent
        }
    }

    @Test func runsATaskWithoutLeavingTheLoop() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let places = await Task(executorPreference: loop) {
            var places = [loop.isCurrent]
            await Task.yield()
            places.append(loop.isCurrent)
            return places
        }.value
        #expect(places == [true, true])
    }

    @Test func runsAnActor() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let counter = Counter(loop)
        for _ in 0..<100 { #expect(await counter.add()) }
        #expect(await counter.count == 100)
    }

    @Test func anActorOnTheLoopIsEnteredWithoutAwait() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let counter = Counter(loop)
        await loop.perform {
            let wasOnLoop = counter.assumeIsolated { $0.add() }
            #expect(wasOnLoop)
        }
        #expect(await counter.count == 1)
    }

    @Test func twoLoopsHandOverToEachOther() async throws {
        let (first, second) = (try EventLoop(index: 0), try EventLoop(index: 1))
        defer {
            first.stop()
            second.stop()
        }
        let (here, there) = (Counter(first), Counter(second))
        for _ in 0..<500 {
            #expect(await here.add())
            #expect(await there.add())
        }
        #expect(await here.count + there.count == 1000)
    }
}
