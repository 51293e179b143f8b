import AdminAPI
import Dispatch
import EventLoop
import Gateway
import Glibc
import HTTPClient
import HTTPServer
import Logging
import MCPServer
import WixAPI
import WixCatalogue

/// The running daemon: loops, listeners, MCP endpoint, admin API, and its talk with the service manager.
final class Daemon: Sendable {
    typealias Server = HTTPServer<MCPHandler<GatewayService>>

    let storage: Storage
    private let settings: Settings
    private let group: EventLoopGroup
    private let routes: StatusRoutes
    private let server: Server
    private let logger: Logger
    private let notifier: ServiceNotifier?
    private let environment: [String: String]

    /// Where it listens, with real ports.
    var addresses: [ListenAddress] { server.addresses }

    /// Binds the listeners; requests are answered from here on.
    init(
        settings: Settings, storage: Storage, catalogue: Catalogue, logger: Logger, environment: [String: String],
        inherited: InheritedSockets
    ) throws(CommandFailure) {
        self.settings = settings
        self.storage = storage
        self.logger = logger
        self.environment = environment
        notifier = ServiceNotifier(environment: environment)
        do {
            group = try EventLoopGroup(count: settings.loops > 0 ? settings.loops : ProcessSetup.coreCount)
        } catch {
            throw CommandFailure("cannot make an event loop: \(error.words)")
        }
        let metrics = Metrics(loopCount: group.loops.count)
        let clients = group.loops.map { HTTPClient(loop: $0) }
        let runners = ToolRunnerTable(clients: clients, catalogue: catalogue) { record in
            metrics.countWixRequest(record)
            CallTrace.current?.note(record)
        }
        let registry = storage.registry
        let shared = MCPShared(options: MCPOptions(settings))
        let publisher = LoopPublisher(shared: shared)
        let credentialRefused: @Sendable (String, String) -> Void = { account, reason in
            Task { await Self.note(reason, of: account, in: registry, logger) }
        }
        let makeService: @Sendable (EventLoop) -> GatewayService = { loop in
            let service = GatewayService(
                loop: loop, gateway: registry.gateway, runners: runners, audit: storage.audit, metrics: metrics,
                logger: logger, credentialRefused: credentialRefused)
            publisher.add(service)
            return service
        }
        let probe = WixProbe(
            registry: registry, clients: clients.map { WixClient(http: $0) { metrics.countWixRequest($0) } },
            endpoints: storage.sites.endpoints)
        let listen =
            inherited.addresses + (inherited.addresses.isEmpty ? settings.listenAddresses : settings.listen ?? [])
        var options = AdminOptions(token: storage.adminToken, version: Version.text)
        options.publicURL = settings.publicURL
        options.localURL = ClientSetup.baseURL(of: listen)
        let admin = AdminAPI(options: options, registry: registry, audit: storage.audit, probe: probe)
        let routes = StatusRoutes(
            report: MetricsReport(metrics: metrics, registry: registry, mcp: shared, loops: group.loops))
        self.routes = routes
        do {
            server = try Server(loops: group.loops, listen: listen, limits: settings.limits) { loop in
                MCPHandler(
                    loop: loop, service: makeService(loop), shared: shared,
                    fallback: AdminHandler(loop: loop, api: admin, fallback: StatusHandler(routes: routes)))
            }
        } catch {
            throw CommandFailure("cannot listen on \(listen.map(\.text).joined(separator: ", ")): \(error.words)")
        }
        routes.addStatistics { [server] in server.statistics }
        registry.start(publisher: publisher)
    }

    /// Wix refuses an account's credential: from here on its tools say so at once.
    private static func note(_ reason: String, of account: String, in registry: Registry, _ logger: Logger) async {
        do {
            try await registry.setState(.needsReauth(reason), accountID: account)
            logger.warning("Wix refuses an account", metadata: ["account": "\(account)", "reason": "\(reason)"])
        } catch {
            logger.error("an account's state could not be kept", metadata: ["error": "\(error)"])
        }
    }

    /// Tells the world that it is up, waits for a signal, drains.
    func run(until signal: @Sendable () async -> CInt) async {
        routes.setReady(true)
        logger.notice(
            "listening",
            metadata: [
                "address": "\(addresses.map(\.text).joined(separator: " "))", "version": "\(Version.text)",
                "loops": "\(group.loops.count)", "servers": "\(storage.registry.gateway.servers.count)",
                "accounts": "\(storage.registry.gateway.accounts.count)",
            ])
        if addresses.contains(where: { !$0.isLoopback }), settings.allowedHosts == nil, settings.publicURL == nil {
            logger.warning(
                "listening beyond this machine: set public_url or allowed_hosts, so that no other name is served")
        }
        notifier?.send("READY=1", "STATUS=Serving \(storage.registry.gateway.servers.count) MCP servers")
        let watchdog = startWatchdog()
        let pruning = Task { await prune() }
        let signal = await signal()
        logger.notice(
            "shutting down", metadata: ["signal": "\(signal)", "grace": "\(DurationText.text(settings.drainTime))"])
        routes.setReady(false)
        notifier?.send("STOPPING=1", "STATUS=Finishing running calls")
        await server.drain(grace: settings.drainTime)
        watchdog?.cancel()
        pruning.cancel()
        await storage.close()
        group.stop()
        logger.notice("stopped")
    }

    /// Lets go of audit entries that are older than they have to be, once an hour.
    private func prune() async {
        guard settings.auditRetention > .zero else { return }
        while !Task.isCancelled {
            do {
                _ = try await storage.audit.prune(olderThan: settings.auditRetention)
            } catch {
                logger.error("old audit entries could not be removed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(3600))
        }
    }

    private func startWatchdog() -> (any DispatchSourceTimer)? {
        guard let notifier, let interval = Watchdog.interval(environment: environment, processID: getpid()) else {
            return nil
        }
        let watchdog = Watchdog(loops: group.loops) { notifier.send("WATCHDOG=1") }
        return watchdog.start(interval: interval)
    }
}

extension MCPOptions {
    init(_ settings: Settings) {
        self.init()
        allowedHosts = settings.allowedHosts ?? []
        allowedOrigins = settings.allowedOrigins ?? []
        if let url = settings.publicURL.flatMap(WebURL.init) {
            allowedHosts.append(url.host)
            allowedOrigins.append(url.origin)
        }
        rateLimitStatus = settings.rateLimitStatus
        sessionIdleTime = settings.sessionIdleTime
        sessionLimit = settings.sessionLimit
        serverVersion = Version.text
    }
}
