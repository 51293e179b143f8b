import CZlib
import HTTPCore
import Testing

@testable import HTTPServer

@Suite struct GzipTests {
    private let server: TestServer
    private let client: RawClient

    init() throws {
        server = try TestServer()
        client = try server.client()
    }

    private func get(_ size: Int, accepting codings: String?) throws -> RawClient.Answer {
        let field = codings.map { "Accept-Encoding: \($0)\r\n" } ?? ""
        try client.send("GET /size?size=\(size) HTTP/1.1\r\nHost: a\r\n\(field)\r\n")
        return try client.answer()
    }

    @Test(arguments: [1024, 5000, 1_000_000])
    func compressesWhenAsked(size: Int) throws {
        // Twice: the compressor is used again.
        for _ in 0..<2 {
            let answer = try get(size, accepting: "br, gzip;q=0.5")
            #expect(answer.fields["content-encoding"] == "gzip")
            #expect(answer.fields["vary"] == "Accept-Encoding")
            #expect(answer.body.count < size)
            #expect(inflated(answer.body, size) == TestHandler.text(size))
        }
    }

    @Test(arguments: [nil, "br", "gzip;q=0", "*;q=0", "identity"])
    func leavesTheBodyAsItIsOtherwise(codings: String?) throws {
        let answer = try get(1024, accepting: codings)
        #expect(answer.fields["content-encoding"] == nil)
        #expect(answer.fields["vary"] == "Accept-Encoding")
        #expect(answer.body == TestHandler.text(1024))
    }

    @Test func leavesASmallBodyAsItIs() throws {
        let answer = try get(1023, accepting: "gzip")
        #expect(answer.fields["content-encoding"] == nil)
        #expect(answer.fields["vary"] == nil)
    }

    @Test func neverCompressesAStream() throws {
        try client.send("GET /events HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
        let answer = try client.answer()
        #expect(answer.fields["content-encoding"] == nil)
        #expect(answer.text.contains("data: "))
    }

    @Test(arguments: [
        ("application/json", true), ("application/json; charset=utf-8", true), ("text/html", true),
        ("application/problem+json", true), ("image/png", false), ("application/octet-stream", false),
    ])
    func compressesJSONAndText(type: String, isCompressed: Bool) {
        var terms = HTTPConnection.Terms()
        terms.allowsGzip = true
        let response = HTTPResponse(
            status: 200, fields: HTTPFields([("content-type", type)]), body: TestHandler.text(2000))
        let coding = ResponseCoding(response, terms) { _ in [1, 2, 3] }
        #expect(coding.body?.count == (isCompressed ? 3 : 2000))
    }

    @Test func codesNothingTwice() {
        var terms = HTTPConnection.Terms()
        terms.allowsGzip = true
        let fields = HTTPFields([("content-type", "text/plain"), ("content-encoding", "br")])
        let response = HTTPResponse(status: 200, fields: fields, body: TestHandler.text(2000))
        #expect(ResponseCoding(response, terms) { _ in [1] }.body?.count == 2000)
    }

    @Test func givesUpOnABodyThatDoesNotShrink() {
        var compressor = GzipCompressor()
        var random = SystemRandomNumberGenerator()
        let noise = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(compressor.compress(noise) == nil)
        #expect(compressor.compress([]) == nil)
        let body = TestHandler.text(4096)
        #expect(compressor.compress(body).flatMap { inflated($0, body.count) } == body)
    }

    /// What a client makes of a gzip body; nil when it is malformed or not `size` bytes.
    private func inflated(_ body: [UInt8], _ size: Int) -> [UInt8]? {
        var stream = z_stream()
        guard czlib_inflate_init_gzip(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var (input, output) = (body, [UInt8](repeating: 0, count: size + 1))
        let result = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        return result == Z_STREAM_END && Int(stream.total_out) == size ? Array(output[..<size]) : nil
    }
}

@Suite struct AcceptEncodingTests {
    @Test(arguments: [
        ("gzip", true), ("GZip", true), ("x-gzip", true), ("deflate, gzip;q=1.0, *;q=0.5", true), ("*", true),
        (" gzip ; q=0.001", true), ("gzip;q=0", false), ("gzip; q=0.000", false), ("gzip;q=0, *", false),
        ("*;q=0", false), ("br", false), ("", false), (",", false), ("gzipped", false), ("identity;q=1", false),
        ("gzip;x=0", true), ("gzip;q", true),
    ])
    func allowsGzip(value: String, allowed: Bool) {
        #expect(AcceptEncoding.allowsGzip(Array(value.utf8)[...]) == allowed)
    }
}
