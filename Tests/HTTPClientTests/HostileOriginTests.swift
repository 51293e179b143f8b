import EventLoop
import HTTPClient
import HTTPCore
import Testing

/// Origins that lie, break off or talk nonsense: each gives its own reason, and the client goes on.
@Suite struct HostileOriginTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let answer: String
        let reason: HTTPClientError.Reason
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "closes without a byte", answer: "", reason: .connectionLost),
        Case(name: "closes within the status line", answer: "HTTP/1.1 2", reason: .connectionLost),
        Case(name: "closes within the head", answer: "HTTP/1.1 200 OK\r\ncontent-len", reason: .truncated),
        Case(
            name: "body shorter than its length", answer: "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort",
            reason: .truncated),
        Case(
            name: "chunked body without an end",
            answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", reason: .truncated),
        Case(
            name: "chunk size that is no number",
            answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n", reason: .truncated),
        Case(name: "garbage", answer: "\u{0}\u{1}\u{2} not http at all\r\n\r\n", reason: .badAnswer),
        Case(name: "HTTP/0.9", answer: "<html>hello</html>", reason: .badAnswer),
        Case(
            name: "head of 70 KB", answer: "HTTP/1.1 200 OK\r\nx: \(String(repeating: "a", count: 70_000))\r\n\r\n",
            reason: .badAnswer),
        Case(
            name: "2,000 fields of 40 bytes",
            answer: "HTTP/1.1 200 OK\r\n"
                + String(repeating: "x-field: \(String(repeating: "b", count: 29))\r\n", count: 2_000),
            reason: .badAnswer),
        Case(
            name: "endless interim answers",
            answer: String(repeating: "HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n", count: 3_000),
            reason: .badAnswer),
        Case(
            name: "says gzip and is not",
            answer: "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!",
            reason: .badAnswer),
        Case(
            name: "length that is no number", answer: "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
            reason: .badAnswer),
    ]

    @Test(arguments: cases) func answersWithItsReason(_ example: Case) async throws {
        let origin = RawOrigin { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.write(example.answer)
        }
        let client = try makeClient()
        let error = try await failure(
            of: HTTPClientRequest(method: "POST", url: origin.url, body: Array("{}".utf8)), with: client)
        #expect(error?.reason == example.reason, "\(String(describing: error))")
        #expect(error?.wasSent == true)
    }

    @Test func bytesBeyondTheLengthAreNotTheNextAnswer() async throws {
        let origin = RawOrigin { connection, number in
            guard connection.readRequest() != nil else { return }
            connection.write(ok("first\(number)") + "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nevil!")
            connection.waitForClose()
        }
        let client = try makeClient()
        for expected in ["first0", "first1"] {
            let response = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: client)
            #expect(String(decoding: response.body, as: UTF8.self) == expected)
        }
    }

    @Test func htmlErrorPageIsAnAnswer() async throws {
        let page = "<html><body>Bad gateway</body></html>"
        let origin = RawOrigin { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n\(page)")
        }
        let response = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: try makeClient())
        #expect(response.status == 502)
        #expect(response.fields["content-type"] == "text/html")
        #expect(String(decoding: response.body, as: UTF8.self) == page)
    }

    @Test func interimAnswersAreSkipped() async throws {
        let origin = RawOrigin { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.write(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n"
                    + ok("done", fields: "x-a: 1\r\n"))
        }
        let response = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: try makeClient())
        #expect(response.status == 200)
        #expect(response.fields["link"] == nil)
        #expect(response.fields["x-a"] == "1")
    }

    @Test func redirectIsNotFollowed() async throws {
        let origin = RawOrigin { connection, _ in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
        }
        let response = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: try makeClient())
        #expect(response.status == 302)
    }

    @Test(arguments: [
        HTTPClientRequest(method: "GET", url: "file:///etc/passwd"),
        HTTPClientRequest(method: "GET", url: "http://127.0.0.1:1/a b"),
        HTTPClientRequest(method: "GET", url: "http://"),
        HTTPClientRequest(method: "GET\r\nx: y", url: "http://127.0.0.1:1/"),
        HTTPClientRequest(method: "GET", url: "http://127.0.0.1:1/", fields: HTTPFields([("a", "b\r\nc: d")])),
        HTTPClientRequest(method: "GET", url: "http://127.0.0.1:1/", fields: HTTPFields([("a\r\nb", "c")])),
    ]) func requestThatCannotBeSentIsRefused(_ request: HTTPClientRequest) async throws {
        let error = try await failure(of: request, with: try makeClient())
        #expect(error?.reason == .invalidRequest)
        #expect(error?.wasSent == false)
    }

    @Test func refusedConnection() async throws {
        let error = try await failure(
            of: HTTPClientRequest(method: "GET", url: "http://127.0.0.1:1/"), with: try makeClient())
        #expect(error?.reason == .connect)
        #expect(error?.wasSent == false)
    }

    @Test func unknownHost() async throws {
        let error = try await failure(
            of: HTTPClientRequest(method: "GET", url: "http://no-such-host.invalid/"), with: try makeClient())
        #expect(error?.reason == .resolve)
        #expect(error?.wasSent == false)
    }
}
