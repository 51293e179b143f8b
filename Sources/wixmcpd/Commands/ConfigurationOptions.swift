import ArgumentParser

/// The options of every command that reads the configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The YAML file (else $WIXMCPD_CONFIG, else \(ConfigurationLoader.standardPath) if it is there).",
            valueName: "file"))
    var config: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Set any key of the configuration; repeatable. `check-config --keys` lists them.", valueName: "key=value"))
    var assignments: [String] = []

    /// Reads and merges everything; `more` are the command's own flags.
    func load(_ more: [ConfigurationFlag] = []) throws -> LoadedConfiguration {
        let environment = ProcessSetup.environment()
        var flags: [ConfigurationFlag] = []
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "=") else {
                throw ValidationError("--set \(assignment) has no =; write --set key=value")
            }
            let key = String(assignment[..<equals])
            let values = assignment[assignment.index(after: equals)...].split(separator: ",").map { $0.trimmed }
            let takesList = ConfigurationTables.settings[key]?.takesList ?? false
            let whole = String(assignment[assignment.index(after: equals)...])
            flags.append(ConfigurationFlag(key: key, values: takesList ? values : [whole], flag: "--set"))
        }
        let loader = ConfigurationLoader(
            flags: flags + more, environment: environment, path: config, files: FileReader(environment: environment))
        return try loader.load()
    }
}

/// Where to listen and how to log: for the commands that run.
struct RunOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "HOST:PORT, [IPV6]:PORT or unix:PATH; repeatable. Port 0 takes a free one.", valueName: "address"))
    var listen: [String] = []

    @Option(help: "Event loops; 0 means one for each core.")
    var loops: Int?

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?

    @Option(help: "text or json.")
    var logFormat: String?

    var flags: [ConfigurationFlag] {
        var flags: [ConfigurationFlag] = []
        if !listen.isEmpty { flags.append(ConfigurationFlag(key: "listen", values: listen, flag: "--listen")) }
        if let loops { flags.append(ConfigurationFlag(key: "loops", values: [String(loops)], flag: "--loops")) }
        if let logLevel { flags.append(ConfigurationFlag(key: "log.level", values: [logLevel], flag: "--log-level")) }
        if let logFormat {
            flags.append(ConfigurationFlag(key: "log.format", values: [logFormat], flag: "--log-format"))
        }
        return flags
    }
}

/// What the simulated site is like.
struct SandboxArguments: ParsableArguments {
    @Option(help: "Seed of the shop's data.")
    var seed: UInt64 = 1

    @Option(help: "Requests a minute and site before Wix's 429; 0 means no limit.")
    var quota: Int = 200

    @Option(help: "v1 or v3: the store's catalogue version.")
    var catalog: String = "v3"

    @Option(help: "Milliseconds before each answer.")
    var latency: Int = 0

    @Option(
        help: ArgumentHelp(
            "Faults to inject, such as `status=500,rate=0.1,path=/ecom`; several separated by `;`.", valueName: "spec"))
    var fault: String = ""
}
