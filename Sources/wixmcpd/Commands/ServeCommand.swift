import ArgumentParser
import Gateway
import Glibc
import HTTPServer
import Logging
import WixCatalogue

struct ServeCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the daemon.",
        discussion: """
            Accounts, servers and the audit log are kept in the store; the configuration file may declare more. WIX_API_KEY with \
            WIX_SITE_ID (and WIX_ACCOUNT_ID) connects the account `default`. While there is no server at all, a start on a \
            terminal makes one for the only account, which only reads, and shows its URL once.
            """)

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var options: RunOptions

    func run() async throws {
        // Key, token, store and sockets are for the daemon's own user, whatever the shell's mask is.
        umask(0o077)
        let environment = ProcessSetup.environment()
        var settings = try configuration.load(options.flags).settings
        let connections = try ConnectionResolver(settings: settings, environment: environment).resolve()
        let inherited = try InheritedSockets(environment: environment, processID: getpid())
        let writer = LogWriter()
        let logger = LoggerFactory.logger(settings, environment: environment, writer: writer)
        ProcessSetup.raiseDescriptorLimit()
        let signals = ShutdownSignals()
        let catalogue = try Catalogue.load()
        let storage = try Storage.open(settings, environment: environment, catalogue: catalogue) { error in
            logger.error("the audit log cannot be written", metadata: ["error": "\(error)"])
        }
        try storage.declare(connections, settings)
        if let socket = settings.adminSocketPath(environment: environment) {
            settings.listen =
                (settings.listen ?? (inherited.addresses.isEmpty ? settings.listenAddresses : [])) + [
                    .unix(path: socket)
                ]
        }
        let daemon = try Daemon(
            settings: settings, storage: storage, catalogue: catalogue, logger: logger, environment: environment,
            inherited: inherited)
        try await welcome(daemon, settings, logger)
        await daemon.run { await signals.first() }
        writer.flush()
    }

    /// The first start: on a terminal a server is made and its URL shown, anywhere else the log says how to get one.
    private func welcome(_ daemon: Daemon, _ settings: Settings, _ logger: Logger) async throws {
        let gateway = daemon.storage.registry.gateway
        guard let account = gateway.accounts.first else {
            logger.notice("no Wix site is connected yet: `wixmcpd account add` or the console at /console connects one")
            return
        }
        guard gateway.servers.isEmpty else { return }
        guard isatty(STDOUT_FILENO) != 0, gateway.accounts.count == 1 else {
            logger.notice(
                "no MCP server yet: `wixmcpd server create \(account.name) --name agent --methods read` makes one and prints its URL"
            )
            return
        }
        let server = try await daemon.storage.registry.mint(
            NewServer(name: ConnectionResolver.defaultName, configuration: .readOnly), accountID: account.id)
        let base = settings.publicURL ?? ClientSetup.baseURL(of: daemon.addresses)
        print(ClientSetup(baseURL: base, token: server.token).firstStartText)
        fflush(nil)
    }
}

extension Storage {
    /// Takes over what the configuration declares; an error names the line of the server that is at fault.
    func declare(_ connections: Connections, _ settings: Settings) throws(ConfigurationError) {
        do {
            try registry.declare(accounts: connections.accounts, servers: connections.servers)
        } catch {
            let draft = settings.servers.first { $0.name == error.server }
            throw ConfigurationError(draft?.origin ?? .standard, problem: error.description)
        }
    }
}
