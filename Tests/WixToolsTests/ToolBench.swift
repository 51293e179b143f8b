import EventLoop
import HTTPClient
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
    private let server: HTTPServer<SandboxHandler>

    init(_ catalog: SandboxOptions.CatalogVersion = .v3, faults: String = "", requestsPerMinute: Int = 0) throws {
        var options = SandboxOptions()
        options.catalog = catalog
        options.requestsPerMinute = requestsPerMinute
        options.faults = faults
        let sandbox = Sandbox(options: options)
        loop = try EventLoop()
        server = try HTTPServer(loops: [loop], listen: [.tcp(host: "127.0.0.1", port: 0)]) { sandbox.makeHandler(loop: $0) }
        catalogue = try Catalogue.load()
        let base = "http://\(try #require(server.addresses.first))"
        site = WixSite(
            credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: nil),
            endpoints: WixEndpoints(baseURL: base, oauthURL: base + "/oauth2/token"))
        let runner = ToolRunner(loop: loop, client: HTTPClient(loop: loop), catalogue: catalogue)
        self.runner = runner
        Self.kept.withLock { $0.append(runner) }
    }

    /// Clients end on their loop only, so they live as long as the process.
    private static let kept = Mutex<[ToolRunner]>([])

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
        return value
    }
}
