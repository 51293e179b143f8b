import ArgumentParser
import EventLoop
import Glibc

struct BridgeCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "bridge", abstract: "Connects a client that starts commands (Claude Desktop) with an MCP URL.",
        discussion: """
            Reads JSON-RPC from standard input, a message a line, and writes the answers to standard output. Speaks Streamable \
            HTTP, falls back to HTTP+SSE, and ends with its client.
            """)

    @Argument(help: ArgumentHelp("The MCP URL, http or https.", valueName: "url"))
    var url: String

    @Option(
        name: [.customLong("header"), .customShort("H")],
        help: ArgumentHelp(
            "A field sent with every request; repeatable. ${NAME} is replaced from the environment.",
            valueName: "name: value"))
    var headers: [String] = []

    func run() async throws {
        guard let target = WebURL(url) else { throw ValidationError("\(url) is not an http or https URL") }
        let environment = ProcessSetup.environment()
        let fields = try headers.map { text in
            guard let field = BridgeField(text, environment: environment) else {
                throw ValidationError(
                    "--header \(text.prefix { $0 != ":" }) is not a field; write --header 'Name: value'")
            }
            return (field.name, field.value)
        }
        let signals = ShutdownSignals()
        let words = LogWriter()
        let (exits, exit) = AsyncStream<Void>.makeStream()
        let loop: EventLoop
        do {
            loop = try EventLoop()
        } catch {
            throw CommandFailure("cannot make an event loop: \(error.words)")
        }
        let runner = BridgeRunner(
            session: BridgeSession(url: target, fields: fields), loop: loop, output: STDOUT_FILENO, words: words
        ) { exit.finish() }
        LineReader(descriptor: STDIN_FILENO).start { event, taken in
            switch event {
            case .line(let bytes): runner.submit(.line(bytes), done: taken)
            // No message is empty, so this one is answered as the parse error that it is.
            case .overlong: runner.submit(.line(Array("?".utf8)), done: taken)
            case .end: runner.submit(.inputEnded, done: taken)
            }
        }
        let stopper = Task {
            _ = await signals.first()
            runner.submit(.stop)
        }
        for await _ in exits {}
        stopper.cancel()
        words.flush()
    }
}

/// A field given on the command line.
struct BridgeField: Sendable, Equatable {
    let name: String
    let value: String

    /// Reads `Name: value` or `Name:value`; nil when the name is no token or the value holds control characters.
    init?(_ text: String, environment: [String: String]) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        name = text[..<colon].trimmed
        let isToken = name.utf8.allSatisfy { $0.isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        guard !name.isEmpty, isToken else { return nil }
        var value = ""
        var rest = text[text.index(after: colon)...].trimmed[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            value += rest[..<start.lowerBound]
            value += environment[String(rest[start.upperBound..<end])] ?? ""
            rest = rest[rest.index(after: end)...]
        }
        self.value = value + rest
        guard self.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    }
}
