import EventLoop
import Glibc
import HTTPClient
import HTTPCore
import HTTPServer
import Testing

/// Requests through a Unix socket in place of the URL's host.
@Suite final class UnixSocketTests {
    /// Answers with its name and the request's Host field.
    private final class Handler: HTTPHandler {
        let name: String
        init(_ name: String) { self.name = name }
        func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }
        func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
            exchange.respond(
                HTTPResponse(
                    status: 200, fields: HTTPFields(),
                    body: Array("\(name) \(request.peer.address == "unix") \(request.head.fields["host"] ?? "")".utf8)))
        }
    }

    private let folder = "/tmp/wixmcpd-unix-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    init() { mkdir(folder, 0o700) }
    deinit { rmdir(folder) }

    private func text(_ url: String, _ path: String?, with client: HTTPClient) async throws -> String {
        let request = HTTPClientRequest(method: "GET", url: url, unixSocketPath: path)
        return String(decoding: try await send(request, with: client).body, as: UTF8.self)
    }

    @Test func goesThroughTheSocketThatIsNamedAndNoOther() async throws {
        let client = try makeClient()
        let (first, second) = ("\(folder)/1.sock", "\(folder)/2.sock")
        let servers = try [ListenAddress.unix(path: first), .unix(path: second), .tcp(host: "127.0.0.1", port: 0)]
            .enumerated().map { index, address in
                try HTTPServer(loops: [client.loop], listen: [address]) { _ in Handler("server\(index)") }
            }
        defer { for path in [first, second] { unlink(path) } }
        var port = 0
        if case .tcp(_, let bound)? = servers[2].addresses.first { port = bound }
        let url = "http://127.0.0.1:\(port)/"
        // One handle carries them all in turn: neither its options nor a kept connection may leak into the next.
        for _ in 0..<2 {
            #expect(try await text("http://localhost/", first, with: client) == "server0 true localhost")
            #expect(try await text("http://localhost/", second, with: client) == "server1 true localhost")
            #expect(try await text(url, nil, with: client) == "server2 false 127.0.0.1:\(port)")
            #expect(try await text(url, first, with: client) == "server0 true 127.0.0.1:\(port)")
        }
    }

    @Test func aSocketThatNobodyHasIsNoConnection() async throws {
        let request = HTTPClientRequest(method: "GET", url: "http://localhost/", unixSocketPath: "\(folder)/none.sock")
        let error = try await failure(of: request, with: try makeClient())
        #expect(error?.reason == .connect && error?.wasSent == false, "\(String(describing: error))")
    }
}
