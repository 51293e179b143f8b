import EventLoop
import HTTPCore
import HTTPServer
import Testing

@testable import MCPServer

/// A real server on a port of its own, with a fake service behind it.
final class TestServer: Sendable {
    let service: FakeService
    let shared: MCPShared
    /// Loops on which the fallback was told of the drain.
    let fallbackDrains = Counter()
    let port: Int
    private let loops: [EventLoop]
    private let server: HTTPServer<MCPHandler<FakeService>>

    init(
        options: MCPOptions = MCPOptions(), openAccess: Bool = false, loops count: Int = 1,
        limits: HTTPServerLimits = HTTPServerLimits()
    ) throws {
        let service = FakeService(openAccess: openAccess)
        let shared = MCPShared(options: options)
        self.service = service
        self.shared = shared
        loops = try EventLoopGroup(count: count).loops
        let drains = fallbackDrains
        server = try HTTPServer(loops: loops, listen: [.tcp(host: "127.0.0.1", port: 0)], limits: limits) { loop in
            MCPHandler(loop: loop, service: service, shared: shared, fallback: FakeFallback(drains: drains))
        }
        guard case .tcp(_, let port) = server.addresses.first else { throw TestServerError.noPort }
        self.port = port
    }

    func drain() async { await server.drain(grace: .seconds(5)) }

    func stop() async {
        service.gate.release()
        await server.drain(grace: .zero)
        for loop in loops { loop.stop() }
    }

    /// Runs a test against a server and stops it whatever happens.
    static func with<Result>(
        options: MCPOptions = MCPOptions(), openAccess: Bool = false, loops: Int = 1,
        _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let server = try TestServer(options: options, openAccess: openAccess, loops: loops)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }
}

/// The paths beside MCP: `/healthz` answers, `/closed` refuses at the head, `/later` answers in a later turn.
final class FakeFallback: HTTPHandler {
    private let drains: Counter

    init(drains: Counter = Counter()) { self.drains = drains }

    func drainBegan() { drains.count() }

    func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? {
        head.path == "/closed" ? HTTPResponse(status: 401, body: Array("closed".utf8)) : nil
    }

    func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        switch request.head.path {
        case "/healthz": exchange.respond(HTTPResponse(status: 200, body: Array("ok".utf8)))
        case "/later":
            exchange.loop.schedule(after: .milliseconds(1)) {
                exchange.respond(HTTPResponse(status: 200, body: request.body))
            }
        default: exchange.respond(HTTPResponse(status: 404, body: Array("nothing here".utf8)))
        }
    }
}

enum TestServerError: Error { case noPort, connect, timeout, closed, badAnswer(String) }

/// Waits for a condition that another thread brings about.
func eventually(_ what: String, _ condition: () -> Bool) async throws {
    for _ in 0..<5000 {
        if condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("did not happen: \(what)")
    throw TestServerError.timeout
}
