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

/// A runner with a sandbox behind it, over real HTTP.
final class ToolBench: Sendable {
    let loop: EventLoop
    let runner: ToolRunner
    let site: WixSite
    let catalogue: Catalogue
    private let sandbox: Sandbox
    private let client: WixClient
    private let server: HTTPServer<RecordingHandler>
    private let edge = RecordingHandler.Log()
    private let log: Log

    /// The requests that reached Wix, in order.
    var requests: [WixRequestRecord] { log.records.withLock { $0 } }

    private final class Log: Sendable {
        let records = Mutex<[WixRequestRecord]>([])
        func add(_ record: WixRequestRecord) { records.withLock { $0.append(record) } }
    }

    /// Benches for tests that change nothing: making the sandbox's data takes a while.
    static func shared(_ catalog: SandboxOptions.CatalogVersion = .v3) throws -> ToolBench {
        try (catalog == .v3 ? sharedV3 : sharedV1).get()
    }

    private static let sharedV3 = Result { try ToolBench(.v3) }
    private static let sharedV1 = Result { try ToolBench(.v1) }

    init(
        _ catalog: SandboxOptions.CatalogVersion = .v3, faults: String = "", requestsPerMinute: Int = 0,
        credential: WixCredential = .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID)
    ) throws {
        var options = SandboxOptions()
        options.catalog = catalog
        options.requestsPerMinute = requestsPerMinute
        options.faults = faults
        let sandbox = Sandbox(options: options)
        self.sandbox = sandbox
        loop = try EventLoop()
        server = try HTTPServer(loops: [loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { [edge] loop in
            let handler = sandbox.makeHandler(loop: loop)
            return RecordingHandler(edge) { handler.handle($0, on: $1) }
        }
        catalogue = try TestCatalogue.shared.get()
        let base = "http://\(try #require(server.addresses.first))"
        site = WixSite(
            credential: credential,
            endpoints: WixEndpoints(baseURL: base, oauthURL: base + "/oauth2/token"))
        let log = Log()
        self.log = log
        let http = HTTPClient(loop: loop)
        client = WixClient(http: http)
        // Nothing is waited for.
        let runner = ToolRunner(loop: loop, client: http, catalogue: catalogue, clock: ToolClock { _ in }) {
            log.add($0)
        }
        self.runner = runner
        Self.kept.withLock { $0.append(runner) }
    }

    /// Clients end on their loop only, so they live as long as the process.
    private static let kept = Mutex<[ToolRunner]>([])

    /// Switches the sandbox (`/_sandbox/control`).
    func control(_ order: JSONValue) throws {
        let answer = sandbox.respond(
            method: "POST", target: "/_sandbox/control", fields: HTTPFields([]), body: order.bytes)
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
    }

    /// One request straight to the sandbox.
    func direct(_ request: WixRequest) -> HTTPResponse {
        var fields = [("content-type", "application/json")]
        if request.scope != .none { fields.append(("authorization", Sandbox.apiKey)) }
        if [.account, .accountAndSite].contains(request.scope) { fields.append(("wix-account-id", Sandbox.accountID)) }
        if [.site, .accountAndSite].contains(request.scope) { fields.append(("wix-site-id", Sandbox.siteID)) }
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return sandbox.respond(
            method: request.method, target: request.path.text + (query.isEmpty ? "" : "?\(query)"),
            fields: HTTPFields(fields), body: request.body ?? [])
    }

    /// The connection test.
    func test() async -> WixSiteReport {
        let (client, site) = (client, site)
        return await Task(executorPreference: loop) { await client.test(site) }.value
    }

    func sites() async throws -> [WixSiteSummary] {
        let (client, site) = (client, site)
        return try await Task(executorPreference: loop) {
            try await client.sites(site.credential, at: site.endpoints)
        }.value
    }

    /// What was sent while `body` ran, on a bench that nobody else uses meanwhile.
    func sent(_ body: () async throws -> Void) async throws -> [WixRequestRecord] {
        let before = requests.count
        try await body()
        return Array(requests.dropFirst(before))
    }

    /// What arrived over HTTP during one call, on a bench that nobody else uses meanwhile, and its outcome.
    func received(_ tool: Tool, _ arguments: JSONObject) async -> (
        requests: [RecordingHandler.Request], outcome: ToolOutcome
    ) {
        let before = edge.count
        let outcome = await runner.call(tool, arguments: arguments, site: site)
        return (edge.since(before), outcome)
    }

    /// The outcome of one call; the arguments are JSON text.
    func outcome(
        _ name: String, _ arguments: String = "{}", maximum: Int = 60_000,
        progress: (@Sendable (ToolProgress) -> Void)? = nil
    ) async throws -> ToolOutcome {
        let tool = try #require(catalogue[name], "no tool \(name)")
        let object = try #require(try JSONValue(parsing: arguments).objectValue)
        return await runner.call(
            tool, arguments: object, site: site, maximumResultCharacters: maximum, progress: progress)
    }

    /// The answer of a call that must succeed; it conforms to the tool's output schema.
    @discardableResult
    func answer(
        _ name: String, _ arguments: String = "{}", maximum: Int = 60_000,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        guard case .result(let result) = try await outcome(name, arguments, maximum: maximum) else {
            Issue.record("\(name): rate limited", sourceLocation: sourceLocation)
            return .null
        }
        let value = try JSONValue(parsing: result.structured)
        #expect(!result.isError, "\(name) \(arguments): \(value.text.prefix(600))", sourceLocation: sourceLocation)
        #expect(result.structured.count <= maximum, sourceLocation: sourceLocation)
        if let tool = catalogue[name] {
            let violations = try JSONSchema(tool.outputSchema).violations(in: value)
            #expect(violations.isEmpty, "\(name): \(violations)", sourceLocation: sourceLocation)
        }
        return value
    }

    /// The error of a call that must fail.
    @discardableResult
    func failure(
        _ name: String, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        guard case .result(let result) = try await outcome(name, arguments) else {
            Issue.record("\(name): rate limited", sourceLocation: sourceLocation)
            return .null
        }
        let value = try JSONValue(parsing: result.structured)
        #expect(result.isError, "\(name) \(arguments): \(value.text.prefix(300))", sourceLocation: sourceLocation)
        #expect(value["message"]?.stringValue?.isEmpty == false, sourceLocation: sourceLocation)
        #expect(value["error"]?.objectValue != nil, sourceLocation: sourceLocation)
        let tool = try #require(catalogue[name])
        #expect(try JSONSchema(tool.outputSchema).violations(in: value).isEmpty, sourceLocation: sourceLocation)
        return value
    }

    /// The first item that a list tool answers with.
    func first(
        _ name: String, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> JSONValue {
        let items = try await answer(name, arguments, sourceLocation: sourceLocation)["result"]?.arrayValue
        return try #require(items?.first, "\(name) lists nothing", sourceLocation: sourceLocation)
    }

    /// The `id` of that item.
    func firstID(
        _ name: String, _ arguments: String = "{}", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let item = try await first(name, arguments, sourceLocation: sourceLocation)
        return try #require(item["id"]?.stringValue, sourceLocation: sourceLocation)
    }

    /// All items of a list, page by page, with only the cursor from the second page on.
    func everything(_ name: String, _ arguments: String, limit: Int, maximum: Int = 60_000) async throws -> [JSONValue]
    {
        var items: [JSONValue] = []
        var next = try JSONValue(parsing: arguments)
        next["limit"] = .number(JSONNumber(limit))
        for _ in 0..<200 {
            let page = try await answer(name, next.text, maximum: maximum)
            let result = page["result"]?.arrayValue ?? []
            #expect(page["result_count"]?.intValue == result.count)
            items += result
            guard let cursor = page["next_cursor"], !cursor.isNull else { return items }
            next = ["next_cursor": cursor, "limit": .number(JSONNumber(limit))]
        }
        Issue.record("\(name) never ends")
        return items
    }
}

extension JSONValue {
    /// The members `name` of the objects of an array.
    func strings(_ name: String) -> [String] { (arrayValue ?? []).compactMap { $0[name]?.stringValue } }
}
