import Gateway
import JSON

extension AdminSession {
    /// The account that is named, or the only one.
    func onlyAccount(_ reference: String?) async throws -> JSONValue {
        try AdminReference.only(reference, among: try await accounts())
    }

    func showServers(_ servers: [JSONValue], accounts: [JSONValue], nothing: String) {
        let names = Self.names(of: accounts)
        showItems(
            servers,
            [
                "NAME": { $0.text("name") },
                "ACCOUNT": { names[$0.text("integrated_account_id")] ?? $0.text("integrated_account_id") },
                "TOOLS": { $0.cell("tool_count") }, "RIGHTS": { $0.rights }, "EXPIRES": relative("expires_at"),
                "MANAGED BY": { $0.text("managed_by") }, "SINCE": relative("created_at"),
            ], nothing: nothing)
    }

    /// The names of accounts by their ids.
    static func names(of accounts: [JSONValue]) -> [String: String] {
        Dictionary(accounts.map { ($0.text("id"), $0.text("name")) }) { first, _ in first }
    }

    func showServer(_ server: JSONValue) {
        let config = server["config"] ?? .null
        let rate = config["calls_per_minute"]?.intValue ?? ServerConfiguration.defaultCallsPerMinute
        showDetails([
            ("id", server.text("id")), ("name", server.text("name")),
            ("account", server.text("integrated_account_id")), ("managed by", server.text("managed_by")),
            ("tools", "\(server.cell("tool_count")), \(server.rights)"), ("methods", config.cell("methods")),
            ("tags", config.cell("tags")), ("only tools", config.cell("tools")),
            ("without", config.cell("exclude_tools")), ("exposure", config.cell("exposure")),
            ("API token", config["require_api_token_auth"]?.boolValue == true ? "required" : ""),
            ("calls a minute", rate == 0 ? "no limit" : String(rate)), ("at a time", config.cell("max_concurrent")),
            ("result characters", config.cell("max_result_chars")),
            ("expires", TimeText.full(server.text("expires_at"), to: now())),
            ("created", TimeText.full(server.text("created_at"), to: now())),
            ("changed", TimeText.full(server.text("updated_at"), to: now())),
        ])
    }

    /// A server that was just minted or rotated: the only time that its URL is seen.
    func showMinted(_ server: JSONValue) {
        let rights = "\(server.cell("tool_count")) tools, \(server.rights)"
        let end = server.text("expires_at")
        say("\(server.text("name")) (\(server.text("id"))): \(rights)")
        if !end.isEmpty { say("It ends \(TimeText.full(end, to: now())).") }
        let needsToken = server["config"]?["require_api_token_auth"]?.boolValue ?? false
        say(MintedServerText(url: server.text("url"), sseURL: server.text("sse_url"), needsAPIToken: needsToken).text)
    }
}

extension JSONValue {
    fileprivate var rights: String { self["read_only"]?.boolValue == true ? "reads only" : "reads and changes" }
}

/// What a person pastes into a client to use a minted server.
struct MintedServerText: Sendable {
    let url: String
    let sseURL: String
    let needsAPIToken: Bool

    private static let variable = "WIXMCPD_API_TOKEN"

    var text: String {
        let setup = ClientSetup(mcpURL: url)
        guard needsAPIToken else {
            return """

                The URL is shown now and never again; whoever has it may use the server.

                MCP URL   \(url)
                SSE URL   \(sseURL)

                \(setup?.clients ?? "")
                """
        }
        let field = "Authorization: Bearer ${\(Self.variable)}"
        let desktop = ClientSetup.desktopEntry(
            command: ProcessSetup.executablePath, ["bridge", url, "--header", field],
            environment: [Self.variable: "API TOKEN"])
        return """

            The URL is shown now and never again. Clients must also send an API token; `wixmcpd token create NAME` makes one.

            MCP URL   \(url)
            SSE URL   \(sseURL)

            Claude Desktop (claude_desktop_config.json):
              \(desktop)

            Claude Code:
              claude mcp add --transport http wix \(url) --header "\(field)"
            """
    }
}
