import ArgumentParser
import EventLoop
import Gateway
import Glibc
import HTTPServer
import WixAPI
import WixCatalogue
import WixSandbox

struct DemoCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Runs the daemon over a simulated Wix site: nothing to configure.",
        discussion: """
            The site is a seeded shop with products, orders, contacts, bookings and posts; what tools change lives until the demo \
            ends. On loopback /mcp and /sse also work without a token, which `serve` never allows.
            """)

    @Option(help: "core (the everyday tools) or all.")
    var exposure = ServerConfiguration.Exposure.core

    @OptionGroup var options: RunOptions
    @OptionGroup var sandbox: SandboxArguments

    func run() async throws {
        // The demo reads no file and no accounts: it must work the same everywhere.
        let settings = try ConfigurationLoader(flags: options.flags).load().settings
        ProcessSetup.raiseDescriptorLimit()
        let signals = ShutdownSignals()
        let writer = LogWriter()
        let logger = LoggerFactory.logger(settings, environment: [:], writer: writer)
        let site = try SandboxServer(sandbox.options(), listen: .tcp(host: "127.0.0.1", port: 0))
        let token = ServerToken.generate()
        var sites = SiteSettings()
        sites.endpoints = site.endpoints
        sites.requestsPerMinute = sandbox.quota > 0 ? sandbox.quota : 200
        let catalogue = try Catalogue.load()
        let storage = try Storage.inMemory(sites: sites, catalogue: catalogue)
        // No limit of its own: Wix's is what there is to see.
        var unlimited = ServerConfiguration()
        unlimited.callsPerMinute = 0
        unlimited.exposure = exposure
        try storage.registry.declare(
            accounts: [
                DeclaredAccount(
                    name: "demo",
                    credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID))
            ],
            servers: [
                ServerDeclaration(name: "demo", account: "demo", token: token, configuration: unlimited),
                ServerDeclaration(name: "open", account: "demo", token: nil, configuration: unlimited),
            ])
        let daemon = try Daemon(
            settings: settings, storage: storage, catalogue: catalogue, logger: logger, environment: [:],
            inherited: InheritedSockets(environment: [:], processID: 0))
        let setup = ClientSetup(baseURL: ClientSetup.baseURL(of: daemon.addresses), token: token)
        print(
            setup.demoText(
                sandboxURL: site.endpoints.baseURL, shop: site.summary, adminToken: storage.adminToken))
        fflush(nil)
        await daemon.run { await signals.first() }
        await site.stop()
        writer.flush()
    }
}
