import HTTPCore
import JSON
import Testing

@testable import wixmcpd

private typealias Talk = BridgeConversation

@Suite struct BridgeFailureTests {
    struct Answer: Sendable {
        var status: Int
        var body: String
        /// What the client gets: the line, or words of the error made here.
        var line: String?
        var words: String?
    }

    static let answers = [
        Answer(
            status: 400, body: #"{"jsonrpc":"2.0","id":"p","error":{"code":-32602,"message":"no"}}"#,
            line: #"{"jsonrpc":"2.0","id":"p","error":{"code":-32602,"message":"no"}}"#),
        Answer(
            status: 401, body: #"{"jsonrpc":"2.0","error":{"code":401,"message":"no"}}"#,
            line: #"{"jsonrpc":"2.0","id":"p","error":{"code":401,"message":"no"}}"#),
        Answer(
            status: 400, body: #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}"#,
            line: #"{"jsonrpc":"2.0","id":"p","error":{"code":-32700,"message":"no"}}"#),
        Answer(status: 401, body: "<html>", words: "refused the token"),
        Answer(status: 502, body: "<html>", words: "HTTP 502"),
        Answer(status: 200, body: "<html>", words: "without a response"),
        Answer(status: 202, body: "", words: "without a response"),
    ]

    @Test(arguments: answers) func everyRequestGetsAnAnswer(_ item: Answer) throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.answer(item.status, item.body)
        #expect(talk.lines.count == 1)
        if let line = item.line { #expect(talk.lines == [line]) }
        if let words = item.words { #expect(talk.error(for: "p")?.contains(words) == true) }
        #expect(talk.session.unanswered.isEmpty)
    }

    @Test func aRefusedNotificationIsOnlySaid() throws {
        var talk = try Talk.initialized()
        talk.line(#"{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}"#)
        talk.answer(400, #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"no"}}"#)
        #expect(talk.lines.isEmpty)
        #expect(talk.words.last?.contains("HTTP 400") == true)
    }

    @Test func whatWasNotSentIsSentAgainThenAnswered() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        for attempt in 1..<BridgeSession.attempts {
            talk.fail(wasSent: false)
            #expect(talk.lines.isEmpty)
            #expect(talk.timers.last?.delay == BridgeSession.backoff(attempt))
            talk.wakeLast()
            #expect(talk.sent.last == "POST ping")
        }
        talk.fail(wasSent: false)
        #expect(talk.error(for: "p")?.contains("cannot be reached") == true)
    }

    @Test func whatWasSentIsNotSentAgain() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        let count = talk.requests.count
        talk.fail(wasSent: true)
        #expect(talk.requests.count == count && talk.timers.isEmpty)
        #expect(talk.error(for: "p")?.contains("unknown") == true)
    }

    @Test func aCutStreamIsFetchedWithLastEventID() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.stream("id: a_0\nretry: 500\ndata:\n\n")
        talk.fail(wasSent: true)
        #expect(talk.timers.last?.delay == .milliseconds(500))
        talk.wakeLast()
        #expect(talk.lastRequest?.method == "GET")
        #expect(talk.lastRequest?.fields["last-event-id"] == "a_0")
        talk.stream("id: a_1\ndata: \(Talk.pong)\n\n")
        talk.happen(.ended(exchange: talk.lastExchange, failure: nil))
        #expect(talk.lines == [Talk.pong])
    }

    @Test func aCutStreamThatCannotBeFetchedIsAnswered() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.stream("id: a_0\ndata:\n\n")
        talk.fail(wasSent: true)
        talk.wakeLast()
        talk.answer(400)
        #expect(talk.error(for: "p")?.contains("could not be fetched") == true)
    }

    @Test func anEndlessAnswerIsCutOff() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.happen(
            .head(exchange: talk.lastExchange, status: 200, fields: HTTPFields([("content-type", "application/json")])))
        let half = [UInt8](repeating: 0x20, count: Talk.maximumBodyBytes / 2)
        talk.happen(.body(exchange: talk.lastExchange, half))
        talk.happen(.body(exchange: talk.lastExchange, half))
        #expect(talk.aborted.isEmpty)
        talk.happen(.body(exchange: talk.lastExchange, [0x20]))
        #expect(talk.aborted == [talk.lastExchange])
        #expect(talk.error(for: "p")?.contains("1KiB") == true)
    }

    // MARK: A lost session

    @Test func aLostSessionIsOpenedAnewAndTheMessageSentAgain() throws {
        var talk = try Talk.initialized()
        let listen = talk.lastExchange
        talk.stream(to: listen)
        talk.line(Talk.ping)
        talk.answer(404, #"{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"}}"#)
        #expect(talk.aborted == [listen])
        #expect(talk.sent.last == "POST initialize")
        #expect(talk.lastRequest?.fields["mcp-session-id"] == nil)
        let id = try #require(JSONValue(parsing: talk.lastRequest?.body ?? [])["id"]?.stringValue)

        talk.line(#"{"jsonrpc":"2.0","id":3,"method":"tools/list"}"#)
        #expect(talk.sent.last == "POST initialize")
        talk.answer(
            fields: [("mcp-session-id", "s2")],
            #"{"jsonrpc":"2.0","id":"\#(id)","result":{"protocolVersion":"2025-06-18"}}"#)
        #expect(talk.sent.suffix(3) == ["POST notifications/initialized", "POST ping", "POST tools/list"])
        for (_, request) in talk.requests.suffix(3) {
            #expect(request.fields["mcp-session-id"] == "s2")
            #expect(request.fields["mcp-protocol-version"] == "2025-06-18")
        }
        talk.answer(202, to: talk.requests[talk.requests.count - 3].exchange)
        #expect(talk.sent.last == "GET")
        talk.answer(to: talk.requests[talk.requests.count - 3].exchange, Talk.pong)
        #expect(talk.lines == [Talk.pong])
    }

    @Test func twoLossesFoundAtOnceOpenOneSession() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        let first = talk.lastExchange
        talk.line(#"{"jsonrpc":"2.0","id":3,"method":"tools/list"}"#)
        let second = talk.lastExchange
        talk.answer(404, to: first)
        talk.answer(404, to: second)
        #expect(talk.sent.filter { $0 == "POST initialize" }.count == 2)
    }

    @Test func aServerThatKeepsNoSessionIsGivenUp() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        for _ in 0..<BridgeSession.maximumRenewals {
            let ping = try #require(talk.requests.last { $0.request.body == Array(Talk.ping.utf8) })
            talk.answer(404, to: ping.exchange)
            let renewal = try #require(
                talk.requests.last { String(decoding: $0.request.body ?? [], as: UTF8.self).contains("wixmcpd-bridge") }
            )
            let id = try JSONValue(parsing: renewal.request.body ?? [])["id"]?.stringValue ?? ""
            talk.answer(
                to: renewal.exchange, fields: [("mcp-session-id", "s-\(id)")],
                #"{"jsonrpc":"2.0","id":"\#(id)","result":{}}"#)
        }
        #expect(talk.lines.isEmpty)
        let ping = try #require(talk.requests.last { $0.request.body == Array(Talk.ping.utf8) })
        talk.answer(404, to: ping.exchange)
        #expect(talk.error(for: "p")?.contains("does not keep") == true)
    }

    @Test func aRefusedRenewalAnswersAllThatWaits() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.answer(404)
        talk.answer(503)
        #expect(talk.error(for: "p")?.contains("503") == true)
        #expect(talk.session.waiting.isEmpty)
    }

    // MARK: The end

    @Test func theEndDeletesTheSession() throws {
        var talk = try Talk.initialized()
        let listen = talk.lastExchange
        talk.happen(.inputEnded)
        #expect(talk.aborted == [listen])
        #expect(talk.lastRequest?.method == "DELETE")
        #expect(talk.lastRequest?.fields["mcp-session-id"] == "s1")
        #expect(!talk.hasExited)
        talk.answer(204)
        #expect(talk.hasExited)
    }

    @Test func theEndDoesNotWaitForADeadServer() throws {
        var talk = try Talk.initialized()
        talk.happen(.inputEnded)
        #expect(talk.timers.last?.delay == BridgeSession.goodbyeTime)
        talk.wakeLast()
        #expect(talk.hasExited)
    }

    @Test func runningRequestsAreAnsweredBeforeTheEnd() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        let ping = talk.lastExchange
        talk.happen(.inputEnded)
        #expect(talk.lastRequest?.method == "POST")
        talk.answer(to: ping, Talk.pong)
        #expect(talk.lines == [Talk.pong])
        #expect(talk.lastRequest?.method == "DELETE")
    }

    @Test func runningRequestsDoNotHoldTheEndForever() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.happen(.inputEnded)
        #expect(talk.timers.last?.delay == BridgeSession.endingTime)
        talk.wakeLast()
        #expect(talk.lastRequest?.method == "DELETE")
    }

    @Test func aSignalEndsAtOnce() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.happen(.stop)
        #expect(talk.lastRequest?.method == "DELETE")
        talk.answer(204)
        #expect(talk.hasExited)
    }

    @Test func withoutASessionThereIsNothingToDelete() throws {
        var talk = try Talk()
        talk.happen(.inputEnded)
        #expect(talk.hasExited && talk.requests.isEmpty)
    }
}
