import HTTPCore
import Testing

@testable import HTTPServer

@Suite struct ExchangeTests {
    private let server: TestServer
    private let client: RawClient

    init() throws {
        server = try TestServer()
        client = try server.client()
    }

    @Test func answersOnOneConnectionAgainAndAgain() throws {
        for _ in 0..<3 {
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == 200)
            #expect(answer.text == TestHandler.hello)
            #expect(answer.fields["content-type"] == "application/json")
            #expect(answer.fields["connection"] == nil)
            #expect(answer.fields["date"]?.hasSuffix("GMT") == true)
        }
        #expect(server.server.statistics.acceptedConnections == 1)
        #expect(server.server.statistics.requests == 3)
    }

    @Test(arguments: ["/echo", "/later"])
    func readsABodyByItsLength(path: String) throws {
        try client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
        #expect(try client.answer().text == "hello")
    }

    @Test(arguments: ["/echo", "/later"])
    func readsABodyInChunks(path: String) throws {
        try client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        try client.send("3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n")
        #expect(try client.answer().text == "hello")
    }

    @Test func readsALargeBody() throws {
        let body = TestHandler.text(3_000_000)
        for _ in 0..<2 {
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
            try client.send(body)
            #expect(try client.answer().body == body)
        }
    }

    @Test(arguments: [1, 16 * 1024 - 1, 16 * 1024, 70_000, 3_000_000])
    func sendsABodyOfAnySize(size: Int) throws {
        for _ in 0..<2 {
            try client.send("GET /size?size=\(size) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer().body == TestHandler.text(size))
        }
    }

    @Test func takesARequestSplitAtEachByte() throws {
        let requests = [
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        ]
        for request in requests.map({ Array($0.utf8) }) {
            for split in 1..<request.count {
                try client.send(Array(request[..<split]))
                try client.send(Array(request[split...]))
                #expect(try client.answer().text == "hello", "split at \(split)")
            }
            for byte in request { try client.send([byte]) }
            #expect(try client.answer().text == "hello")
        }
    }

    // MARK: Pipelining

    @Test(arguments: ["/echo", "/later"])
    func answersPipelinedRequestsInOrder(path: String) throws {
        var requests = ""
        for number in 0..<50 {
            let body = "number \(number)"
            requests += "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
        try client.send(requests)
        for number in 0..<50 { #expect(try client.answer().text == "number \(number)") }
    }

    @Test func holdsBackAPipelinerBehindAPendingAnswer() async throws {
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        // More than the one read that is kept; the rest stays in the socket.
        let count = 4000
        let rest = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\nX-Padding: abcdefgh\r\n\r\n", count: count)
        try client.send(rest)
        #expect(await server.eventually { server.journal.all == ["/hold"] })
        let other = try server.client()
        try other.send("GET /release HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try other.answer().status == 200)
        #expect(try client.answer().text == "released")
        for _ in 0..<count { #expect(try client.answer().text == TestHandler.hello) }
        #expect(server.server.statistics.receivedBytes > rest.utf8.count)
    }

    /// A client that sends requests and reads no answers is not read from for ever.
    @Test func holdsBackAClientThatDoesNotReadItsAnswers() async throws {
        let count = 300
        let request = "GET /size?size=100000 HTTP/1.1\r\nHost: a\r\n\r\n"
        try client.send(String(repeating: request, count: count))
        #expect(await server.eventually { server.journal.all.count > 1 })
        // What comes now waits behind the requests that wait already.
        try client.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
        #expect(server.journal.count(of: "/size") < count)
        for _ in 0..<count { #expect(try client.answer().body.count == 100_000) }
        for _ in 0..<count { #expect(try client.answer().text == TestHandler.hello) }
        #expect(server.server.statistics.requests == 2 * count)
    }

    // MARK: Versions and methods

    @Test func closesAfterHTTP10() throws {
        try client.send("GET / HTTP/1.0\r\n\r\n")
        let answer = try client.answer()
        #expect(answer.text == TestHandler.hello)
        #expect(answer.fields["connection"] == "close")
        #expect(client.isAtEnd())
    }

    @Test func keepsAnHTTP10ConnectionWhenAsked() throws {
        for _ in 0..<2 {
            try client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.text == TestHandler.hello)
            #expect(answer.fields["connection"] == "keep-alive")
        }
    }

    @Test(arguments: ["/", "/later"])
    func closesWhenAsked(path: String) throws {
        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
        #expect(try client.answer().fields["connection"] == "close")
        #expect(client.isAtEnd())
    }

    @Test(arguments: ["/", "/size?size=5000"])
    func answersHeadWithTheLengthAndNoBody(target: String) throws {
        try client.send("HEAD \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        let head = try client.answer(toHead: true)
        try client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        let get = try client.answer()
        #expect(head.fields["content-length"] == "\(get.body.count)")
        #expect(head.fields["content-type"] == get.fields["content-type"])
    }

    @Test func answersHeadOfAStreamWithItsHeadOnly() throws {
        try client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer(toHead: true).fields["content-type"] == "text/event-stream")
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().text == TestHandler.hello)
    }

    @Test func sendsNoLengthWithNoContentAndALengthWithAccepted() throws {
        try client.send("GET /empty HTTP/1.1\r\nHost: a\r\n\r\nGET /accepted HTTP/1.1\r\nHost: a\r\n\r\n")
        let (empty, accepted) = (try client.answer(), try client.answer())
        #expect(empty.status == 204)
        #expect(empty.fields["content-length"] == nil)
        #expect(accepted.status == 202)
        #expect(accepted.fields["content-length"] == "0")
    }

    // MARK: Expect

    @Test func asksForABodyThatWaits() throws {
        try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        #expect(try client.answer().status == 100)
        try client.send("hello")
        #expect(try client.answer().text == "hello")
    }

    @Test func asksNotForABodyThatIsThere() throws {
        try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello")
        #expect(try client.answer().text == "hello")
    }

    // MARK: Refusals and failures

    @Test func refusesBeforeTheBodyAndCloses() throws {
        try client.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        let answer = try client.answer()
        #expect(answer.status == 401)
        #expect(answer.fields["connection"] == "close")
        #expect(client.isAtEnd())
        #expect(server.journal.all.isEmpty)
    }

    @Test func refusesWithoutABodyAndGoesOn() throws {
        try client.send("GET /refused HTTP/1.1\r\nHost: a\r\n\r\nPOST /refused HTTP/1.1\r\nHost: a\r\n")
        try client.send("Content-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().status == 401)
        #expect(try client.answer().status == 401)
        #expect(try client.answer().text == TestHandler.hello)
    }

    @Test(arguments: [
        ("GET /\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nExpect: x\r\nContent-Length: 1\r\n\r\n", 417),
    ])
    func answersAMalformedRequestAndCloses(request: String, status: Int) throws {
        // The requests before it have nothing to do with it, whatever they were.
        try client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + request)
        #expect(try client.answer(toHead: true).status == 200)
        let answer = try client.answer()
        #expect(answer.status == status)
        #expect(answer.fields["connection"] == "close")
        #expect(
            answer.text.hasPrefix(
                #"{"statusCode":\#(status),"error":"\#(HTTPStatus.reasonPhrase(status))","message":""#))
        #expect(client.isAtEnd())
        #expect(server.server.statistics.failedRequests == 1)
    }

    /// The client is still sending when the answer comes; it must be able to read it.
    @Test func aRefusedUploaderReadsItsAnswer() throws {
        let size = 3_000_000
        try client.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
        try client.send(TestHandler.text(size))
        #expect(try client.answer().status == 401)
        #expect(client.isAtEnd())
    }

    @Test func answersForAHandlerThatForgot() throws {
        let server = try TestServer { $0.idleTime = .milliseconds(200) }
        let client = try server.client()
        try client.send("GET /drop HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().status == 500)
    }

    @Test func tellsWhereTheRequestCameFrom() throws {
        try client.send("GET /peer HTTP/1.1\r\nHost: a\r\n\r\n")
        let text = try client.answer().text
        #expect(text.hasPrefix("127.0.0.1:"))
        #expect(text.hasSuffix(" true"))
    }
}
