import Synchronization
import Testing

@testable import EventLoop

@Suite struct ReadinessTests {
    @Test func levelTriggeredTellsUntilTheBytesAreTaken() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let pipe = try Pipe()
        let enough = 3
        await withCheckedContinuation { continuation in
            let count = Mutex(0)
            let handler = RecordingHandler { _ in
                let seen = count.withLock { count in
                    count += 1
                    return count
                }
                guard seen == enough else { return }
                pipe.empty()
                continuation.resume()
            }
            loop.submit { watch(loop, pipe.reading, [.readable], edge: false, handler) }
            pipe.put()
        }
    }

    @Test func edgeTriggeredTellsOnceForEachArrival() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let pipe = try Pipe()
        let handler = RecordingHandler()
        await loop.perform { watch(loop, pipe.reading, [.readable], edge: true, handler) }
        pipe.put()
        await loop.settle()
        #expect(handler.count == 1)
        pipe.put()
        await loop.settle()
        #expect(handler.count == 2)
    }

    @Test func tellsThatThePeerIsGone() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let handler = RecordingHandler()
        let reading = try closedPipe()
        await loop.perform { watch(loop, reading, [.readable], edge: true, handler) }
        await loop.settle()
        #expect(handler.events.withLock { $0 } == [[.hangup]])
        await loop.perform { loop.remove(reading) }
        closeDescriptor(reading)
    }

    @Test func updateChangesWhatIsWatched() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let pipe = try Pipe()
        let handler = RecordingHandler { _ in pipe.empty() }
        await loop.perform { watch(loop, pipe.reading, [], edge: false, handler) }
        pipe.put()
        await loop.settle()
        #expect(handler.count == 0)
        await loop.perform {
            do { try loop.update(pipe.reading, .readable) } catch { Issue.record(error) }
        }
        await loop.settle()
        #expect(handler.count == 1)
    }

    @Test func updateOfAnUnknownDescriptorFails() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        await loop.perform {
            #expect(throws: SystemError.self) { try loop.update(12345, .readable) }
            #expect(throws: SystemError.self) { try loop.update(-1, .readable) }
            loop.remove(12345)
            loop.remove(-1)
        }
    }

    /// Two descriptors are ready in one poll; the first handler told removes the other, whose event is stale then.
    @Test func anEventOfARemovedDescriptorIsNotDelivered() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let (first, second) = (try Pipe(), try Pipe())
        let handler = RecordingHandler { descriptor in
            loop.remove(descriptor)
            loop.remove(descriptor == first.reading ? second.reading : first.reading)
        }
        await loop.perform {
            watch(loop, first.reading, [.readable], edge: false, handler)
            watch(loop, second.reading, [.readable], edge: false, handler)
            first.put()
            second.put()
        }
        await loop.settle()
        #expect(handler.count == 1)
    }

    /// The same, with the descriptor registered anew: the old event must not reach the new handler.
    @Test func anEventOfAnEarlierRegistrationIsNotDelivered() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let (first, second) = (try Pipe(), try Pipe())
        let newcomer = RecordingHandler()
        let handler = RecordingHandler { descriptor in
            let other = descriptor == first.reading ? second : first
            first.empty()
            second.empty()
            loop.remove(descriptor)
            loop.remove(other.reading)
            watch(loop, other.reading, [.readable], edge: false, newcomer)
        }
        await loop.perform {
            watch(loop, first.reading, [.readable], edge: false, handler)
            watch(loop, second.reading, [.readable], edge: false, handler)
            first.put()
            second.put()
        }
        await loop.settle()
        #expect(handler.count == 1)
        #expect(newcomer.count == 0)
        first.put()
        second.put()
        await loop.settle()
        #expect(newcomer.count > 0)
    }

    @Test func addingAKnownDescriptorReplacesItsHandler() async throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let pipe = try Pipe()
        let (old, new) = (RecordingHandler(), RecordingHandler { _ in pipe.empty() })
        await loop.perform {
            watch(loop, pipe.reading, [.readable], edge: false, old)
            watch(loop, pipe.reading, [.readable], edge: false, new)
        }
        pipe.put()
        await loop.settle()
        #expect(old.count == 0)
        #expect(new.count == 1)
    }
}

/// Registers on the loop; a failure fails the test.
func watch(_ loop: EventLoop, _ descriptor: CInt, _ interest: Readiness, edge: Bool, _ handler: RecordingHandler) {
    do {
        try loop.add(descriptor, interest, edgeTriggered: edge, handler: handler)
    } catch {
        Issue.record(error)
    }
}
