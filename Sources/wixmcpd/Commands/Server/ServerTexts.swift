import Gateway
import JSON

extension AdminSession {
    /// The account that is named, or the only one.
    func onlyAccount(_ reference: String?) async throws -> JSONValue {
        if let reference { return try await account(reference) }
        let accounts = try await accounts()
        guard let only = accounts.first, accounts.count == 1 else {
            throw CommandFailure(
                accounts.isEmpty
                    ? "no site is connected; connect one with `wixmcpd account add NAME --site-id ID`"
                    : "name one of the accounts: \(accounts.map { $0.text("name") }.joined(separator: ", "))")
        }
        return only
    }

    func showServers(_ servers: [JSONValue], accounts: [JSONValue], nothing: String) {
        let names = Dictionary(accounts.map { ($0.text("id"), $0.text("name")) }) { first, _ in first }
        let ids = AdminReference.shortened(servers.map { $0.text("id") })
        showTable(
            ["ID", "NAME", "ACCOUNT", "TOOLS", "RIGHTS", "EXPIRES", "MANAGED BY", "SINCE"],
            zip(ids, servers).map { id, server in
                let account = server.text("integrated_account_id")
                return [
                    id, server.text("name"), names[account] ?? account, server.cell("tool_count"), server.rights,
                    TimeText.relative(server.text("expires_at"), to: now()), server.text("managed_by"),
                    TimeText.relative(server.text("created_at"), to: now()),
                ]
            }, nothing: nothing)
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
