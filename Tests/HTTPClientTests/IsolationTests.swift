import EventLoop
import HTTPClient
import Testing

/// A caller that lives on the client's loop by its own executor alone: its tasks prefer no executor.
private actor Caller {
    private nonisolated let loop: EventLoop
    private let client: HTTPClient
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ client: HTTPClient) {
        loop = client.loop
        self.client = client
    }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let response = try await client.send(request)
        loop.checkIsolated()
        return response
    }

    func stream(_ request: HTTPClientRequest) async throws(HTTPClientError) -> [UInt8] {
        var body: [UInt8] = []
        try await client.stream(request, onHead: { _, _ in }, onBody: { body += $0 })
        loop.checkIsolated()
        return body
    }
}

@Suite struct IsolationTests {
    private func origin() -> RawOrigin {
        RawOrigin { connection, _ in
            while connection.readRequest() != nil { connection.write(ok("x")) }
        }
    }

    @Test func sendsFromAnActorOnTheLoop() async throws {
        let origin = origin()
        let caller = Caller(try makeClient())
        for _ in 0..<20 {
            let response = try await caller.send(HTTPClientRequest(method: "GET", url: origin.url))
            #expect(response.body == Array("x".utf8))
        }
    }

    @Test func streamsFromAnActorOnTheLoop() async throws {
        let origin = origin()
        let caller = Caller(try makeClient())
        #expect(try await caller.stream(HTTPClientRequest(method: "GET", url: origin.url)) == Array("x".utf8))
    }

    /// The last reference goes on a thread of the test; the connections are closed on the loop.
    @Test func isReleasedOffTheLoop() async throws {
        let (closed, closes) = AsyncStream<Void>.makeStream()
        let origin = RawOrigin { connection, _ in
            while connection.readRequest() != nil { connection.write(ok("x")) }
            closes.yield()
        }
        let loop = try EventLoop()
        var client: HTTPClient? = HTTPClient(loop: loop)
        if let client { _ = try await send(HTTPClientRequest(method: "GET", url: origin.url), with: client) }
        client = nil
        for await _ in closed { break }
    }

    @Test func tellsTheLibrary() { #expect(HTTPClient.libraryVersion.hasPrefix("libcurl/")) }
}
