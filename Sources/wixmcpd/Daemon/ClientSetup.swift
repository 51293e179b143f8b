import HTTPServer
import JSON

/// What a person pastes into a client to use a server. Holds a token: shown once, on a terminal.
struct ClientSetup: Sendable {
    /// Without a trailing slash, e.g. `http://127.0.0.1:8787`.
    let baseURL: String
    let token: String

    init(baseURL: String, token: String) {
        self.baseURL = baseURL
        self.token = token
    }

    /// Of the MCP URL that the API answers; nil when it has another form.
    init?(mcpURL: String) {
        let parts = mcpURL.split(separator: "/mcp/", omittingEmptySubsequences: false)
        guard parts.count == 2, let base = parts.first, let token = parts.last, !token.isEmpty else { return nil }
        self.init(baseURL: String(base), token: String(token))
    }

    /// The URL at which a client on this machine reaches the first TCP address.
    static func baseURL(of addresses: [ListenAddress]) -> String {
        "http://" + (addresses.lazy.compactMap(\.localAuthority).first ?? "localhost")
    }

    var mcpURL: String { "\(baseURL)/mcp/\(token)" }
    var sseURL: String { "\(baseURL)/sse/\(token)" }

    /// A tool call that works as it stands in a shell.
    var curlLine: String {
        let body =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_wix_orders","arguments":{"limit":2}}}"#
        return "curl -s \(mcpURL) -H 'Content-Type: application/json' -d '\(body)'"
    }

    /// One `mcpServers` entry for Claude Desktop, which only starts commands.
    static func desktopEntry(
        command: String, _ arguments: [String], environment: KeyValuePairs<String, String> = [:]
    ) -> String {
        let list = arguments.map { JSONValue.string($0).text }.joined(separator: ", ")
        let variables = environment.map { "\(JSONValue.string($0.key).text): \(JSONValue.string($0.value).text)" }
        let ending = variables.isEmpty ? "" : #", "env": {\#(variables.joined(separator: ", "))}"#
        return
            #"{"mcpServers": {"wix": {"command": \#(JSONValue.string(command).text), "args": [\#(list)]\#(ending)}}}"#
    }

    var claudeCodeLine: String { "claude mcp add --transport http wix \(mcpURL)" }

    /// Lines for the clients that people use.
    var clients: String {
        """
        Claude Desktop (claude_desktop_config.json), one of:
          \(Self.desktopEntry(command: ProcessSetup.executablePath, ["bridge", mcpURL]))
          \(Self.desktopEntry(command: "npx", ["-y", "mcp-remote", mcpURL]))
          \(Self.desktopEntry(command: "mcp-proxy", [sseURL]))

        Claude Code:
          \(claudeCodeLine)
        """
    }

    /// The words `demo` starts with. `shop` is what the simulated site holds, a line each.
    func demoText(sandboxURL: String, shop: [String], adminToken: String) -> String {
        """
        wixmcpd \(Version.text) serves a simulated shop. Stop it with Ctrl-C.

        MCP URL   \(mcpURL)
        SSE URL   \(sseURL)
        On this machine \(baseURL)/mcp and /sse work without the token too.
        Console   \(baseURL)/console with the token \(adminToken)
        The simulated Wix is at \(sandboxURL):
          \(shop.joined(separator: "\n  "))

        Try it:
          \(curlLine)

        \(clients)

        Then ask:
          Which products have fewer than 5 in stock? Who bought them last month? Write each of them an Inbox message with 10 % off.
          Cancel tomorrow's unconfirmed bookings and send everybody else a reminder.
          Read my last five posts and draft an 800-word post in the same voice, tagged and in the right category.

        """
    }

    /// The words `serve` shows once when it made the token itself.
    var firstStartText: String {
        """
        This is the first start, so here is an MCP server that only reads. Its URL is shown now and never again;
        `wixmcpd server create` makes another, the console at \(baseURL)/console too.

        MCP URL   \(mcpURL)
        SSE URL   \(sseURL)

        \(clients)

        """
    }
}
