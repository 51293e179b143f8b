import Dispatch
import Testing

@testable import HTTPServer

@Suite struct DrainTests {
    private let server: TestServer

    init() throws { server = try TestServer(loops: 2) }

    private static let long: Duration = .seconds(3600)

    @Test func closesListenersAndIdleConnectionsAtOnce() async throws {
        let (fresh, used) = (try server.client(), try server.client())
        try used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try used.answer().status == 200)
        await server.server.drain(grace: DrainTests.long)
        #expect(fresh.isAtEnd())
        #expect(used.isAtEnd())
        #expect(throws: RawClient.Failure.self) { try server.client() }
        #expect(server.journal.count(of: "drain") == 2)
        #expect(server.server.statistics.openConnections == 0)
    }

    @Test func isDoneAtOnceWithoutConnectionsAndAgain() async {
        await server.server.drain(grace: DrainTests.long)
        await server.server.drain(grace: DrainTests.long)
        #expect(server.journal.count(of: "drain") == 2)
    }

    @Test func letsARunningExchangeFinish() async throws {
        let server = try TestServer()
        let client = try server.client()
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await server.eventually { server.journal.count(of: "/hold") == 1 })
        async let drained: Void = server.server.drain(grace: DrainTests.long)
        #expect(await server.eventually { server.journal.count(of: "drain") == 1 })
        server.server.forEachHandler { $0.releaseHeld() }
        let answer = try client.answer()
        #expect(answer.text == "released")
        #expect(answer.fields["connection"] == "close")
        #expect(client.isAtEnd())
        await drained
    }

    /// A request that was sent before the drain began is answered, though nobody read it yet.
    @Test func answersWhatWasSentBefore() async throws {
        let server = try TestServer()
        let early = try (0..<10).map { _ in try server.client() }
        #expect(await server.eventually { server.server.statistics.openConnections == 10 })
        let gate = DispatchSemaphore(value: 0)
        server.server.forEachHandler { _ in gate.wait() }
        let clients = try early + (0..<10).map { _ in try server.client() }
        for client in clients { try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
        async let drained: Void = server.server.drain(grace: DrainTests.long)
        // The drain waits for the loop by now, or else it finds nothing to do and the test tests less.
        try await Task.sleep(for: .milliseconds(50))
        gate.signal()
        await drained
        for client in clients {
            #expect(try client.answer().text == TestHandler.hello)
            #expect(client.isAtEnd())
        }
    }

    @Test func finishesARequestThatIsBeingRead() async throws {
        let server = try TestServer()
        let client = try server.client()
        try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel")
        #expect(await server.eventually { server.server.statistics.receivedBytes > 0 })
        async let drained: Void = server.server.drain(grace: DrainTests.long)
        #expect(await server.eventually { server.journal.count(of: "drain") == 1 })
        try client.send("lo")
        let answer = try client.answer()
        #expect(answer.text == "hello")
        #expect(answer.fields["connection"] == "close")
        await drained
    }

    @Test func endsStreamsInOrderWhenGraceIsOver() async throws {
        let client = try server.client()
        try client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try client.head().status == 200)
        await server.server.drain(grace: .milliseconds(30))
        #expect(try client.chunk() == nil)
        #expect(client.isAtEnd())
        #expect(server.journal.count(of: "stream gone") == 0)
    }

    @Test func cutsAnExchangeWhenGraceIsOver() async throws {
        let client = try server.client()
        try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await server.eventually { server.journal.count(of: "/hold") == 1 })
        await server.server.drain(grace: .milliseconds(30))
        #expect(client.isAtEnd())
        #expect(server.journal.count(of: "gone") == 1)
    }

    @Test func cutsAPeerThatDoesNotTakeItsAnswer() async throws {
        let client = try server.client(receiveBuffer: 4096)
        try client.send("GET /size?size=8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await server.eventually { server.journal.all.count == 1 })
        await server.server.drain(grace: .milliseconds(30))
        #expect(server.server.statistics.openConnections == 0)
    }
}
