import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import JSON
import Synchronization
import Testing
import WixAPI
import WixCatalogue
import WixTools

/// A Wix that answers from a list, for what the sandbox never does.
final class ScriptedOrigin: Sendable {
    /// `POST /path` of a request, and its body.
    struct Request: Sendable, Equatable {
        let line: String
        let body: String
    }

    private struct State {
        var answers: [(path: String, status: Int, body: String)] = []
        var requests: [Request] = []
    }

    private let state = Mutex(State())

    var requests: [Request] { state.withLock { $0.requests } }

    /// The next request whose path begins with `path` is answered so, once.
    func answer(_ path: String, _ body: String, status: Int = 200) {
        state.withLock { $0.answers.append((path, status, body)) }
    }

    fileprivate func respond(to request: HTTPRequest) -> HTTPResponse {
        state.withLock { state in
            let target = request.head.target
            let body = String(decoding: request.body, as: UTF8.self)
            state.requests.append(Request(line: "\(request.head.method) \(target)", body: body))
            guard let index = state.answers.firstIndex(where: { target.hasPrefix($0.path) }) else {
                return HTTPResponse(status: 501)
            }
            let answer = state.answers.remove(at: index)
            let fields = HTTPFields([("content-type", "application/json")])
            return HTTPResponse(status: answer.status, fields: fields, body: Array(answer.body.utf8))
        }
    }

    /// A runner in front of it, with the product's records or with others.
    func bench(
        _ catalogue: Catalogue? = nil, clock: ToolClock? = nil, requestsPerMinute: Int? = nil
    ) throws -> ScriptedBench {
        try ScriptedBench(self, catalogue ?? TestCatalogue.shared.get(), clock, requestsPerMinute)
    }
}

final class ScriptedBench: Sendable {
    private let server: HTTPServer<Handler>
    private let runner: ToolRunner
    private let site: WixSite
    private let catalogue: Catalogue
    private static let kept = Mutex<[ToolRunner]>([])

    private final class Handler: HTTPHandler {
        private let origin: ScriptedOrigin
        init(_ origin: ScriptedOrigin) { self.origin = origin }
        func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }
        func handle(_ request: HTTPRequest, on exchange: HTTPExchange) { exchange.respond(origin.respond(to: request)) }
    }

    /// What the calls told of their progress.
    var progress: [ToolProgress] { told.progress.withLock { $0 } }
    private let told = Told()

    private final class Told: Sendable {
        let progress = Mutex<[ToolProgress]>([])
    }

    fileprivate init(
        _ origin: ScriptedOrigin, _ catalogue: Catalogue, _ clock: ToolClock?, _ requestsPerMinute: Int?
    ) throws {
        let loop = try EventLoop()
        server = try HTTPServer(loops: [loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { _ in Handler(origin) }
        let base = "http://\(try #require(server.addresses.first))"
        let credential = WixCredential.apiKey("IST.k", siteID: "s", accountID: "a")
        let endpoints = WixEndpoints(baseURL: base, oauthURL: base + "/oauth2/token")
        site =
            requestsPerMinute.map {
                WixSite(credential: credential, endpoints: endpoints, requestsPerMinute: $0, enforceBudget: true)
            } ?? WixSite(credential: credential, endpoints: endpoints)
        self.catalogue = catalogue
        let runner = ToolRunner(loop: loop, client: HTTPClient(loop: loop), catalogue: catalogue, clock: clock)
        self.runner = runner
        Self.kept.withLock { $0.append(runner) }
    }

    func call(_ name: String, _ arguments: String = "{}", maximum: Int = 60_000) async throws -> (
        value: JSONValue, isError: Bool
    ) {
        let tool = try #require(catalogue[name])
        let object = try #require(try JSONValue(parsing: arguments).objectValue)
        let outcome = await runner.call(
            tool, arguments: object, site: site, maximumResultCharacters: maximum
        ) { [told] step in told.progress.withLock { $0.append(step) } }
        guard case .result(let result) = outcome else { return (.null, true) }
        return (try JSONValue(parsing: result.structured), result.isError)
    }
}
