import HTTPCore
import Testing

@Suite struct HTTPResponseTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func writesAHead() throws {
        var output = Array("before ".utf8)
        try HTTPResponseHead.append(
            to: &output, status: 429, fields: HTTPFields([("Retry-After", "3"), ("x", "\ta é")]))
        try HTTPResponseHead.appendField(to: &output, "date", "today")
        HTTPResponseHead.end(to: &output)
        #expect(
            text(output) == "before HTTP/1.1 429 Too Many Requests\r\nretry-after: 3\r\nx: \ta é\r\ndate: today\r\n\r\n"
        )
    }

    @Test(arguments: [
        ("a b", "x"), ("", "x"), ("a:", "x"), ("a\r\nb", "x"), ("é", "x"), ("a", "b\r\nc: d"), ("a", "b\n"),
        ("a", "\u{0}"), ("a", "\u{7F}"),
    ])
    func refusesWhatWouldBreakOut(name: String, value: String) {
        var output: [UInt8] = [7]
        #expect(throws: HTTPFieldError.self) {
            try HTTPResponseHead.append(to: &output, status: 200, fields: HTTPFields([("ok", "1"), (name, value)]))
        }
        #expect(throws: HTTPFieldError.self) { try HTTPResponseHead.appendField(to: &output, name, value) }
        #expect(output == [7])
    }

    @Test(arguments: [
        (200, "OK"), (413, "Content Too Large"), (431, "Request Header Fields Too Large"), (299, ""), (599, ""),
    ])
    func knowsReasonPhrases(status: Int, phrase: String) throws {
        #expect(HTTPStatus.reasonPhrase(status) == phrase)
        var output: [UInt8] = []
        try HTTPResponseHead.append(to: &output, status: status, fields: HTTPFields())
        #expect(text(output) == "HTTP/1.1 \(status) \(phrase)\r\n")
    }

    @Test(arguments: [0, -1, 99, 600, .max, .min])
    func writesNoImpossibleStatus(status: Int) throws {
        var output: [UInt8] = []
        try HTTPResponseHead.append(to: &output, status: status, fields: HTTPFields())
        #expect(text(output) == "HTTP/1.1 500 Internal Server Error\r\n")
    }

    @Test func knowsStatusesWithoutContent() {
        #expect([100, 199, 204, 304].allSatisfy(HTTPStatus.isBodyless))
        #expect(![200, 202, 205, 303, 400, 500].contains(where: HTTPStatus.isBodyless))
    }

    @Test func writesChunks() {
        var output: [UInt8] = []
        HTTPChunkedEncoder.append(Array("hello world, hello".utf8)[...], to: &output)
        HTTPChunkedEncoder.append([][...], to: &output)
        HTTPChunkedEncoder.appendEnd(to: &output)
        #expect(text(output) == "12\r\nhello world, hello\r\n0\r\n\r\n")
        let head = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        #expect(parse([head + output]).steps.suffix(2) == [.body(Array("hello world, hello".utf8)), .end])
    }
}
