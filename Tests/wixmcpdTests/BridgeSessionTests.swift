import HTTPCore
import JSON
import Testing

@testable import wixmcpd

private typealias Talk = BridgeConversation

@Suite struct BridgeSessionTests {
    @Test func theHandshakeSetsSessionAndRevision() throws {
        var talk = try Talk(fields: [("Authorization", "Bearer t")])
        talk.line(Talk.initialize)
        let first = try #require(talk.lastRequest)
        #expect(first.method == "POST" && first.url == "http://127.0.0.1:1/mcp")
        #expect(first.fields["authorization"] == "Bearer t")
        #expect(first.fields["content-type"] == "application/json")
        #expect(first.fields["accept"] == "application/json, text/event-stream")
        #expect(first.fields["mcp-session-id"] == nil && first.fields["mcp-protocol-version"] == nil)
        #expect(first.body == Array(Talk.initialize.utf8))

        talk.answer(fields: [("mcp-session-id", "s1")], Talk.initializeResult)
        #expect(talk.lines == [Talk.initializeResult])
        talk.line(Talk.initialized)
        #expect(talk.lastRequest?.fields["mcp-session-id"] == "s1")
        #expect(talk.lastRequest?.fields["mcp-protocol-version"] == "2025-11-25")
    }

    @Test func theListenStreamOpensAfterInitialized() throws {
        let talk = try Talk.initialized()
        #expect(talk.sent == ["POST initialize", "POST notifications/initialized", "GET"])
        #expect(talk.lastRequest?.fields["accept"] == "text/event-stream")
        #expect(talk.lastRequest?.fields["mcp-session-id"] == "s1")
    }

    @Test func whatComesDuringTheHandshakeWaits() throws {
        var talk = try Talk()
        talk.line(Talk.initialize)
        talk.line(Talk.ping)
        #expect(talk.sent == ["POST initialize"])
        talk.answer(fields: [("mcp-session-id", "s1")], Talk.initializeResult)
        #expect(talk.sent == ["POST initialize", "POST ping"])
        #expect(talk.lastRequest?.fields["mcp-session-id"] == "s1")
    }

    @Test func answersComeAsJSONOrEventsAndPassUnchanged() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.answer(Talk.pong)
        talk.line(#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"x"}}"#)
        let progress = #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":2,"progress":1}}"#
        let result = #"{"jsonrpc":"2.0","id":2,"result":{"content":[]}}"#
        talk.stream(
            "id: a_0\ndata: \n\nevent: message\ndata: \(progress)\n\n: ping\n\nevent: message\nid: a_1\ndata: \(result)\n\n"
        )
        talk.happen(.ended(exchange: talk.lastExchange, failure: nil))
        #expect(talk.lines == [Talk.pong, progress, result])
        #expect(talk.session.unanswered.isEmpty)
    }

    @Test func aPrettyPrintedAnswerBecomesOneLine() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        talk.answer("{\n  \"jsonrpc\": \"2.0\",\n  \"id\": \"p\", \"result\": {}\n}\n")
        #expect(talk.lines == [Talk.pong])
    }

    @Test func serverMessagesComeFromTheListenStream() throws {
        var talk = try Talk.initialized()
        let changed = #"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#
        talk.stream("data: \(changed)\n\n")
        #expect(talk.lines == [changed])
    }

    @Test(arguments: [405, 401, 409]) func aServerWithoutListenStreamIsLeftAlone(_ status: Int) throws {
        var talk = try Talk.initialized()
        talk.answer(status)
        #expect(talk.timers.isEmpty)
    }

    @Test func theListenStreamIsOpenedAgainWithGrowingPauses() throws {
        var talk = try Talk.initialized()
        var pauses: [Duration] = []
        for _ in 0..<9 {
            talk.fail(wasSent: false)
            pauses.append(try #require(talk.timers.last).delay)
            talk.wakeLast()
            #expect(talk.lastRequest?.method == "GET")
        }
        #expect(pauses.map(\.milliseconds) == [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    }

    @Test func theServersOwnPauseIsKept() throws {
        var talk = try Talk.initialized()
        talk.stream("retry: 1234\ndata:\n\n")
        talk.happen(.ended(exchange: talk.lastExchange, failure: nil))
        #expect(talk.timers.last?.delay == .milliseconds(1234))
    }

    @Test func aModernMessageCarriesItsFieldsAndNoSession() throws {
        var talk = try Talk()
        let meta = #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#
        talk.line(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"blåbær",\#(meta)}}"#)
        let fields = try #require(talk.lastRequest?.fields)
        #expect(fields["mcp-protocol-version"] == "2026-07-28")
        #expect(fields["mcp-method"] == "tools/call")
        #expect(fields["mcp-name"] == "=?base64?YmzDpWLDpnI=?=")
        #expect(fields["mcp-session-id"] == nil)
        talk.answer(#"{"jsonrpc":"2.0","id":1,"result":{}}"#)
        #expect(talk.sent == ["POST tools/call"])
    }

    @Test func cancellingAModernCallClosesItsStream() throws {
        var talk = try Talk()
        let meta = #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#
        talk.line(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x",\#(meta)}}"#)
        talk.stream()
        talk.line(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
        #expect(talk.aborted == [talk.lastExchange])
        #expect(talk.sent == ["POST tools/call"])
        #expect(talk.lines.isEmpty)
    }

    @Test func cancellingALegacyCallIsToldAndAwaitsNoAnswer() throws {
        var talk = try Talk.initialized()
        talk.line(Talk.ping)
        let call = talk.lastExchange
        talk.line(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"p"}}"#)
        #expect(talk.sent.last == "POST notifications/cancelled")
        talk.answer(202)
        talk.stream(to: call)
        talk.happen(.ended(exchange: call, failure: nil))
        #expect(talk.lines.isEmpty)
    }

    @Test(arguments: ["", "   ", "\r"]) func emptyLinesAreNothing(_ line: String) throws {
        var talk = try Talk()
        talk.line(line)
        #expect(talk.lines.isEmpty && talk.requests.isEmpty)
    }

    @Test(arguments: ["?", "{", "1", "\"x\"", "[1]", "{}}", "null"]) func aLineThatIsNoMessageIsAnswered(_ line: String)
        throws
    {
        var talk = try Talk()
        talk.line(line)
        #expect(talk.lines.count == 1 && talk.lines[0].contains("-32700"))
        #expect(talk.requests.isEmpty)
    }

    @Test func tooManyOpenRequestsAreRefused() throws {
        var talk = try Talk.initialized()
        for number in 0..<BridgeSession.maximumUnanswered {
            talk.line(#"{"jsonrpc":"2.0","id":\#(number),"method":"ping"}"#)
        }
        #expect(talk.lines.isEmpty)
        talk.line(Talk.ping)
        #expect(talk.error(for: "p")?.contains("wait for an answer") == true)
    }
}
