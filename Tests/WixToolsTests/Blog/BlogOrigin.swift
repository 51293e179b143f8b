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

/// A Wix with a small blog that remembers what was written to it; a test may put an answer in front of its own.
final class BlogOrigin: Sendable {
    struct Write: Sendable, Equatable {
        let line: String
        let body: JSONValue
        /// The last part of the path.
        var name: Substring { line.split(separator: "/").last ?? "" }
    }

    /// Gives the answer to one request, or nil for the usual one.
    typealias Script = @Sendable (_ line: String, _ body: JSONValue) -> (status: Int, body: String)?

    static let recipes = "7f0e5f0a-1c55-4c7e-9a0e-2a6c7d1b9e11"
    static let tea = "5e2d8f4b-9b1a-4f0c-8d77-0f6f2f1c3a90"
    static let newTag = "6a6a6a6a-0000-4000-8000-000000000001"
    static let author = "b4f6d1c9-2a71-4b8e-9c33-6d0a4e1f2b77"

    private let loop: EventLoop
    private let server: HTTPServer<Handler>
    private let runner: ToolRunner
    private let site: WixSite
    private let catalogue: Catalogue
    private let log: Log

    fileprivate final class Log: Sendable {
        let requests = Mutex<[Write]>([])
        let progress = Mutex<[ToolProgress]>([])
    }

    init(_ script: @escaping Script = { _, _ in nil }) throws {
        let log = Log()
        self.log = log
        loop = try EventLoop()
        server = try HTTPServer(loops: [loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { _ in Handler(log, script) }
        catalogue = try Catalogue.load()
        let base = "http://\(try #require(server.addresses.first))"
        site = WixSite(
            credential: .apiKey("IST.key", siteID: "site-1", accountID: nil),
            endpoints: WixEndpoints(baseURL: base, oauthURL: base + "/oauth2/token"))
        // Nothing is waited for.
        runner = ToolRunner(
            loop: loop, client: HTTPClient(loop: loop), catalogue: catalogue, clock: ToolClock { _ in })
    }

    deinit { loop.stop() }

    /// Every request as `VERB /path`, in order.
    var lines: [String] { log.requests.withLock { $0.map(\.line) } }

    /// What the calls told of their progress.
    var progress: [ToolProgress] { log.progress.withLock { $0 } }

    /// The bodies of requests that change something.
    var writes: [Write] {
        log.requests.withLock { requests in
            requests.filter { !$0.line.hasPrefix("GET") && !["query", "get-files"].contains($0.name) }
        }
    }

    /// The post as it was sent: the `draftPost` of the last write.
    var sentPost: JSONValue? { writes.last?.body["draftPost"] }

    /// Runs one tool and gives its answer and whether it is an error.
    func call(_ name: String, _ arguments: JSONObject) async throws -> (answer: JSONValue, isError: Bool) {
        let tool = try #require(catalogue[name])
        let outcome = await runner.call(tool, arguments: arguments, site: site) { [log] step in
            log.progress.withLock { $0.append(step) }
        }
        guard case .result(let result) = outcome else {
            Issue.record("rate limited")
            return (.null, true)
        }
        return (try JSONValue(parsing: result.structured), result.isError)
    }

    func create(_ arguments: JSONObject) async throws -> (answer: JSONValue, isError: Bool) {
        var arguments = arguments
        if arguments["title"] == nil { arguments["title"] = "Title" }
        return try await call("create_a_wix_draft_post", arguments)
    }

    private final class Handler: HTTPHandler {
        private let log: Log
        private let script: Script

        init(_ log: Log, _ script: @escaping Script) {
            self.log = log
            self.script = script
        }

        func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

        func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
            let line = request.head.method + " " + (request.head.path ?? "")
            let body = (try? JSONValue(parsing: request.body)) ?? .null
            log.requests.withLock { $0.append(Write(line: line, body: body)) }
            let answer = script(line, body) ?? log.media(line, body) ?? BlogOrigin.usual(line, body)
            exchange.respond(
                HTTPResponse(
                    status: answer.status, fields: HTTPFields([("content-type", "application/json")]),
                    body: Array(answer.body.utf8)))
        }
    }

    private static func usual(_ line: String, _ body: JSONValue) -> (status: Int, body: String) {
        switch line {
        case "GET /members/v1/members":
            return (200, #"{"members":[{"id":"\#(author)","profile":{"nickname":"Ada"}}]}"#)
        case "GET /blog/v3/categories":
            return (
                200,
                #"{"categories":[{"id":"\#(recipes)","label":"Recipes","title":"Our recipes","slug":"recipes"},"#
                    + #"{"id":"8f0e5f0a-1c55-4c7e-9a0e-2a6c7d1b9e12","label":"News","slug":"news"},"#
                    + #"{"id":"8f0e5f0a-1c55-4c7e-9a0e-2a6c7d1b9e13","label":"News","slug":"news-de","language":"de"}],"#
                    + #""metaData":{"count":3,"offset":0,"total":3}}"#
            )
        case "POST /blog/v3/tags/query": return (200, tags(body))
        case "POST /blog/v3/tags": return (200, #"{"tag":{"id":"\#(newTag)","label":\#((body["label"] ?? "").text)}}"#)
        case "POST /blog/v3/draft-posts", "PATCH /blog/v3/draft-posts/post-1":
            var post = body["draftPost"] ?? [:]
            post["id"] = "post-1"
            if post["status"] == nil { post["status"] = "UNPUBLISHED" }
            return (200, JSONValue.object(["draftPost": post]).text)
        default: return (404, #"{"message":"not in the script"}"#)
        }
    }

    /// Wix matches labels exactly; without a filter it lists all.
    private static func tags(_ body: JSONValue) -> String {
        let all: [(id: String, label: String)] = [
            (tea, "Green Tea"), ("5e2d8f4b-9b1a-4f0c-8d77-0f6f2f1c3a91", "Vegan"),
        ]
        let filter = body.value(at: "query.filter")
        let labels = filter?.value(at: "label.$in")?.arrayValue ?? (filter?.value(at: "label.$eq")).map { [$0] }
        let ids = filter?.value(at: "id.$in")?.arrayValue
        let found = all.filter { tag in
            (labels?.contains(.string(tag.label)) ?? true) && (ids?.contains(.string(tag.id)) ?? true)
        }
        let list = found.map { #"{"id":"\#($0.id)","label":"\#($0.label)"}"# }.joined(separator: ",")
        return #"{"tags":[\#(list)],"pagingMetadata":{"count":\#(found.count)}}"#
    }
}

extension BlogOrigin.Log {
    /// Imports are called `f_1~mv2.jpg`, `f_2~mv2.jpg` …; ready the second time that somebody asks, unless they come from
    /// a `broken.jpg`.
    fileprivate func media(_ line: String, _ body: JSONValue) -> (status: Int, body: String)? {
        let media = requests.withLock { $0 }
        let imports = media.filter { $0.line == "POST /site-media/v1/files/import" }
        switch line {
        case "POST /site-media/v1/files/import":
            return (
                200,
                #"{"file":{"id":"f_\#(imports.count)~mv2.jpg","mediaType":"IMAGE","operationStatus":"PENDING"}}"#
            )
        case "POST /site-media/v1/files/get-files":
            let isReady = media.count { $0.name == "get-files" } > 1
            let files = (body["fileIds"]?.arrayValue ?? []).map { id in
                let index = Int((id.stringValue ?? "").drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 1
                let url = imports[index - 1].body["url"]?.stringValue ?? ""
                let status = !isReady ? "PENDING" : url.hasSuffix("broken.jpg") ? "FAILED" : "READY"
                let size = isReady ? #","media":{"image":{"image":{"width":1600,"height":900}}}"# : ""
                return #"{"id":\#(id.text),"mediaType":"IMAGE","operationStatus":"\#(status)"\#(size)}"#
            }
            return (200, #"{"files":[\#(files.joined(separator: ","))]}"#)
        default: return nil
        }
    }
}
