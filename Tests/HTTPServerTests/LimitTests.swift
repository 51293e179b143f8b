import Glibc
import Testing

@testable import HTTPServer

@Suite struct LimitTests {
    /// Sends one request to a server with these limits; returns the status of its answer.
    private func status(
        of request: String, _ configure: (inout HTTPServerLimits) -> Void
    ) throws -> Int {
        let server = try TestServer(configure)
        let client = try server.client()
        try client.send(request)
        let answer = try client.answer()
        if answer.status != 200 {
            #expect(answer.text.hasPrefix(#"{"statusCode":\#(answer.status),"#))
            #expect(client.isAtEnd())
        }
        return answer.status
    }

    @Test(arguments: [(64, 200), (65, 414)])
    func target(length: Int, expected: Int) throws {
        let target = "/" + String(repeating: "a", count: length - 1)
        #expect(try status(of: "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n") { $0.targetBytes = 64 } == expected)
    }

    @Test(arguments: [(256, 200), (257, 431)])
    func head(length: Int, expected: Int) throws {
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
        let padding = String(repeating: "x", count: length - start.utf8.count - 4)
        #expect(try status(of: start + padding + "\r\n\r\n") { $0.headBytes = 256 } == expected)
    }

    @Test(arguments: [(8, 200), (9, 431)])
    func fields(count: Int, expected: Int) throws {
        let fields = (1..<count).map { "X\($0): y\r\n" }.joined()
        #expect(try status(of: "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") { $0.fieldCount = 8 } == expected)
    }

    @Test(arguments: [(100, 200), (101, 413)])
    func declaredBody(length: Int, expected: Int) throws {
        let body = String(repeating: "b", count: length)
        let request = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n\(body)"
        #expect(try status(of: request) { $0.bodyBytes = 100 } == expected)
    }

    @Test(arguments: [(100, 200), (101, 413)])
    func chunkedBody(length: Int, expected: Int) throws {
        let chunks = String(repeating: "1\r\nb\r\n", count: length)
        let request = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n"
        #expect(try status(of: request) { $0.bodyBytes = 100 } == expected)
    }

    // MARK: Times

    @Test(arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\n", "\r"])
    func aHeadThatDoesNotEndIsAnswered(start: String) throws {
        #expect(try status(of: start) { $0.headerTime = .milliseconds(50) } == 408)
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh",
    ])
    func aBodyThatDoesNotEndIsAnswered(start: String) throws {
        #expect(try status(of: start) { $0.bodyTime = .milliseconds(50) } == 408)
    }

    /// Each byte comes in time; it is the whole that does not.
    @Test func aHeadThatComesByteByByteIsAnswered() async throws {
        let server = try TestServer { $0.headerTime = .milliseconds(100) }
        let client = try server.client()
        try client.send("GET / HTTP/1.1\r\n")
        while server.server.statistics.failedRequests == 0 {
            try client.send("X")
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try client.answer().status == 408)
    }

    @Test func anIdleConnectionIsClosedWithoutAWord() async throws {
        let server = try TestServer { $0.idleTime = .milliseconds(50) }
        let (fresh, used) = (try server.client(), try server.client())
        try used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try used.answer().status == 200)
        #expect(used.isAtEnd())
        #expect(fresh.isAtEnd())
        #expect(server.server.statistics.openConnections == 0)
    }

    @Test func aPendingAnswerIsNotIdle() throws {
        let server = try TestServer { $0.idleTime = .milliseconds(40) }
        let (client, other) = (try server.client(), try server.client())
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(other.isAtEnd())
        let release = try server.client()
        try release.send("GET /release HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().text == "released")
    }

    /// A client that takes nothing of its answer does not keep its connection.
    @Test func aClientThatDoesNotReadIsClosed() async throws {
        let server = try TestServer { $0.idleTime = .milliseconds(60) }
        let client = try server.client(receiveBuffer: 4096)
        try client.send("GET /size?size=8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await server.eventually { server.journal.all.count == 1 })
        #expect(await server.eventually { server.server.statistics.openConnections == 0 })
    }

    /// One that takes it slowly does: only standing still counts.
    @Test func aClientThatReadsSlowlyIsServed() throws {
        let size = 8_000_000
        let server = try TestServer { $0.idleTime = .seconds(1) }
        let client = try server.client(receiveBuffer: 4096)
        try client.send("GET /size?size=\(size) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        for _ in 0..<15 {
            _ = try client.take(20_000)
            // Blocks the thread: a task that sleeps may have to wait for one.
            usleep(100_000)
        }
        _ = try client.take(size - 15 * 20_000)
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().status == 200)
    }

    // MARK: Counts

    @Test func connectionsBeyondTheLimitAreAnsweredAndClosed() async throws {
        let server = try TestServer(loops: 2) { $0.connections = 3 }
        var clients: [RawClient] = []
        for _ in 0..<3 {
            let client = try server.client()
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer().status == 200)
            clients.append(client)
        }
        let refused = try server.client()
        let answer = try refused.answer()
        #expect(answer.status == 503)
        #expect(refused.isAtEnd())
        refused.close()
        clients.removeLast()
        #expect(await server.eventually { server.server.statistics.openConnections == 2 })
        let client = try server.client()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.answer().status == 200)
    }

    @Test func streamsBeyondTheLimitAreAnswered() async throws {
        let server = try TestServer { $0.streams = 2 }
        let clients = try (0..<2).map { _ in try server.client() }
        for client in clients {
            try client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.head().status == 200)
        }
        let refused = try server.client()
        try refused.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try refused.answer().status == 503)
        #expect(server.journal.count(of: "stream closed") == 1)
        clients[0].close()
        #expect(await server.eventually { server.server.statistics.openStreams == 1 })
        // The refused connection is as good as before.
        try refused.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try refused.head().status == 200)
    }

    @Test func ticksAQuarterOfTheShortestLimit() {
        var limits = HTTPServerLimits()
        #expect(limits.tick == .seconds(1))
        limits.keepAliveInterval = .milliseconds(400)
        #expect(limits.tick == .milliseconds(100))
        limits.headerTime = .zero
        #expect(limits.tick == .milliseconds(10))
    }
}
