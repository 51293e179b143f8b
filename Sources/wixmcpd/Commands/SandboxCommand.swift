import ArgumentParser
import Glibc
import HTTPServer
import WixAPI
import WixSandbox

struct SandboxCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Runs the simulated Wix site alone.",
        discussion:
            "Point the daemon at it with wix.base_url and wix.oauth_url; the credentials are printed at the start.")

    @Option(name: .shortAndLong, help: ArgumentHelp("HOST:PORT or unix:PATH.", valueName: "address"))
    var listen: String = "127.0.0.1:8788"

    @OptionGroup var arguments: SandboxArguments

    func run() async throws {
        guard let address = ListenAddress(listen) else {
            throw ValidationError("--listen \(listen) is not an address: write HOST:PORT, [IPV6]:PORT or unix:PATH")
        }
        ProcessSetup.raiseDescriptorLimit()
        let signals = ShutdownSignals()
        let server = try SandboxServer(arguments.options(), listen: address, loops: ProcessSetup.coreCount)
        print(
            """
            Wix sandbox on \(server.endpoints.baseURL)

              WIXMCPD_WIX_BASE_URL=\(server.endpoints.baseURL)
              WIXMCPD_WIX_OAUTH_URL=\(server.endpoints.oauthURL)
              WIX_API_KEY=\(Sandbox.apiKey)
              WIX_SITE_ID=\(Sandbox.siteID)
              WIX_ACCOUNT_ID=\(Sandbox.accountID)

              \(server.summary.joined(separator: "\n  "))

            """)
        fflush(nil)
        _ = await signals.first()
        await server.stop()
    }
}

extension SandboxArguments {
    /// The options, checked.
    func options() throws -> SandboxOptions {
        guard let version = SandboxOptions.CatalogVersion(rawValue: catalog) else {
            throw ValidationError("--catalog \(catalog) is neither v1 nor v3")
        }
        guard (0...1_000_000).contains(quota) else { throw ValidationError("--quota \(quota) is not 0 to 1000000") }
        guard (0...600_000).contains(latency) else {
            throw ValidationError("--latency \(latency) is not 0 to 600000 milliseconds")
        }
        var options = SandboxOptions()
        options.seed = seed
        options.requestsPerMinute = quota
        options.catalog = version
        options.latency = .milliseconds(latency)
        options.faults = fault
        if let problem = options.faultProblem { throw ValidationError("--fault: \(problem)") }
        return options
    }
}
