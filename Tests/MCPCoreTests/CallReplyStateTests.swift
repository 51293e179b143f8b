import Testing

@testable import MCPCore

@Suite struct CallReplyStateTests {
    private func state(
        json: Bool = true, stream: Bool = true, token: Bool = true, modern: Bool = false, resumable: Bool = true
    ) -> CallReplyState {
        CallReplyState(
            acceptsJSON: json, acceptsStream: stream, hasProgressToken: token, isModern: modern, isResumable: resumable)
    }

    private func play(_ state: CallReplyState, _ events: [CallReplyState.Event]) -> [CallReplyState.Action] {
        var state = state
        return events.map { state.handle($0) }
    }

    @Test func quickAnswersAreJSON() {
        #expect(
            play(state(), [.finished, .finished, .progress, .disconnected]) == [.respondJSON, .none, .none, .none])
    }

    @Test func progressOpensTheStream() {
        #expect(
            play(state(), [.progress, .progress, .patienceEnded, .finished])
                == [
                    .sendProgress(opensStream: true), .sendProgress(opensStream: false), .none,
                    .endStream(opensStream: false),
                ])
    }

    @Test func patienceOpensTheStream() {
        #expect(
            play(state(token: false), [.patienceEnded, .finished]) == [.openStream, .endStream(opensStream: false)])
    }

    @Test func onlyClientsThatTakeAStreamAreGivenOne() {
        #expect(play(state(stream: false), [.progress, .patienceEnded, .finished]) == [.none, .none, .respondJSON])
        #expect(play(state(token: false), [.progress, .finished]) == [.none, .respondJSON])
        #expect(play(state(json: false), [.finished]) == [.endStream(opensStream: true)])
    }

    @Test func aLostConnectionCancelsOnlyModernCalls() {
        #expect(play(state(modern: true), [.disconnected, .finished]) == [.stop, .none])
        #expect(
            play(state(modern: true), [.progress, .disconnected, .finished]) == [
                .sendProgress(opensStream: true), .stop, .none,
            ])
        #expect(play(state(), [.disconnected, .progress, .finished]) == [.none, .none, .drop])
    }

    @Test func aLostStreamIsKeptForResumption() {
        #expect(
            play(state(), [.progress, .disconnected, .progress, .finished])
                == [
                    .sendProgress(opensStream: true), .none, .sendProgress(opensStream: false),
                    .endStream(opensStream: false),
                ])
        #expect(
            play(state(resumable: false), [.progress, .disconnected, .progress, .finished])
                == [.sendProgress(opensStream: true), .none, .none, .drop])
    }

    @Test func cancellationLeavesNoResponse() {
        #expect(play(state(), [.cancelled, .finished]) == [.stopAndAcknowledge, .none])
        #expect(play(state(), [.progress, .cancelled]) == [.sendProgress(opensStream: true), .stopAndCloseStream])
        #expect(play(state(), [.disconnected, .cancelled]) == [.none, .stop])
    }

    @Test(
        arguments: [
            ([1, 2, 2.5], [true, true, true]), ([1, 1, 0, 2], [true, false, false, true]), ([-1, 0], [true, true]),
            ([.nan, .infinity, 1], [false, false, true]),
        ] as [([Double], [Bool])])
    func progressGrows(_ values: [Double], _ admitted: [Bool]) {
        var sequence = ProgressSequence()
        #expect(values.map { sequence.admits($0) } == admitted)
    }
}
