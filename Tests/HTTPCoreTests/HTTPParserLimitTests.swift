import HTTPCore
import Testing

/// Each limit at n and at n + 1, whole and byte by byte.
@Suite struct HTTPParserLimitTests {
    private func status(_ text: String, _ change: (inout HTTPParserLimits) -> Void) -> Int? {
        var limits = HTTPParserLimits()
        change(&limits)
        let bytes = Array(text.utf8)
        let whole = parse([bytes], limits: limits).steps
        #expect(parse(bytes.map { [$0] }, limits: limits).steps == whole)
        if case .refused(let status, _) = whole.last { return status }
        #expect(whole.last == .end)
        return nil
    }

    @Test(arguments: ["GET", "OPTIONS", String(repeating: "M", count: 32)])
    func limitsTheTarget(method: String) {
        func request(_ count: Int) -> String {
            "\(method) /\(String(repeating: "a", count: count - 1)) HTTP/1.1\r\nHost: a\r\n\r\n"
        }
        #expect(status(request(50)) { $0.targetBytes = 50 } == nil)
        #expect(status(request(51)) { $0.targetBytes = 50 } == 414)
        #expect(status(request(5000)) { $0.targetBytes = 50 } == 414)
    }

    @Test func refusesALongTargetBeforeItsLineEnds() {
        // The longest method, the target, the version, two spaces and the line end.
        let longest = 32 + 50 + 8 + 2 + 2
        var limits = HTTPParserLimits()
        limits.targetBytes = 50
        let start = Array(("GET /" + String(repeating: "a", count: longest)).utf8)
        #expect(parse([Array(start[..<(longest - 1)])], limits: limits).steps.isEmpty)
        for pieces in [[Array(start[..<longest])], start[..<longest].map { [$0] }, [start]] {
            guard case .refused(414, _) = parse(pieces, limits: limits).steps.last else {
                Issue.record("not refused")
                continue
            }
        }
    }

    @Test func limitsTheHead() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nX: abcdef\r\n\r\n"
        #expect(status(text) { $0.headBytes = text.utf8.count } == nil)
        #expect(status(text) { $0.headBytes = text.utf8.count - 1 } == 431)
        #expect(status(text) { $0.headBytes = 30 } == 431)
        // The request line alone is longer than the whole head may be.
        #expect(status(text) { $0.headBytes = 5 } == 414)
    }

    @Test func limitsTheFields() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n"
        #expect(status(text) { $0.fieldCount = 3 } == nil)
        #expect(status(text) { $0.fieldCount = 2 } == 431)
    }

    @Test func limitsTheBodyByItsLength() {
        func request(_ count: Int) -> String {
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n" + String(repeating: "x", count: count)
        }
        #expect(status(request(10)) { $0.bodyBytes = 10 } == nil)
        #expect(status(request(11)) { $0.bodyBytes = 10 } == 413)
        #expect(status(request(0)) { $0.bodyBytes = 0 } == nil)
    }

    @Test func limitsTheBodyByItsChunks() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(status(head + "6\r\nabcdef\r\n4\r\nghij\r\n0\r\n\r\n") { $0.bodyBytes = 10 } == nil)
        #expect(status(head + "6\r\nabcdef\r\n5\r\nghijk\r\n0\r\n\r\n") { $0.bodyBytes = 10 } == 413)
    }

    @Test func limitsChunkExtensions() {
        func request(_ first: Int, _ second: Int) -> String {
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1;\(String(repeating: "x", count: first - 1))\r\na\r\n1;\(String(repeating: "x", count: second - 1))\r\nb\r\n0\r\n\r\n"
        }
        #expect(status(request(10, 10)) { $0.chunkExtensionBytes = 20 } == nil)
        #expect(status(request(10, 11)) { $0.chunkExtensionBytes = 20 } == 400)
    }

    @Test func limitsTrailers() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        #expect(status(head + "X: 1\r\nY: 2\r\n\r\n") { $0.fieldCount = 2 } == nil)
        #expect(status(head + "X: 1\r\nY: 2\r\nZ: 3\r\n\r\n") { $0.fieldCount = 2 } == 431)
        let long = String(repeating: "x", count: 60)
        // Name, colon, blank, value and both line ends.
        #expect(status(head + "X: \(long)\r\n\r\n") { $0.headBytes = 67 } == nil)
        #expect(status(head + "X: \(long)\r\n\r\n") { $0.headBytes = 66 } == 431)
    }

    @Test func takesEvenAbsurdLimits() {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
        #expect(
            status(text) {
                $0 = HTTPParserLimits()
                $0.targetBytes = .max
                $0.headBytes = .max
                $0.fieldCount = .max
                $0.bodyBytes = .max
                $0.chunkExtensionBytes = .max
            } == nil)
        for bad in [0, -1, Int.min] {
            #expect(status(text) { $0.targetBytes = bad } == 414)
            #expect(status(text) { $0.headBytes = bad } == 414)
            #expect(status(text) { $0.fieldCount = bad } == 431)
            #expect(status(text) { $0.bodyBytes = bad } == 413)
        }
    }
}
