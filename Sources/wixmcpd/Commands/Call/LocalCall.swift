import EventLoop
import Gateway
import Glibc
import HTTPClient
import HTTPServer
import JSON
import Logging
import MCPServer
import WixAPI
import WixCatalogue
import WixSandbox
import WixTools

/// A call by this process, where no daemon runs: on the same store, under the same rules and into the same audit log.
struct LocalCall: Sendable {
    let call: WantedCall
    let catalogue: Catalogue
    var environment: [String: String] = [:]

    /// On a simulated site that ends with the call.
    static func inSandbox(_ call: WantedCall, _ catalogue: Catalogue, _ signals: ShutdownSignals) async throws
        -> CallAnswer
    {
        let server = try SandboxServer(SandboxOptions(), listen: .tcp(host: "127.0.0.1", port: 0))
        var sites = SiteSettings()
        sites.endpoints = server.endpoints
        let storage = try Storage.inMemory(sites: sites, catalogue: catalogue)
        let account = DeclaredAccount(
            name: "sandbox",
            credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID))
        let answer = try await LocalCall(call: call, catalogue: catalogue).run(storage, declaring: [account], signals)
        await server.stop()
        return answer
    }

    /// With the accounts of the store and of the configuration. The store is held as a daemon holds it, so that none
    /// can start meanwhile; one that is not there is not made.
    func run(_ settings: Settings, _ signals: ShutdownSignals) async throws -> CallAnswer {
        let accounts = try ConnectionResolver(settings: settings, environment: environment).resolve().accounts
        let storage: Storage
        if let owner = storeOwner(settings) {
            umask(0o077)
            // What root made beside another user's store, that user's daemon could not read.
            try owner.become()
            storage = try Storage.open(settings, environment: environment, catalogue: catalogue) { error in
                LogWriter.writeAll(
                    Array("wixmcpd: the audit log cannot be written: \(error)\n".utf8), to: STDERR_FILENO)
            }
        } else {
            storage = try Storage.inMemory(sites: SiteSettings(settings), catalogue: catalogue)
        }
        return try await run(storage, declaring: accounts, signals)
    }

    /// The owner of the database; nil when the store is in memory or not there.
    private func storeOwner(_ settings: Settings) -> FileOwner? {
        guard case .sqlite(let path)? = settings.storeInForce(StateDirectory(settings, environment: environment)) else {
            return nil
        }
        return FileOwner(of: path)
    }

    private func run(_ storage: Storage, declaring accounts: [DeclaredAccount], _ signals: ShutdownSignals)
        async throws -> CallAnswer
    {
        do {
            let outcome = try await outcome(storage, declaring: accounts, signals)
            await storage.close()
            return CallAnswer(outcome)
        } catch {
            await storage.close()
            if let interruption = error as? Interruption { throw interruption.exit(call) }
            if let problem = error as? GatewayError { throw CommandFailure(problem.description) }
            throw error
        }
    }

    private func outcome(_ storage: Storage, declaring accounts: [DeclaredAccount], _ signals: ShutdownSignals)
        async throws -> ToolOutcome
    {
        try storage.registry.declare(accounts: accounts, servers: [])
        let known = storage.registry.gateway.accounts
        guard !known.isEmpty else {
            throw CommandFailure(
                "no Wix site is connected: `wixmcpd account add` connects one to the daemon; or set WIX_API_KEY and "
                    + "WIX_SITE_ID, or use --sandbox")
        }
        let account = try AdminReference.only(
            call.account, among: known.map { ["id": .string($0.id), "name": .string($0.name)] })
        // Declared, so that the store never has it, and without a token: nobody listens here.
        let server = ServerDeclaration(
            name: WantedCall.serverName, account: account.text("name"), token: nil, configuration: call.configuration)
        try storage.registry.declare(accounts: accounts, servers: [server])
        let loops: EventLoopGroup
        do {
            loops = try EventLoopGroup(count: 1)
        } catch {
            throw CommandFailure("cannot make an event loop: \(error.words)")
        }
        defer { loops.stop() }
        let loop = loops.loops[0]
        let service = GatewayService(
            loop: loop, gateway: storage.registry.gateway,
            runners: ToolRunnerTable(clients: [HTTPClient(loop: loop)], catalogue: catalogue) {
                CallTrace.current?.note($0)
            },
            audit: storage.audit, metrics: Metrics(loopCount: 1),
            logger: Logger(label: "wixmcpd") { _ in SwiftLogNoOpLogHandler() }, credentialRefused: { _, _ in })
        let caller = ToolCaller(
            access: ServerAccess(id: server.id, name: server.name), clientName: nil, clientVersion: nil, sessionID: nil)
        let call = call
        return try await signals.interrupting {
            let task = Task(executorPreference: loop) {
                await service.call(
                    call.tool.name, arguments: call.arguments, caller: caller, loop: loop, progress: nil)
            }
            return await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
        }
    }
}

extension CallAnswer {
    init(_ outcome: ToolOutcome) {
        switch outcome {
        case .result(let result): self.init(json: result.structured, isError: result.isError)
        case .rateLimited(let status, let wixRequestID):
            let seconds = status.retryAfterSeconds ?? status.resetSeconds
            var details: JSONObject = [
                "status": 429, "retryable": .bool(status.quotaCode == nil),
                "retryAfterSeconds": .number(JSONNumber(seconds)),
            ]
            details["wixRequestId"] = wixRequestID.map { .string($0) }
            self.init(
                refusal: status.quotaCode.map { "a quota of the site's Wix plan is used up (\($0))" }
                    ?? "Wix's request limit is reached; wait \(seconds) seconds, then try again", details)
        }
    }
}
