import ArgumentParser

/// The options of every command that speaks with a daemon.
struct DaemonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The daemon's URL (else $WIXMCPD_URL, else what the configuration says).", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The daemon's Unix socket.", valueName: "path"))
    var socket: String?

    @Option(
        help: ArgumentHelp(
            "A file that holds the admin token (else $WIXMCPD_ADMIN_TOKEN, $WIXMCPD_ADMIN_TOKEN_FILE, the configuration, "
                + "the state directory). Over the Unix socket root needs none.", valueName: "file"))
    var adminTokenFile: String?

    @Flag(help: "Print the API's JSON.")
    var json = false

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        guard url == nil || socket == nil else { throw ValidationError("--url and --socket exclude each other") }
    }

    /// The client and the surroundings of one command.
    func session() throws -> AdminSession {
        let environment = ProcessSetup.environment()
        let discovery = AdminDiscovery(
            url: url, socketPath: socket, tokenFile: adminTokenFile, environment: environment,
            files: FileReader(environment: environment))
        let targets = try discovery.targets { try configuration.load().settings }
        return AdminSession(client: try AdminClient(targets: targets), environment: environment, wantsJSON: json)
    }
}

/// A command that does its work through the admin API.
protocol AdminCommand: AsyncParsableCommand {
    var admin: DaemonOptions { get }
    func run(_ session: AdminSession) async throws
}

extension AdminCommand {
    func run() async throws { try await run(try admin.session()) }
}

/// `--yes`: for commands that end something which others may be using.
struct ConfirmationOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    /// Returns when the person agrees; throws otherwise. Where nobody can be asked, `--yes` must be there.
    func confirm(_ question: String, _ session: AdminSession) throws {
        guard !yes else { return }
        guard session.terminal.isInteractive else {
            throw ValidationError("there is no terminal to ask on; say --yes")
        }
        let answer = session.terminal.ask("\(question) [y/N] ")?.lowercased()
        guard answer == "y" || answer == "yes" else { throw CommandFailure("nothing was changed") }
    }
}
