import EventLoop
import Gateway
import HTTPCore
import HTTPServer
import JSON
import SQLiteStore
import Synchronization
import Testing
import WixAPI
import WixCatalogue

@testable import AdminAPI

/// The admin API behind a real server, over a registry and an audit log in memory; Wix is a fake.
final class AdminServer: Sendable {
    static let token = "the-admin-token-of-the-tests"

    let port: Int
    let probe = FakeProbe()
    let registry: Registry
    let audit: AuditLog
    let api: AdminAPI
    /// Advances only when a test says so, from a moment that the tests name.
    let clock = TestClock()
    private let loop: EventLoop
    private let server: HTTPServer<AdminHandler>

    init(unixPath: String? = nil, options change: (inout AdminOptions) -> Void = { _ in }) async throws {
        let store = try SQLiteStore.inMemory()
        let sealer = SecretSealer(key: [UInt8](repeating: 7, count: 32))
        let clock = clock
        registry = try Registry(
            store: store, sealer: sealer, catalogue: Catalogue.load(), clock: { clock.now })
        try registry.declare(
            accounts: [DeclaredAccount(name: "declared", credential: .apiKey("key", siteID: "site-0", accountID: nil))],
            servers: [ServerDeclaration(name: "declared", account: "declared", token: ServerToken.generate())])
        registry.start(publisher: NoPublisher())
        audit = try AuditLog(store: store, key: [UInt8](repeating: 9, count: 32), clock: { clock.now })
        var options = AdminOptions(token: Self.token, version: "1.2.3")
        change(&options)
        let api = AdminAPI(options: options, registry: registry, audit: audit, probe: probe, clock: { clock.now })
        self.api = api
        loop = try EventLoop()
        server = try HTTPServer(
            loops: [loop], listen: [unixPath.map { .unix(path: $0) } ?? .tcp(host: "127.0.0.1", port: 0)]
        ) { AdminHandler(loop: $0, api: api, fallback: Elsewhere()) }
        if case .tcp(_, let port) = server.addresses.first { self.port = port } else { port = 0 }
    }

    /// Runs a test against a server of its own and stops it whatever happens.
    static func with(
        unixPath: String? = nil, options: (inout AdminOptions) -> Void = { _ in },
        _ body: (AdminServer) async throws -> Void
    ) async throws {
        let server = try await AdminServer(unixPath: unixPath, options: options)
        let result: Result<Void, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        await server.server.drain(grace: .zero)
        server.loop.stop()
        try result.get()
    }

    func drain() async { await server.drain(grace: .seconds(20)) }

    // MARK: Requests

    /// A request with the admin token.
    @discardableResult
    func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Reply {
        try await raw(method, path, fields: [("authorization", "Bearer \(Self.token)")], body: body?.bytes)
    }

    /// A request with exactly these fields, beside a content type where there is a body and none is given.
    func raw(
        _ method: String, _ path: String, fields: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> Reply {
        try await HTTPTestClient.send(method, path, fields: fields, body: body, to: .port(port))
    }

    /// The id of a new account.
    func account(_ name: String = "bakery") async throws -> String {
        let reply = try await send(
            "POST", "/integrated-account",
            ["name": .string(name), "credentials": ["type": "api_key", "api_key": "IST.secret", "site_id": "site-1"]])
        return try #require(reply.json["id"]?.stringValue)
    }

    /// The answer to the minting of a server.
    @discardableResult
    func mint(_ accountID: String, _ body: JSONValue = ["name": "agent"]) async throws -> Reply {
        try await send("POST", "/integrated-account/\(accountID)/mcp", body)
    }
}

final class TestClock: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 1_795_000_000_000))  // 2026-11-18T11:06:40Z
    var now: Timestamp { time.withLock { $0 } }
    func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}

private struct NoPublisher: GatewayPublisher {
    func publish(_ gateway: Gateway, _ events: [GatewayEvent]) async {}
}

/// What answers the paths that are not the API's.
private final class Elsewhere: HTTPHandler {
    func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }
    func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        exchange.respond(HTTPResponse(status: 404, body: Array("elsewhere".utf8)))
    }
}

/// Answers as a test has set it.
final class FakeProbe: AccountProbe {
    struct Script: Sendable {
        var report = AccountReport(
            verdict: .works, checks: [.init(name: "credential", isFine: true, message: "Wix accepts the API key.")])
        var sites: Result<[SiteSummary], ProbeError> = .success([
            SiteSummary(siteID: "site-1", name: "Bakery", url: "https://bakery.example", isPublished: true),
            SiteSummary(siteID: "site-2", name: "Draft", url: nil, isPublished: false),
        ])
    }
    let script = Mutex(Script())

    func test(_ account: AccountRecord, on loop: EventLoop) async -> AccountReport {
        await Task.yield()
        return script.withLock { $0.report }
    }
    func sites(of credential: WixCredential, on loop: EventLoop) async throws(ProbeError) -> [SiteSummary] {
        await Task.yield()
        return try script.withLock { $0.sites }.get()
    }
    func quota(of account: AccountRecord) -> QuotaReport? {
        QuotaReport(
            limit: 200, remaining: 198, resetSeconds: 42, source: "counted", isEnforced: false,
            history: [.init(start: account.createdAt, requests: 2)])
    }
}
