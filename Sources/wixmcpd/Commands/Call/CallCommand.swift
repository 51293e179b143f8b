import ArgumentParser
import Gateway
import Glibc
import JSON
import WixCatalogue

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Runs one tool and prints its result.",
        discussion: """
            The daemon makes the call, through a server of its own that exists for it alone; the audit log shows it. Where no \
            daemon runs, the accounts of the store and of the configuration are used, and the call is written into the store's \
            audit log.

            Exit code 0 when the tool succeeded, 1 when it answered an error, which is then on standard error in words, or with \
            --json on standard output; 64 for a wrong command line, 69 when no daemon is where one was named, 78 for a wrong \
            configuration, 130 after Ctrl-C.
            """
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

    @OptionGroup var admin: DaemonOptions

    func validate() throws {
        guard !sandbox || (admin.url == nil && admin.socket == nil && account == nil) else {
            throw ValidationError("--sandbox excludes --account, --url and --socket")
        }
    }

    func run() async throws {
        let catalogue = try Catalogue.load()
        guard let tool = catalogue[name] else {
            let nearest = NameSuggestion.nearest(to: name, among: catalogue.tools.map(\.name))
            throw ValidationError(
                "there is no tool \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "; see `wixmcpd tools`"))
        }
        let call = WantedCall(tool: tool, arguments: try parsedArguments(), account: account)
        // From here on Ctrl-C must not leave anything behind; while the arguments were read it could just end the command.
        ProcessSetup.prepareSignals()
        let signals = ShutdownSignals()
        try finish(try await answer(call, catalogue, signals))
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

    private func answer(_ call: WantedCall, _ catalogue: Catalogue, _ signals: ShutdownSignals) async throws
        -> CallAnswer
    {
        if sandbox { return try await LocalCall.inSandbox(call, catalogue, signals) }
        let session = try admin.session()
        let account: JSONValue
        do {
            account = try await session.onlyAccount(call.account)
        } catch let error as AdminError where error.meansNoDaemon && !admin.namesDaemon(session.environment) {
            let local = LocalCall(call: call, catalogue: catalogue, environment: session.environment)
            return try await local.run(try admin.configuration.load().settings, signals)
        }
        return try await DaemonCall(session: session, call: call, account: account).run(signals)
    }

    private func finish(_ answer: CallAnswer) throws {
        if answer.error == nil || admin.json {
            LogWriter.writeAll(answer.json + [UInt8(ascii: "\n")], to: STDOUT_FILENO)
        }
        guard let error = answer.error else { return }
        guard !admin.json else { throw ExitCode.failure }
        throw CommandFailure(error)
    }
}

/// What is to be called.
struct WantedCall: Sendable {
    let tool: Tool
    let arguments: JSONObject
    /// A name, an id or the beginning of one; nil for the only account.
    let account: String?

    /// What people and the audit log know the server of the call by.
    static let serverName = "wixmcpd call"

    /// A server that can do this and nothing else. Nobody waits in front of a context window: the answer may be long.
    var configuration: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.tools = [tool.name]
        configuration.callsPerMinute = 0
        configuration.maximumResultCharacters = ServerConfiguration.resultCharactersRange.upperBound
        return configuration
    }
}

/// What became of a call.
struct CallAnswer: Sendable {
    let json: [UInt8]
    /// The error in words; nil when the tool succeeded.
    let error: String?

    /// A tool's answer.
    init(json: [UInt8], isError: Bool) {
        func text(_ path: String...) -> String? {
            JSONBytes.range(of: path, in: json).flatMap { JSONBytes.string(at: $0, in: json) }
        }
        self.json = json
        error =
            isError
            ? [text("message") ?? "the tool answered an error", text("error", "hint")].compactMap(\.self)
                .joined(separator: " ") : nil
    }

    /// A refusal: no tool answered.
    init(refusal message: String, _ details: JSONObject) {
        var error = details
        error["message"] = .string(message)
        json = JSONValue.object(["message": .string(message), "error": .object(error)]).bytes
        self.error = message
    }
}

extension ShutdownSignals {
    /// Does the work; when a signal comes first, cancels it, waits for its end and throws.
    func interrupting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask { throw Interruption(signal: await self.first()) }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}

/// A signal ended the work.
struct Interruption: Error {
    let signal: CInt

    /// Says so, and what is not known; ends the command as a shell expects it.
    func exit(_ call: WantedCall) -> ExitCode {
        let words =
            call.tool.effect == .read
            ? "interrupted" : "interrupted; the change may have been made: see `wixmcpd audit list`"
        LogWriter.writeAll(Array("wixmcpd: \(words)\n".utf8), to: STDERR_FILENO)
        return ExitCode(128 + signal)
    }
}
