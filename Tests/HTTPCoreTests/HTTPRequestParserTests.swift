import HTTPCore
import Testing

@Suite struct HTTPRequestParserTests {
    struct Accepted: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let steps: [Step]
        var testDescription: String { name }
    }

    static let host = [("host", "a")]

    static let accepted: [Accepted] = [
        Accepted(
            name: "GET", text: "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            steps: [.head(HTTPRequestHead("GET", "/", host), .none, expectsContinue: false), .end]),
        Accepted(
            name: "fields with blanks around and odd names",
            text: "GET /x HTTP/1.1\r\nHOST:a\r\nX-A: \t b c \t\r\n!#$%&'*+-.^_`|~09aZ:\r\nx-a:\u{E9}\r\n\r\n",
            steps: [
                .head(
                    HTTPRequestHead(
                        "GET", "/x", host + [("x-a", "b c"), ("!#$%&'*+-.^_`|~09az", ""), ("x-a", "\u{E9}")]), .none,
                    expectsContinue: false), .end,
            ]),
        Accepted(
            name: "POST with a length", text: "POST /m?q=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            steps: [
                .head(
                    HTTPRequestHead("POST", "/m?q=1", host + [("content-length", "5")]), .length(5),
                    expectsContinue: false),
                .body(Array("hello".utf8)), .end,
            ]),
        Accepted(
            name: "length zero with leading zeros", text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 000\r\n\r\n",
            steps: [
                .head(
                    HTTPRequestHead("POST", "/", host + [("content-length", "000")]), .length(0), expectsContinue: false
                ), .end,
            ]),
        Accepted(
            name: "chunks, extensions and trailers",
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "4;x=\"y\"\r\nwiki\r\n00A\r\n0123456789\r\n0;last\r\nX-Sum: 1\r\nHost: b\r\n\r\n",
            steps: [
                .head(
                    HTTPRequestHead("POST", "/", host + [("transfer-encoding", "Chunked")]), .chunked,
                    expectsContinue: false),
                .body(Array("wiki0123456789".utf8)), .end,
            ]),
        Accepted(
            name: "empty chunked body",
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            steps: [
                .head(
                    HTTPRequestHead("POST", "/", host + [("transfer-encoding", "chunked")]), .chunked,
                    expectsContinue: false),
                .end,
            ]),
        Accepted(
            name: "100-continue",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-Continue\r\n\r\nx",
            steps: [
                .head(
                    HTTPRequestHead("POST", "/", host + [("content-length", "1"), ("expect", "100-Continue")]),
                    .length(1),
                    expectsContinue: true), .body([UInt8(ascii: "x")]), .end,
            ]),
        Accepted(
            name: "100-continue without a body", text: "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
            steps: [
                .head(HTTPRequestHead("GET", "/", host + [("expect", "100-continue")]), .none, expectsContinue: false),
                .end,
            ]),
        Accepted(
            name: "HTTP/1.0 without Host and with an expectation",
            text: "GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n",
            steps: [
                .head(
                    HTTPRequestHead("GET", "/", minorVersion: 0, [("expect", "100-continue")]), .none,
                    expectsContinue: false),
                .end,
            ]),
        Accepted(
            name: "two empty lines first, then two requests",
            text: "\r\n\r\nGET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
            steps: [
                .head(HTTPRequestHead("GET", "/1", host), .none, expectsContinue: false), .end,
                .head(HTTPRequestHead("OPTIONS", "*", [("host", "[::1]:80")]), .none, expectsContinue: false), .end,
            ]),
        Accepted(
            name: "absolute target and empty Host", text: "GET http://x:1/a?b HTTP/1.1\r\nHost:\r\n\r\n",
            steps: [
                .head(HTTPRequestHead("GET", "http://x:1/a?b", [("host", "")]), .none, expectsContinue: false), .end,
            ]),
        Accepted(
            name: "repeated fields that may repeat",
            text: "GET / HTTP/1.1\r\nHost: a\r\nAccept: x/y\r\nAccept: z/w\r\n\r\n",
            steps: [
                .head(
                    HTTPRequestHead("GET", "/", host + [("accept", "x/y"), ("accept", "z/w")]), .none,
                    expectsContinue: false),
                .end,
            ]),
    ]

    @Test(arguments: accepted)
    func acceptsHoweverItIsCut(example: Accepted) {
        for pieces in everyCut(of: Array(example.text.utf8)) {
            let result = parse(pieces)
            #expect(result.steps == example.steps)
            #expect(result.isIdle)
            #expect(!result.isInHead)
        }
    }

    @Test func tellsWhereItStands() throws {
        let text = Array("\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab".utf8)
        let headEnd = text.count - 2
        for end in 0...text.count {
            let result = parse([Array(text[..<end])])
            // A whole empty line is not yet part of a request; half of one may be.
            #expect(result.isIdle == (end == 0 || end == 2 || end == text.count), "\(end)")
            #expect(result.isInHead == (end == 1 || (3..<headEnd).contains(end)), "\(end)")
        }
    }

    @Test func takesOnlyTheBytesUpToTheEnd() throws {
        let text = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var parser = HTTPRequestParser(limits: HTTPParserLimits())
        var offset = 0
        #expect(try parser.next(in: text, upTo: 10, offset: &offset) == .needMore)
        #expect(offset == 10)
        guard case .head = try parser.next(in: text, upTo: text.count, offset: &offset) else {
            Issue.record("no head")
            return
        }
        #expect(offset == text.count)
    }

    @Test func givesBodyRangesOfTheBufferAtHand() throws {
        var parser = HTTPRequestParser(limits: HTTPParserLimits())
        let head = Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab".utf8)
        var offset = 0
        _ = try parser.next(in: head, upTo: head.count, offset: &offset)
        #expect(try parser.next(in: head, upTo: head.count, offset: &offset) == .body((head.count - 2)..<head.count))
        #expect(try parser.next(in: head, upTo: head.count, offset: &offset) == .needMore)
        offset = 1
        #expect(try parser.next(in: Array("?cdGET".utf8), upTo: 6, offset: &offset) == .body(1..<3))
        #expect(try parser.next(in: Array("?cdGET".utf8), upTo: 6, offset: &offset) == .end)
        #expect(offset == 3)
    }

    @Test func staysRefusedAfterAnError() {
        var parser = HTTPRequestParser(limits: HTTPParserLimits())
        var offset = 0
        let bad = Array("GET /\r\n".utf8)
        #expect(throws: HTTPParseError.self) { try parser.next(in: bad, upTo: bad.count, offset: &offset) }
        let good = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        offset = 0
        #expect(throws: HTTPParseError.self) { try parser.next(in: good, upTo: good.count, offset: &offset) }
        #expect(offset == 0)
        #expect(!parser.isIdle && !parser.isInHead)
    }
}
