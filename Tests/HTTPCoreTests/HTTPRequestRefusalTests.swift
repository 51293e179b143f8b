import HTTPCore
import Testing

/// What a strict server refuses (RFC 9112), above all every shape that two parsers could read differently.
@Suite struct HTTPRequestRefusalTests {
    static let refused: [(status: Int, text: String)] = [
        // Request line
        (400, "GET /\r\n\r\n"), (400, "GET\r\n\r\n"), (400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET /  HTTP/1.1\r\nHost: a\r\n\r\n"), (400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        (400, "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"), (400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"), (400, "GET: / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "{\"jsonrpc\":\"2.0\"}\r\n"),
        (400, "\u{16}\u{3}\u{1}"), (400, "GET / http/1.1\r\nHost: a\r\n\r\n"), (400, "GET / HTTP/1\r\nHost: a\r\n\r\n"),
        (400, "GET / HTTP/1.10\r\nHost: a\r\n\r\n"), (400, "GET / HTTP/x.1\r\nHost: a\r\n\r\n"),
        (400, "GET / HTTPS/1.1\r\nHost: a\r\n\r\n"),
        (505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"), (505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        (505, "GET / HTTP/0.9\r\nHost: a\r\n\r\n"),
        (505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        (501, String(repeating: "G", count: 33) + " / HTTP/1.1\r\nHost: a\r\n\r\n"),
        // Target
        (400, "GET a HTTP/1.1\r\nHost: a\r\n\r\n"), (400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"), (400, "GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n"), (400, "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET http:/a HTTP/1.1\r\nHost: a\r\n\r\n"),
        // Line ends
        (400, "GET / HTTP/1.1\nHost: a\n\n"), (400, "GET / HTTP/1.1\r\nHost: a\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        (400, "GET / HTTP/1.1\rHost: a\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\n\rX\n"), (400, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "\r\rGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        // Fields
        (400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nNoColon\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX\u{E9}: b\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost: a\r\nX(: b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{1}\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n"),
        // Host and other fields that stand once
        (400, "GET / HTTP/1.1\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        (400, "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"), (400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nOrigin: x\r\nOrigin: x\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nAuthorization: y\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nMCP-Protocol-Version: x\r\nMcp-Protocol-Version: x\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nMcp-Method: x\r\nMcp-Method: x\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nMcp-Name: x\r\nMcp-Name: x\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nMcp-Session-Id: x\r\nMcp-Session-Id: x\r\n\r\n"),
        (417, "GET / HTTP/1.1\r\nHost: a\r\nExpect: cake\r\n\r\n"),
        // Lengths
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5.0\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"),
        (413, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n"),
        (413, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999999\r\n\r\n"),
        // Transfer codings
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"),
        (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n"),
        (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n"),
        (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;x=1\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked,\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n"),
    ]

    @Test(arguments: refused)
    func refusesHoweverItIsCut(status: Int, text: String) {
        // Read as Latin-1, so that a case can name any byte.
        expectRefusal(status, text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }

    static let chunkHead = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    static let refusedChunks: [(status: Int, text: String)] = [
        (400, "x\r\n"), (400, "\r\n"), (400, "-1\r\n"), (400, "+1\r\na\r\n"), (400, " 1\r\na\r\n"),
        (400, "1 \r\na\r\n"), (400, "0x1\r\na\r\n"),
        (400, "1\na\r\n"), (400, "1\rX"), (400, "1\r\nab"), (400, "1\r\na\n"), (400, "1\r\na\rX"),
        (400, "1;\u{0}\r\na\r\n"), (400, "1;a\nb\r\n"),
        (400, "1;a\rb\r\n"), (400, ";x\r\n"), (400, "1,\r\na\r\n"), (413, "FFFFFFFFFFFFFFF\r\n"),
        (400, "FFFFFFFFFFFFFFFF\r\n"), (400, "0000000000000001\r\na\r\n"),
        (413, "400001\r\n"), (400, "0\r\nbad trailer\r\n\r\n"), (400, "0\r\nX : y\r\n\r\n"),
        (400, "0\r\n X: y\r\n\r\n"), (400, "0\r\nX: y\n\r\n"),
    ]

    @Test(arguments: refusedChunks)
    func refusesChunksHoweverTheyAreCut(status: Int, text: String) {
        expectRefusal(status, Array((Self.chunkHead + text).utf8))
    }

    private func expectRefusal(_ status: Int, _ bytes: [UInt8]) {
        let whole = parse([bytes]).steps
        guard case .refused(status, let message) = whole.last else {
            Issue.record("\(String(describing: whole.last)) instead of \(status)")
            return
        }
        #expect(message.hasSuffix("."))
        for pieces in everyCut(of: bytes) { #expect(parse(pieces).steps == whole) }
    }

    @Test func namesTheRepeatedField() {
        let steps = parse([Array("GET / HTTP/1.1\r\nHost: a\r\nOrigin: x\r\nOrigin: y\r\n\r\n".utf8)]).steps
        #expect(steps == [.refused(400, "The header origin is there more than once.")])
    }
}
