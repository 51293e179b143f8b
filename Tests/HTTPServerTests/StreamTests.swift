import Testing

@testable import HTTPServer

@Suite struct StreamTests {
    private let server: TestServer
    private let client: RawClient

    init() throws {
        server = try TestServer { $0.keepAliveInterval = .milliseconds(40) }
        client = try server.client()
    }

    @Test func sendsEventsInChunksAndGoesOnWithTheConnection() throws {
        for _ in 0..<2 {
            try client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == 200)
            #expect(answer.fields["content-type"] == "text/event-stream")
            #expect(answer.fields["cache-control"] == "no-cache, no-transform")
            #expect(answer.fields["x-accel-buffering"] == "no")
            #expect(answer.fields["transfer-encoding"] == "chunked")
            #expect(answer.fields["content-length"] == nil)
            #expect(answer.text == (1...3).map { "event: message\nid: \($0)\ndata: {\"n\":\($0)}\n\n" }.joined())
        }
    }

    @Test func endsAnHTTP10StreamWithTheConnection() throws {
        try client.send("GET /events HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let answer = try client.answer()
        #expect(answer.fields["transfer-encoding"] == nil)
        #expect(answer.fields["connection"] == "close")
        #expect(answer.text.hasSuffix("id: 3\ndata: {\"n\":3}\n\n"))
    }

    @Test func sendsTheHeadAtOnceAndCommentsWhileNothingHappens() async throws {
        try client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        for _ in 0..<3 { #expect(try client.chunk() == Array(":\n\n".utf8)) }
        #expect(server.server.statistics.openStreams == 1)
        let other = try server.client()
        try other.send("GET /release HTTP/1.1\r\nHost: a\r\n\r\n")
        while let chunk = try client.chunk() { #expect(chunk == Array(":\n\n".utf8)) }
        #expect(server.server.statistics.openStreams == 0)
        #expect(server.journal.count(of: "stream gone") == 0)
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().text == TestHandler.hello)
    }

    @Test func sendsCommentsBareOnHTTP10() throws {
        try client.send("GET /stream HTTP/1.0\r\n\r\n")
        #expect(try client.head().status == 200)
        #expect(try client.take(6) == Array(":\n\n:\n\n".utf8))
    }

    /// The pipelined request waits for the end of the stream, and does not end it.
    @Test func keepsARequestThatComesDuringTheStream() async throws {
        try client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try client.chunk()
        let other = try server.client()
        try other.send("GET /release HTTP/1.1\r\nHost: a\r\n\r\n")
        while try client.chunk() != nil {}
        #expect(try client.answer().text == TestHandler.hello)
    }

    @Test func dropsAStreamThatIsNotRead() async throws {
        let server = try TestServer { $0.streamQueueBytes = 100_000 }
        let client = try server.client(receiveBuffer: 4096)
        try client.send("GET /stream?size=10000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await server.eventually { server.journal.count(of: "stream full") == 1 })
        #expect(server.journal.count(of: "stream gone") == 1)
        #expect(server.server.statistics.droppedStreams == 1)
        #expect(server.server.statistics.openConnections == 0)
        #expect(server.server.statistics.openStreams == 0)
    }

    /// What counts is what waits, not what was ever sent.
    @Test func keepsAStreamThatIsRead() throws {
        let server = try TestServer { $0.streamQueueBytes = 100_000 }
        let client = try server.client()
        try client.send("GET /stream?size=90000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        for _ in 0..<100 { #expect(try client.chunk()?.count == 90_000 + 8) }
        #expect(server.journal.count(of: "stream full") == 0)
    }

    @Test func anEventLargerThanTheQueueReachesAReader() throws {
        let server = try TestServer { $0.streamQueueBytes = 1000 }
        let client = try server.client(receiveBuffer: 4096)
        try client.send("GET /one?size=8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        #expect(try client.chunk()?.count == 8_000_000 + 8)
        #expect(try client.chunk() == nil)
    }

    @Test func closesAStreamThatItsHandlerForgot() throws {
        try client.send("GET /forget HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        while try client.chunk() != nil {}
        #expect(server.server.statistics.openStreams == 0)
    }
}
