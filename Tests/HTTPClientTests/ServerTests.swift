import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import Testing

/// The client against our own server.
@Suite struct ServerTests {
    private final class Handler: HTTPHandler {
        func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

        /// Answers with the coding that the client accepts and a body of 100,000 bytes or the request's own.
        func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
            let body = request.body.isEmpty ? [UInt8](repeating: 65, count: 100_000) : request.body
            exchange.respond(
                HTTPResponse(status: 200, fields: HTTPFields([("content-type", "application/json")]), body: body))
        }
    }

    private struct Setup {
        let client: HTTPClient
        let server: HTTPServer<Handler>
        let url: String
    }

    private func setUp() throws -> Setup {
        let client = try makeClient()
        let server = try HTTPServer(loops: [client.loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { _ in Handler() }
        var port = 0
        if case .tcp(_, let bound)? = server.addresses.first { port = bound }
        return Setup(client: client, server: server, url: "http://127.0.0.1:\(port)/")
    }

    @Test func gzipIsDecoded() async throws {
        let setup = try setUp()
        let response = try await send(HTTPClientRequest(method: "GET", url: setup.url), with: setup.client)
        #expect(response.fields["content-encoding"] == "gzip")
        #expect(response.fields["content-length"].flatMap { Int($0) } ?? .max < 10_000)
        #expect(response.body == [UInt8](repeating: 65, count: 100_000))
    }

    /// The limit counts decoded bytes: a small answer cannot unpack to a large one.
    @Test(arguments: [(99_999, true), (100_000, false)]) func limitCountsDecodedBytes(_ limit: Int, _ isTooLarge: Bool)
        async throws
    {
        let setup = try setUp()
        var limits = HTTPClientLimits()
        limits.responseBytes = limit
        let error = try await failure(
            of: HTTPClientRequest(method: "GET", url: setup.url, limits: limits), with: setup.client)
        #expect(error?.reason == (isTooLarge ? .tooLarge : nil))
    }

    @Test func sixtyFourAtOnceOnOneLoop() async throws {
        let setup = try setUp()
        let (client, url) = (setup.client, setup.url)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask {
                    let body = Array(repeating: UInt8(index + 1), count: 5_000 + index)
                    return try await run(on: client.loop) {
                        for _ in 0..<10 {
                            let request = HTTPClientRequest(method: "POST", url: url, body: body)
                            guard try await client.send(request).body == body else { return false }
                        }
                        return true
                    }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        let opened = try await run(on: client.loop) { client.connectionsOpened }
        #expect(opened <= 64)
    }

    /// Server and client share the loop and nothing else happens on it.
    @Test func twoHundredOneAfterTheOtherOnOneLoop() async throws {
        let setup = try setUp()
        let (client, url) = (setup.client, setup.url)
        let opened = try await run(on: client.loop) {
            for _ in 0..<200 { _ = try await client.send(HTTPClientRequest(method: "POST", url: url, body: [1])) }
            return client.connectionsOpened
        }
        #expect(opened == 1)
    }
}
