import Testing

@testable import HTTPServer

@Suite struct DisconnectTests {
    private let server: TestServer
    private let client: RawClient

    init() throws {
        server = try TestServer()
        client = try server.client()
    }

    enum Departure: CaseIterable {
        case close, reset
    }

    private func leave(_ departure: Departure) {
        switch departure {
        case .close: client.close()
        case .reset: client.reset()
        }
    }

    /// Waits for a request to arrive.
    private func arrival(of path: String) async {
        #expect(await server.eventually { server.journal.count(of: path) == 1 })
    }

    /// Lets go of what the handler holds; `answered` lives on.
    private func release() throws {
        let other = try server.client()
        try other.send("GET /release HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(try other.answer().status == 200)
    }

    @Test(arguments: Departure.allCases)
    func tellsOnceWhenTheClientLeavesBeforeItsAnswer(departure: Departure) async throws {
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        await arrival(of: "/hold")
        leave(departure)
        #expect(await server.eventually { server.journal.count(of: "gone") == 1 })
        // The answer to nobody does nothing.
        try release()
        #expect(await server.eventually { server.server.statistics.openConnections == 0 })
        #expect(server.journal.count(of: "gone") == 1)
    }

    @Test(arguments: Departure.allCases)
    func tellsOnceWhenTheClientLeavesItsStream(departure: Departure) async throws {
        try client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        leave(departure)
        #expect(await server.eventually { server.journal.count(of: "stream gone") == 1 })
        #expect(server.server.statistics.openConnections == 0)
        #expect(server.server.statistics.openStreams == 0)
        try release()
        #expect(server.journal.count(of: "stream gone") == 1)
    }

    @Test func seesTheEndBehindAPipelinedRequest() async throws {
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        await arrival(of: "/hold")
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        client.close()
        #expect(await server.eventually { server.journal.count(of: "gone") == 1 })
    }

    /// `nc -N` ends sending and waits: the handler is told, and its answer is sent.
    @Test func answersAClientThatOnlyEndedSending() async throws {
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        await arrival(of: "/hold")
        client.endSending()
        #expect(await server.eventually { server.journal.count(of: "gone") == 1 })
        try release()
        #expect(try client.answer().text == "released")
        #expect(client.isAtEnd())
    }

    @Test(arguments: ["/echo", "/later"])
    func answersRequestsThatCameWithTheEndOfSending(path: String) throws {
        let request = "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
        try client.send(request + request)
        client.endSending()
        #expect(try client.answer().text == "hi")
        #expect(try client.answer().text == "hi")
        #expect(client.isAtEnd())
    }

    @Test(arguments: Departure.allCases, ["GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal"])
    func freesAConnectionThatDiesInTheMiddle(departure: Departure, start: String) async throws {
        try client.send(start)
        #expect(await server.eventually { server.server.statistics.receivedBytes == start.utf8.count })
        leave(departure)
        #expect(await server.eventually { server.server.statistics.openConnections == 0 })
        #expect(server.journal.all.isEmpty)
    }

    @Test func aClientThatDiesUnderALargeAnswerIsFreed() async throws {
        try client.send("GET /size?size=8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        client.reset()
        #expect(await server.eventually { server.server.statistics.openConnections == 0 })
    }
}
