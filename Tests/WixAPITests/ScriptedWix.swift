import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import JSON
import Synchronization

@testable import WixAPI

/// A Wix that answers as a test says and remembers what it was asked.
final class ScriptedWix: Sendable {
    struct Seen: Sendable, Equatable {
        let method: String
        let target: String
        let fields: HTTPFields
        let body: String
    }

    /// Gives the answer to a request and its number from 0; nil leaves it without an answer.
    typealias Script = @Sendable (HTTPRequest, Int) -> HTTPResponse?

    let client: WixClient
    let endpoints: WixEndpoints
    private let loop: EventLoop
    private let server: HTTPServer<Handler>
    private let log: Log

    private final class Log: Sendable {
        let seen = Mutex<[Seen]>([])
    }

    private final class Handler: HTTPHandler {
        let log: Log
        let script: Script
        /// Kept: the server answers an exchange that is let go of.
        private var unanswered: [HTTPExchange] = []
        init(_ log: Log, _ script: @escaping Script) {
            self.log = log
            self.script = script
        }

        func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

        func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
            let number = log.seen.withLock { seen in
                seen.append(
                    Seen(
                        method: request.head.method, target: request.head.target, fields: request.head.fields,
                        body: String(decoding: request.body, as: UTF8.self)))
                return seen.count - 1
            }
            if let answer = script(request, number) {
                exchange.respond(answer)
            } else {
                unanswered.append(exchange)
            }
        }
    }

    init(
        limits: HTTPClientLimits = HTTPClientLimits(), onRequest: (@Sendable (WixRequestRecord) -> Void)? = nil,
        _ script: @escaping Script
    ) throws {
        let log = Log()
        self.log = log
        loop = try EventLoop()
        server = try HTTPServer(loops: [loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { _ in Handler(log, script) }
        var port = 0
        if case .tcp(_, let bound)? = server.addresses.first { port = bound }
        endpoints = WixEndpoints(
            baseURL: "http://127.0.0.1:\(port)", oauthURL: "http://127.0.0.1:\(port)/oauth2/token")
        client = WixClient(http: HTTPClient(loop: loop), limits: limits, onRequest: onRequest)
    }

    var seen: [Seen] { log.seen.withLock { $0 } }

    /// A site with an API key, a site id and an account id.
    func site(requestsPerMinute: Int = 200, enforceBudget: Bool = false, clock: TestClock = TestClock()) -> WixSite {
        WixSite(
            credential: .apiKey("IST.key", siteID: "site-1", accountID: "account-1"), endpoints: endpoints,
            requestsPerMinute: requestsPerMinute, enforceBudget: enforceBudget, clock: clock.read)
    }

    func oauthSite(clock: TestClock = TestClock()) -> WixSite {
        WixSite(
            credential: .oauthApp(appID: "app-1", secret: "secret-1", instanceID: "instance-1"), endpoints: endpoints,
            clock: clock.read)
    }

    /// Runs `body` on the client's loop, as a tool call does.
    func run<Value: Sendable>(_ body: @escaping @Sendable (WixClient) async throws -> Value) async throws -> Value {
        let client = client
        return try await Task(executorPreference: loop) { try await body(client) }.value
    }

    func send(_ request: WixRequest, to site: WixSite) async throws -> WixResponse {
        try await run { try await $0.send(request, to: site) }
    }

    /// The error of a request that must fail.
    func failure(of request: WixRequest, to site: WixSite) async throws -> WixError? {
        do {
            _ = try await send(request, to: site)
            return nil
        } catch let error as WixError {
            return error
        }
    }
}

/// Monotonic nanoseconds that a test moves.
final class TestClock: Sendable {
    private let nanoseconds = Mutex<UInt64>(1_000_000_000_000)
    var read: @Sendable () -> UInt64 { { self.nanoseconds.withLock { $0 } } }
    func advance(seconds: Int) { nanoseconds.withLock { $0 += UInt64(seconds) * 1_000_000_000 } }
}

func json(_ text: String, status: Int = 200, fields: [(String, String)] = []) -> HTTPResponse {
    HTTPResponse(
        status: status, fields: HTTPFields([("content-type", "application/json")] + fields), body: Array(text.utf8))
}

func html(_ text: String, status: Int) -> HTTPResponse {
    HTTPResponse(status: status, fields: HTTPFields([("content-type", "text/html")]), body: Array(text.utf8))
}
