import Gateway
import JSON
import Testing

@Suite struct CallTraceTests {
    private static func request(_ number: Int) -> AuditedRequest {
        AuditedRequest(method: "GET", path: "/orders/\(number)", status: 200, wixRequestID: nil)
    }

    @Test func itCollectsTheRequestsOfItsOwnCall() async {
        let (first, second) = (CallTrace(), CallTrace())
        #expect(CallTrace.current == nil)
        await CallTrace.$current.withValue(first) {
            CallTrace.current?.note(Self.request(1))
            CallTrace.$current.withValue(second) { CallTrace.current?.note(Self.request(2)) }
            await Task { CallTrace.current?.note(Self.request(3)) }.value
        }
        #expect(first.requests == [Self.request(1), Self.request(3)])
        #expect(second.requests == [Self.request(2)])
        #expect(first.leftOut == 0)
    }

    @Test func beyondFiftyItOnlyCounts() {
        let trace = CallTrace()
        for number in 0..<120 { trace.note(Self.request(number)) }
        #expect(trace.requests == (0..<50).map(Self.request))
        #expect(trace.leftOut == 70)
    }

    @Test func theRowSaysHowManyWereLeftOut() async throws {
        let log = try AuditLog(store: AuditMemoryStore(), key: AuditSample.key)
        var ending = AuditSample.ending()
        ending.requests = (0..<60).map(Self.request)
        ending.requestsLeftOut = 70
        log.record(AuditSample.call(), ending)
        let json = try #require(try await log.page(AuditQuery()).entries.first).json
        #expect(json["wix_requests"]?.arrayValue?.count == 50)
        #expect(json["wix_requests_left_out"] == 80)
    }
}
