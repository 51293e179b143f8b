import HTTPCore
import JSON
import Testing

@testable import wixmcpd

private typealias Talk = BridgeConversation

@Suite struct BridgeEventStreamTests {
    /// A conversation that has fallen back and knows its endpoint; the last request is the POST of `initialize`.
    private static func fallenBack() throws -> (Talk, stream: Int) {
        var talk = try Talk("http://127.0.0.1:1/sse")
        talk.line(Talk.initialize)
        talk.answer(405, #"{"jsonrpc":"2.0","error":{"code":405,"message":"This path answers GET."}}"#)
        let stream = talk.lastExchange
        talk.stream("event: endpoint\ndata: /messages?sessionId=1\n\n")
        return (talk, stream)
    }

    @Test(arguments: [404, 405]) func fallsBackWhenPOSTIsNotServed(_ status: Int) throws {
        var talk = try Talk()
        talk.line(Talk.initialize)
        talk.answer(status)
        #expect(talk.sent == ["POST initialize", "GET"])
        #expect(talk.lastRequest?.url == "http://127.0.0.1:1/mcp")
        #expect(talk.lines.isEmpty)
        talk.stream("event: endpoint\ndata: /messages?sessionId=1\n\n")
        #expect(talk.sent == ["POST initialize", "GET", "POST initialize"])
        #expect(talk.lastRequest?.url == "http://127.0.0.1:1/messages?sessionId=1")
    }

    @Test(arguments: [400, 401, 500]) func doesNotFallBackOtherwise(_ status: Int) throws {
        var talk = try Talk()
        talk.line(Talk.initialize)
        talk.answer(status)
        #expect(talk.sent == ["POST initialize"])
        #expect(talk.error(for: 0) != nil)
    }

    @Test func anUnknownMethodIsNoReasonToFallBack() throws {
        var talk = try Talk()
        talk.line(#"{"jsonrpc":"2.0","id":1,"method":"server/discover"}"#)
        let error = #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}"#
        talk.answer(404, error)
        #expect(talk.lines == [error])
        #expect(talk.sent == ["POST server/discover"])
    }

    @Test func answersComeOnTheStream() throws {
        var (talk, stream) = try Self.fallenBack()
        talk.answer(202, "Accepted")
        #expect(talk.lines.isEmpty)
        talk.events("event: message\ndata: \(Talk.initializeResult)\n\n", on: stream)
        #expect(talk.lines == [Talk.initializeResult])
        talk.line(Talk.initialized)
        talk.answer(202, "Accepted")
        #expect(talk.sent.last == "POST notifications/initialized")
        #expect(talk.lastRequest?.fields["mcp-protocol-version"] == "2025-11-25")
    }

    @Test(arguments: ["http://evil.example/messages", "//evil.example/x", "https://127.0.0.1:1/messages"])
    func anEndpointElsewhereIsRefused(_ endpoint: String) throws {
        var talk = try Talk()
        talk.line(Talk.initialize)
        talk.answer(404)
        talk.stream("event: endpoint\ndata: \(endpoint)\n\n")
        #expect(talk.error(for: 0)?.contains("another host") == true)
        #expect(talk.aborted == [talk.lastExchange])
        #expect(talk.sent == ["POST initialize", "GET"])
    }

    @Test func aServerThatSpeaksNeitherIsNamed() throws {
        var talk = try Talk()
        talk.line(Talk.initialize)
        talk.answer(404)
        talk.answer(404)
        #expect(talk.error(for: 0)?.contains("Neither") == true)
        // The next message tries anew.
        talk.line(Talk.ping)
        #expect(talk.sent.last == "POST ping")
    }

    @Test func aLostStreamIsOpenedAgainWithANewHandshake() throws {
        var (talk, stream) = try Self.fallenBack()
        talk.answer(202)
        talk.events("data: \(Talk.initializeResult)\n\n", on: stream)
        talk.line(Talk.initialized)
        talk.answer(202)
        talk.line(Talk.ping)
        talk.answer(202)
        talk.happen(.ended(exchange: stream, failure: BridgeFailure(wasSent: true, detail: "reset")))
        #expect(talk.error(for: "p")?.contains("unknown") == true)
        talk.line(#"{"jsonrpc":"2.0","id":9,"method":"ping"}"#)
        talk.wakeLast()
        #expect(talk.lastRequest?.method == "GET")
        let second = talk.lastExchange
        talk.stream("event: endpoint\ndata: /messages?sessionId=2\n\n")
        #expect(talk.sent.last == "POST initialize")
        #expect(talk.lastRequest?.url == "http://127.0.0.1:1/messages?sessionId=2")
        let id = try #require(JSONValue(parsing: talk.lastRequest?.body ?? [])["id"]?.stringValue)
        talk.answer(202)
        let count = talk.lines.count
        talk.events(
            #"data: {"jsonrpc":"2.0","id":"\#(id)","result":{"protocolVersion":"2025-11-25"}}"# + "\n\n", on: second)
        #expect(talk.lines.count == count)
        #expect(talk.sent.suffix(2) == ["POST notifications/initialized", "POST ping"])
    }

    @Test func aUnreachableStreamGivesUpInTheEnd() throws {
        var talk = try Talk()
        talk.line(Talk.initialize)
        talk.answer(404)
        for _ in 0..<BridgeSession.attempts {
            talk.fail(wasSent: false)
            #expect(talk.lines.isEmpty)
            talk.wakeLast()
        }
        talk.fail(wasSent: false)
        #expect(talk.error(for: 0)?.contains("cannot be reached") == true)
    }
}

@Suite struct LineSplitterTests {
    @Test(arguments: Array(1...12)) func linesDoNotDependOnTheChunks(_ size: Int) {
        let bytes = Array("one\ntwo\r\n\nlast".utf8)
        var splitter = LineSplitter(maximumLineBytes: 100)
        var events: [LineReader.Event] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += splitter.feed(bytes[start..<min(start + size, bytes.count)])
        }
        events += splitter.finish()
        #expect(
            events == [
                .line(Array("one".utf8)), .line(Array("two\r".utf8)), .line([]), .line(Array("last".utf8)), .end,
            ])
    }

    @Test(arguments: [(4, false), (5, true)]) func longLinesAreSkippedToTheirEnd(_ length: Int, _ isOverlong: Bool) {
        var splitter = LineSplitter(maximumLineBytes: 4)
        let long = [UInt8](repeating: 0x61, count: length)
        let events = splitter.feed((long + Array("\nb\n".utf8))[...]) + splitter.finish()
        #expect(events == [isOverlong ? .overlong : .line(long), .line([0x62]), .end])
    }
}
