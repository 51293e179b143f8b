import Testing

@testable import MCPCore

/// Stories of a session: an event in, an action out.
@Suite struct SessionStateTests {
    private let one = JSONRPCID([0x31])
    private let payload = [UInt8]("{}".utf8)

    private func message(_ stream: EventID.Stream, last: Bool = false, storable: Bool = true, now: UInt64 = 0)
        -> SessionState.Event
    {
        .message(stream, payload, isLast: last, isStorable: storable, now: now)
    }

    @Test func requestIDsAreUniqueWhileTheyRun() {
        var session = SessionState(revision: .v2025_11_25)
        #expect(session.handle(.requestStarted(one, call: 7)) == .none)
        #expect(session.handle(.requestStarted(one, call: 8)) == .refuse(.duplicateID))
        #expect(session.handle(.requestStarted(JSONRPCID(Array("\"1\"".utf8)), call: 9)) == .none)
        #expect(session.handle(.requestEnded(one)) == .none)
        #expect(session.handle(.requestStarted(one, call: 10)) == .none)
        #expect(session.runningCalls.sorted() == [9, 10])
    }

    @Test func requestsAreBounded() {
        var session = SessionState(revision: .v2025_11_25)
        for number in 0..<SessionState.maximumRunning {
            #expect(session.handle(.requestStarted(JSONRPCID(Array("\(number)".utf8)), call: UInt64(number))) == .none)
        }
        #expect(session.handle(.requestStarted(JSONRPCID(Array("\"x\"".utf8)), call: 1)) == .refuse(.tooManyRequests))
    }

    @Test func cancellation() {
        var session = SessionState(revision: .v2025_11_25)
        #expect(session.handle(.cancelRequested(one)) == .none)
        _ = session.handle(.requestStarted(one, call: 7))
        #expect(session.handle(.cancelRequested(one)) == .cancel(call: 7))
        #expect(session.handle(.cancelRequested(one)) == .none)
        #expect(session.isIdle)
    }

    @Test func initializesOnce() {
        var session = SessionState(revision: nil)
        #expect(session.revision == .v2024_11_05)
        #expect(session.handle(.initialized(.v2025_06_18, ClientInfo(name: "a"))) == .none)
        #expect(session.revision == .v2025_06_18)
        #expect(session.handle(.initialized(.v2025_11_25, ClientInfo(name: "b"))) == .refuse(.alreadyInitialized))
        #expect(session.revision == .v2025_06_18)
        #expect(session.client == ClientInfo(name: "a"))
    }

    @Test(arguments: [(ProtocolRevision.v2025_03_26, 0), (.v2025_06_18, 0), (.v2025_11_25, 1)])
    func streamsBeginWithAPrimingEventWhereTheRevisionHasIt(_ revision: ProtocolRevision, _ count: Int) {
        var session = SessionState(revision: revision)
        let priming = (0..<count).map { SessionState.StreamEvent(id: EventID(.reply(1), $0), data: [], retry: 3000) }
        #expect(session.handle(.replyOpened(5)) == .open(.reply(1), priming, isComplete: false))
        let event = SessionState.StreamEvent(id: EventID(.reply(1), count), data: payload, retry: nil)
        #expect(session.handle(message(.reply(1))) == .send(event, to: 5, closes: false))
    }

    @Test func oneStandaloneStream() {
        var session = SessionState(revision: .v2025_06_18)
        #expect(session.handle(message(.standalone)) == .none)
        #expect(session.handle(.standaloneOpened(1)) == .open(.standalone, [], isComplete: false))
        #expect(session.handle(.standaloneOpened(2)) == .refuse(.streamBusy))
        #expect(!session.isIdle)
        #expect(session.handle(.disconnected(.standalone, 2)) == .none)
        #expect(session.handle(.standaloneOpened(2)) == .refuse(.streamBusy))
        _ = session.handle(.disconnected(.standalone, 1))
        #expect(session.isIdle)
        #expect(session.handle(.standaloneOpened(2)) == .open(.standalone, [], isComplete: false))
    }

    @Test func aLostStreamIsResumed() {
        var session = SessionState(revision: .v2025_06_18)
        _ = session.handle(.replyOpened(1))
        _ = session.handle(message(.reply(1)))
        #expect(session.handle(.resumed("s1_0", 2)) == .refuse(.streamBusy))
        _ = session.handle(.disconnected(.reply(1), 1))
        #expect(session.handle(message(.reply(1))) == .none)
        let missed = SessionState.StreamEvent(id: EventID(.reply(1), 1), data: payload, retry: nil)
        #expect(session.handle(.resumed("s1_0", 2)) == .open(.reply(1), [missed], isComplete: false))
        let response = SessionState.StreamEvent(id: EventID(.reply(1), 2), data: payload, retry: nil)
        #expect(session.handle(message(.reply(1), last: true)) == .send(response, to: 2, closes: true))
        #expect(session.handle(message(.reply(1))) == .none)
        #expect(session.handle(.resumed("s1_1", 3)) == .open(.reply(1), [response], isComplete: true))
        #expect(session.handle(.resumed("s1_2", 3)) == .open(.reply(1), [], isComplete: true))
        #expect(session.isIdle)
    }

    @Test(arguments: ["", "s1_1", "s1_9", "s2_0", "g_0", "x", "s1", "s_1", "s1_0_0", "s1_-1", "S1_0", "s1_0 "])
    func eventsThatNeverWere(_ id: String) {
        var session = SessionState(revision: .v2025_06_18)
        _ = session.handle(.replyOpened(1))
        _ = session.handle(message(.reply(1)))
        _ = session.handle(.disconnected(.reply(1), 1))
        #expect(session.handle(.resumed(id, 2)) == .refuse(.unknownEvent))
    }

    @Test func lostEventsAreNotSkippedSilently() {
        var session = SessionState(revision: .v2025_06_18)
        _ = session.handle(.replyOpened(1))
        _ = session.handle(message(.reply(1)))
        _ = session.handle(.disconnected(.reply(1), 1))
        _ = session.handle(message(.reply(1), storable: false))
        #expect(session.handle(.resumed("s1_0", 2)) == .refuse(.unknownEvent))
        #expect(session.handle(.resumed("s1_1", 2)) == .open(.reply(1), [], isComplete: false))
    }

    @Test func endedStreamsAreForgottenWithTheirEvents() {
        var limits = ReplayBuffer.Limits()
        limits.age = .seconds(1)
        var session = SessionState(revision: .v2025_06_18, replay: limits)
        _ = session.handle(.replyOpened(1))
        _ = session.handle(message(.reply(1), now: 0))
        _ = session.handle(message(.reply(1), last: true, now: 0))
        #expect(session.replayBytes == 4)
        _ = session.handle(.timePassed(now: 1_000_000_000))
        #expect(session.handle(.resumed("s1_0", 2)) != .refuse(.unknownEvent))
        _ = session.handle(.timePassed(now: 1_000_000_001))
        #expect(session.replayBytes == 0)
        #expect(session.handle(.resumed("s1_1", 2)) == .refuse(.unknownEvent))
    }

    @Test func anAbandonedStreamCloses() {
        var session = SessionState(revision: .v2025_06_18)
        _ = session.handle(.replyOpened(1))
        #expect(session.handle(.abandoned(.reply(1))) == .close(1))
        #expect(session.handle(.abandoned(.reply(1))) == .none)
        #expect(session.handle(message(.reply(1))) == .none)
    }

    @Test func level() {
        var session = SessionState(revision: .v2025_06_18)
        #expect(session.level == nil)
        _ = session.handle(.levelSet(.error))
        #expect(session.level == .error)
    }
}
