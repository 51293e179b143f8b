import EventLoop
import HTTPClient
import HTTPCore
import HTTPServer
import JSON
import Synchronization
import Testing
import WixAPI
import WixCatalogue
import WixSandbox
import WixTools

/// Writes down each request as it arrives over HTTP, and lets somebody else answer it.
final class RecordingHandler: HTTPHandler {
    struct Request: Sendable, Hashable, CustomStringConvertible {
        let method: String
        /// Without the query.
        let path: String
        var description: String { "\(method) \(path)" }
    }

    final class Log: Sendable {
        private let requests = Mutex<[Request]>([])
        var count: Int { requests.withLock { $0.count } }
        func add(_ request: Request) { requests.withLock { $0.append(request) } }
        func since(_ count: Int) -> [Request] { requests.withLock { Array($0.dropFirst(count)) } }
    }

    private let log: Log
    private let answer: (HTTPRequest, HTTPExchange) -> Void

    init(_ log: Log, answer: @escaping (HTTPRequest, HTTPExchange) -> Void) {
        self.log = log
        self.answer = answer
    }

    func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

    func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        let path = String(request.head.target.prefix { $0 != "?" })
        log.add(Request(method: request.head.method, path: path))
        answer(request, exchange)
    }
}

/// A Wix that says the same to everything.
final class StubbornWix: Sendable {
    let catalogue: Catalogue
    private let runner: ToolRunner
    private let site: WixSite
    private let server: HTTPServer<RecordingHandler>
    private let log = RecordingHandler.Log()
    /// Clients end on their loop only, so they live as long as the process.
    private static let kept = Mutex<[ToolRunner]>([])

    private static let known = Mutex<[String: StubbornWix]>([:])

    /// One for each answer: a loop and a server for each test would be too many.
    static func shared(_ status: Int, _ body: String) throws -> StubbornWix {
        try known.withLock { known in
            if let wix = known["\(status) \(body)"] { return wix }
            let wix = try StubbornWix(status, body)
            known["\(status) \(body)"] = wix
            return wix
        }
    }

    init(_ status: Int, _ body: String) throws {
        let loop = try EventLoop()
        let response = HTTPResponse(
            status: status, fields: HTTPFields([("content-type", "application/json")]), body: Array(body.utf8))
        server = try HTTPServer(loops: [loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { [log] _ in
            RecordingHandler(log) { $1.respond(response) }
        }
        let base = "http://\(try #require(server.addresses.first))"
        site = WixSite(
            credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID),
            endpoints: WixEndpoints(baseURL: base, oauthURL: base + "/oauth2/token"))
        catalogue = try TestCatalogue.shared.get()
        let runner = ToolRunner(loop: loop, client: HTTPClient(loop: loop), catalogue: catalogue)
        self.runner = runner
        Self.kept.withLock { $0.append(runner) }
    }

    /// What a call sends.
    func sent(_ tool: Tool, _ arguments: JSONObject) async -> [RecordingHandler.Request] {
        let before = log.count
        _ = await runner.call(tool, arguments: arguments, site: site)
        return log.since(before)
    }
}
