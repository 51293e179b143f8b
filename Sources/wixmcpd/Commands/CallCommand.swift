import ArgumentParser
import EventLoop
import Gateway
import Glibc
import HTTPClient
import HTTPServer
import JSON
import WixAPI
import WixCatalogue
import WixSandbox
import WixTools

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Runs one tool and prints its result.",
        discussion:
            "Exit code 0 when the tool succeeded, 1 when it answered an error; 64 for a wrong command line, 78 for a "
            + "wrong configuration."
    )

    @Argument(help: ArgumentHelp("The tool; `wixmcpd tools` lists them.", valueName: "tool"))
    var name: String

    @Argument(
        help: ArgumentHelp(
            "The arguments as a JSON object, or - to read them from standard input.", valueName: "json|-"))
    var arguments: String = "{}"

    @Option(help: "The account; may be left out when there is only one.")
    var account: String?

    @Flag(help: "Use a simulated site that exists for this call only.")
    var sandbox = false

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        let catalogue = try Catalogue.load()
        guard let tool = catalogue[name] else {
            let nearest = NameSuggestion.nearest(to: name, among: catalogue.tools.map(\.name))
            throw ValidationError(
                "there is no tool \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "; see `wixmcpd tools`"))
        }
        let arguments = try parsedArguments()
        if sandbox {
            let server = try SandboxServer(SandboxOptions(), listen: .tcp(host: "127.0.0.1", port: 0))
            let site = WixSite(
                credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID),
                endpoints: server.endpoints)
            let outcome = try await call(tool, arguments, on: site, catalogue)
            await server.stop()
            try finish(outcome)
        } else {
            try finish(try await call(tool, arguments, on: try connectedSite(), catalogue))
        }
    }

    private func parsedArguments() throws -> JSONObject {
        let text = arguments == "-" ? try FileReader().text(of: "/dev/stdin", maximumBytes: 16 << 20) : arguments
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text)
        } catch {
            throw ValidationError("the arguments are not JSON: \(error.reason) at byte \(error.offset)")
        }
        guard let object = value.objectValue else {
            throw ValidationError("the arguments must be a JSON object, such as '{\"limit\": 2}'")
        }
        return object
    }

    private func connectedSite() throws -> WixSite {
        let settings = try configuration.load().settings
        let accounts = try ConnectionResolver(settings: settings, environment: ProcessSetup.environment())
            .resolve().accounts
        let sites = SiteSettings(settings)
        guard let wanted = account else {
            guard accounts.count == 1 else {
                throw CommandFailure(
                    accounts.isEmpty
                        ? "no Wix site is connected: set WIX_API_KEY and WIX_SITE_ID, or use --sandbox"
                        : "name one of the accounts with --account: \(accounts.map(\.name).joined(separator: ", "))")
            }
            return sites.site(accounts[0].credential)
        }
        guard let account = accounts.first(where: { $0.name == wanted }) else {
            let nearest = NameSuggestion.nearest(to: wanted, among: accounts.map(\.name))
            throw CommandFailure("there is no account \(wanted)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
        }
        return sites.site(account.credential)
    }

    private func call(_ tool: Tool, _ arguments: JSONObject, on site: WixSite, _ catalogue: Catalogue) async throws
        -> ToolOutcome
    {
        let loops: EventLoopGroup
        do {
            loops = try EventLoopGroup(count: 1)
        } catch {
            throw CommandFailure("cannot make an event loop: \(error.words)")
        }
        let table = ToolRunnerTable(clients: loops.loops.map { HTTPClient(loop: $0) }, catalogue: catalogue)
        guard let runner = table.runner(on: loops.loops[0]) else { throw CommandFailure("cannot make a tool runner") }
        return await runner.call(tool, arguments: arguments, site: site, maximumResultCharacters: .max)
    }

    private func finish(_ outcome: ToolOutcome) throws {
        switch outcome {
        case .result(let result):
            LogWriter.writeAll(result.structured + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
            if result.isError { throw ExitCode(1) }
        case .rateLimited(let status, let wixRequestID):
            var error: JSONObject = [
                "status": 429, "retryable": true, "limit": .number(JSONNumber(status.limit)),
                "retryAfterSeconds": .number(JSONNumber(status.retryAfterSeconds ?? status.resetSeconds)),
            ]
            error["wixRequestId"] = wixRequestID.map { .string($0) }
            LogWriter.writeAll(
                JSONValue.object(["error": .object(error)]).bytes + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
            throw ExitCode(1)
        }
    }
}
