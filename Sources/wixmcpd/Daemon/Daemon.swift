import Dispatch
import EventLoop
import Gateway
import Glibc
import HTTPServer
import Logging
import MCPServer
import WixCatalogue

/// The running daemon: loops, listeners, MCP endpoint, and its talk with the service manager.
final class Daemon: Sendable {
    typealias Server = HTTPServer<MCPHandler<GatewayService>>

    let gateway: Gateway
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
        settings: Settings, gateway: Gateway, catalogue: Catalogue, logger: Logger, environment: [String: String],
        inherited: InheritedSockets
    ) throws(CommandFailure) {
        self.settings = settings
        self.gateway = gateway
        self.logger = logger
        self.environment = environment
        notifier = ServiceNotifier(environment: environment)
        do {
            group = try EventLoopGroup(count: settings.loops > 0 ? settings.loops : ProcessSetup.coreCount)
        } catch {
            throw CommandFailure("cannot make an event loop: \(error.words)")
        }
        let metrics = Metrics(loopCount: group.loops.count)
        let runners = ToolRunnerTable(loops: group.loops, catalogue: catalogue) { metrics.countWixRequest($0) }
        let service = GatewayService(gateway: gateway, runners: runners, metrics: metrics, logger: logger)
        let shared = MCPShared(options: MCPOptions(settings))
        let routes = StatusRoutes(
            report: MetricsReport(metrics: metrics, gateway: gateway, mcp: shared, loops: group.loops))
        self.routes = routes
        let listen =
            inherited.addresses + (inherited.addresses.isEmpty ? settings.listenAddresses : settings.listen ?? [])
        do {
            server = try Server(loops: group.loops, listen: listen, limits: settings.limits) { loop in
                MCPHandler(loop: loop, service: service, shared: shared) { routes.respond(to: $0) }
            }
        } catch {
            throw CommandFailure("cannot listen on \(listen.map(\.text).joined(separator: ", ")): \(error.words)")
        }
        routes.addStatistics { [server] in server.statistics }
    }

    /// Tells the world that it is up, waits for a signal, drains.
    func run(until signal: @Sendable () async -> CInt) async {
        routes.setReady(true)
        logger.notice(
            "listening",
            metadata: [
                "address": "\(addresses.map(\.text).joined(separator: " "))", "version": "\(Version.text)",
                "loops": "\(group.loops.count)", "servers": "\(gateway.grants.count)",
                "accounts": "\(gateway.accounts.count)",
            ])
        if addresses.contains(where: { !$0.isLoopback }), settings.allowedHosts == nil, settings.publicURL == nil {
            logger.warning(
                "listening beyond this machine: set public_url or allowed_hosts, so that no other name is served")
        }
        notifier?.send("READY=1", "STATUS=Serving \(gateway.grants.count) MCP servers")
        let watchdog = startWatchdog()
        let signal = await signal()
        logger.notice(
            "shutting down", metadata: ["signal": "\(signal)", "grace": "\(DurationText.text(settings.drainTime))"])
        routes.setReady(false)
        notifier?.send("STOPPING=1", "STATUS=Finishing running calls")
        await server.drain(grace: settings.drainTime)
        watchdog?.cancel()
        group.stop()
        logger.notice("stopped")
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
