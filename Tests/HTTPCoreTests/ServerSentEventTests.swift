import HTTPCore
import Testing

@Suite struct ServerSentEventTests {
    private func event(_ data: String, event: String? = nil, id: String? = nil, retry: Int? = nil) -> ServerSentEvent {
        ServerSentEvent(event: event, id: id, retry: retry, data: Array(data.utf8))
    }

    private func text(_ event: ServerSentEvent) -> String {
        var output: [UInt8] = []
        event.append(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func writesEvents() {
        #expect(text(event("{}")) == "data: {}\n\n")
        #expect(text(event("")) == "data: \n\n")
        #expect(
            text(event("x", event: "message", id: "s_1", retry: 3000))
                == "event: message\nid: s_1\nretry: 3000\ndata: x\n\n")
        #expect(text(event("a\nb\r\nc\rd\n")) == "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n")
        #expect(text(event("x", event: "a\r\nid: 9", id: "b\nc\u{0}")) == "event: aid: 9\nid: bc\ndata: x\n\n")
    }

    static let streams: [(text: String, events: [ServerSentEvent])] = [
        ("", []), ("data: x\n", []), (":\n\n", []), (": ping\n\ndata: x\n\n", [ServerSentEvent(data: [0x78])]),
        ("data: x\n\n", [ServerSentEvent(data: [0x78])]), ("data:x\r\n\r\n", [ServerSentEvent(data: [0x78])]),
        ("data:x\r\r", [ServerSentEvent(data: [0x78])]), ("data:  x\n\n", [ServerSentEvent(data: [0x20, 0x78])]),
        ("data\n\n", [ServerSentEvent(data: [])]), ("data:\ndata:\n\n", [ServerSentEvent(data: [0x0A])]),
        ("data: a\ndata: b\n\n", [ServerSentEvent(data: Array("a\nb".utf8))]),
        ("event: e\n\ndata: x\n\n", [ServerSentEvent(data: [0x78])]),
        (
            "event: e\nid: 7\nretry: 10\ndata: x\n\ndata: y\n\n",
            [ServerSentEvent(event: "e", id: "7", retry: 10, data: [0x78]), ServerSentEvent(data: [0x79])]
        ),
        ("id: a\u{0}b\nretry: 1x\nunknown: z\ndata: x\n\n", [ServerSentEvent(data: [0x78])]),
        ("\u{FEFF}data: x\n\n", [ServerSentEvent(data: [0x78])]),
        ("\u{FEFF}\u{FEFF}data: x\n\n", []), ("\n\n\r\n\rdata: x\n\n", [ServerSentEvent(data: [0x78])]),
        ("Data: x\n\n", []), (" data: x\n\n", []), ("data: x\n\ndata: half", [ServerSentEvent(data: [0x78])]),
        ("event: a\nevent:\ndata: x\n\n", [ServerSentEvent(event: "", data: [0x78])]),
    ]

    @Test(arguments: streams)
    func parsesHoweverItIsCut(text: String, events: [ServerSentEvent]) throws {
        for pieces in everyCut(of: Array(text.utf8)) {
            var parser = ServerSentEventParser()
            var found: [ServerSentEvent] = []
            for piece in pieces { found += try parser.feed(piece) }
            #expect(found == events)
        }
    }

    @Test func whatIsWrittenReadsBack() throws {
        let events = [
            event("", id: "1"), event("{\"a\":1}", event: "message"),
            event("two\nlines\n", event: "x", id: "2", retry: 5), event("\n"),
            event(String(repeating: "long ", count: 20_000)),
        ]
        var output: [UInt8] = ServerSentEvent.keepAlive
        for event in events {
            event.append(to: &output)
            output += ServerSentEvent.keepAlive
        }
        var parser = ServerSentEventParser()
        #expect(try parser.feed(output) == events)
        #expect(parser.lastEventID == "2")
        #expect(parser.reconnectionTime == 5)
    }

    @Test func remembersAnIdWithoutAnEvent() throws {
        var parser = ServerSentEventParser()
        #expect(try parser.feed(Array("id: 9\nretry: 100\n\n".utf8)) == [])
        #expect(parser.lastEventID == "9" && parser.reconnectionTime == 100)
        _ = try parser.feed(Array("id: 10\n".utf8))
        #expect(parser.lastEventID == "9")
        _ = try parser.feed(Array("id\n\n".utf8))
        #expect(parser.lastEventID == "")
    }

    @Test(arguments: ["data: 12345", "data: 1\ndata: 2", "event: abcd", "12345678901"])
    func limitsAnEvent(text: String) throws {
        let limit = text.utf8.count - text.utf8.filter { $0 == 0x0A }.count
        for pieces in everyCut(of: Array((text + "\n\n").utf8)) {
            var fits = ServerSentEventParser(maximumEventBytes: limit)
            for piece in pieces { _ = try fits.feed(piece) }
            var tooLong = ServerSentEventParser(maximumEventBytes: limit - 1)
            #expect(throws: HTTPParseError.self) { for piece in pieces { _ = try tooLong.feed(piece) } }
            #expect(throws: HTTPParseError.self) { _ = try tooLong.feed([]) }
        }
    }

    @Test func handsOverWhatCameBeforeALongEvent() throws {
        var parser = ServerSentEventParser(maximumEventBytes: 10)
        #expect(try parser.feed(Array("data: x\n\ndata: far too long\n\n".utf8)) == [event("x")])
        #expect(throws: HTTPParseError.self) { try parser.feed([]) }
    }

    @Test func commentsDoNotAddUp() throws {
        var parser = ServerSentEventParser(maximumEventBytes: 20)
        for _ in 0..<100 { #expect(try parser.feed(Array(": keep-alive\n".utf8)) == []) }
        #expect(try parser.feed(Array("data: x\n\n".utf8)) == [event("x")])
    }
}
