import ArgumentParser
import Glibc
import WixCatalogue

struct ServeCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the daemon.",
        discussion: """
            Accounts and servers come from the configuration file. WIX_API_KEY with WIX_SITE_ID (and WIX_ACCOUNT_ID) connects \
            the account `default`; with no server declared it gets one that only reads, opened by WIXMCPD_TOKEN or the token in \
            WIXMCPD_TOKEN_FILE, or else by a token that is made and shown once on the terminal.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var options: RunOptions

    func run() async throws {
        let environment = ProcessSetup.environment()
        let settings = try configuration.load(options.flags).settings
        let resolver = ConnectionResolver(settings: settings, environment: environment)
        let connections = try resolver.resolve(makesServer: true)
        guard !connections.accounts.isEmpty else {
            throw CommandFailure(
                "no Wix site is connected: set WIX_API_KEY and WIX_SITE_ID, or declare accounts in the configuration "
                    + "file. `wixmcpd demo` needs neither")
        }
        guard !connections.servers.isEmpty else {
            throw CommandFailure("no MCP server is declared: add one under `servers` in the configuration file")
        }
        if connections.generatedToken != nil, isatty(STDOUT_FILENO) == 0 {
            throw CommandFailure(
                "no MCP server is declared, and a new token is only shown on a terminal: put one in a file "
                    + "(`openssl rand -hex 32`) and name it in WIXMCPD_TOKEN_FILE, or declare servers in the configuration file"
            )
        }
        let inherited = try InheritedSockets(environment: environment, processID: getpid())
        let writer = LogWriter()
        let logger = LoggerFactory.logger(settings, environment: environment, writer: writer)
        ProcessSetup.raiseDescriptorLimit()
        let signals = ShutdownSignals()
        let catalogue = try Catalogue.load()
        let gateway = try connections.gateway(catalogue: catalogue, settings: settings, hasher: resolver.tokenHasher())
        let daemon = try Daemon(
            settings: settings, gateway: gateway, catalogue: catalogue, logger: logger, environment: environment,
            inherited: inherited)
        if let token = connections.generatedToken {
            let base = settings.publicURL ?? ClientSetup.baseURL(of: daemon.addresses)
            print(ClientSetup(baseURL: base, token: token.value).firstStartText)
            fflush(nil)
        }
        await daemon.run { await signals.first() }
        writer.flush()
    }
}
