import ArgumentParser
import JSON

struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "Mints MCP server URLs and takes them back.",
        discussion: "A server is named by its name, its id, or the first eight or more characters of the id.",
        subcommands: [
            ServerCreate.self, ServerList.self, ServerShow.self, ServerUpdate.self, ServerRotate.self,
            ServerRevoke.self,
        ])
}

struct ServerList: AdminCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the MCP servers.")
    @Argument(help: "Only those of this account.") var account: String?
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        var accounts: [JSONValue] = []
        var path = AdminPath.servers
        if let account {
            accounts = [try await session.account(account)]
            path = AdminPath.servers(of: accounts[0].text("id"))
        }
        let servers = try await session.client.list(path)
        guard !session.wantsJSON else { return session.showList(servers) }
        if accounts.isEmpty { accounts = try await session.accounts() }
        session.showServers(
            servers, accounts: accounts,
            nothing: "no MCP server; mint one with `wixmcpd server create ACCOUNT --name NAME --methods read`")
    }
}

struct ServerShow: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one MCP server. Its token is not kept and cannot be shown.")
    @Argument(help: "The server.") var server: String
    @Flag(help: "List its tools too.") var tools = false
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let server = try await session.server(server)
        guard !session.wantsJSON else { return session.show(server) }
        session.showServer(server)
        guard tools else { return }
        let config = server["config"]?.objectValue ?? JSONObject()
        let filters = ["methods", "tags", "tools", "exclude_tools", "exposure"].map { key in
            (name: key, value: config[key].flatMap(\.filterText))
        }
        let path = "\(AdminPath.account(server.text("integrated_account_id")))/tools"
        let list = try await session.client.send(AdminRequest(path, query: filters))["result"]?.arrayValue ?? []
        session.say("")
        session.showTable(
            ["TOOL", "EFFECT", "TOKENS", "TITLE"],
            list.map { tool in
                let mark = tool["tokens_estimated"]?.boolValue == true ? "~" : ""
                return [tool.text("name"), tool.text("effect"), mark + tool.cell("tokens"), tool.text("title")]
            }, nothing: "no tool")
    }
}

struct ServerRotate: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Gives an MCP server a new URL.",
        discussion: "With --overlap the URL before works for that long beside the new one.")
    @Argument(help: "The server.") var server: String
    @Option(help: ArgumentHelp("How long the URL before still works, up to 24h.", valueName: "duration"))
    var overlap: String?
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var admin: DaemonOptions

    func validate() throws { _ = try overlapSeconds() }

    func run(_ session: AdminSession) async throws {
        let server = try await session.server(server)
        let seconds = try overlapSeconds()
        if seconds == 0 {
            try confirmation.confirm("Rotate \(server.text("name"))? The URL before stops working at once.", session)
        }
        let minted = try await session.client.send(
            AdminRequest(
                "POST", "\(server.serverPath)/rotate", body: ["overlap_seconds": .number(JSONNumber(seconds))]))
        if session.wantsJSON { session.show(minted) } else { session.showMinted(minted) }
    }

    private func overlapSeconds() throws -> Int {
        guard let overlap else { return 0 }
        guard let duration = DurationText.parse(overlap), (.zero ... .seconds(86_400)).contains(duration) else {
            throw ValidationError("--overlap \(overlap) is not a duration up to 24h, such as 10m or 1h")
        }
        return Int(clamping: duration.components.seconds)
    }
}

struct ServerRevoke: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Ends an MCP server; its URL stops working at once.")
    @Argument(help: "The server.") var server: String
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let server = try await session.server(server)
        try confirmation.confirm("Revoke \(server.text("name"))? Its URL stops working at once.", session)
        try await session.client.send(AdminRequest("DELETE", server.serverPath))
        if !session.wantsJSON { session.say("revoked \(server.text("name"))") }
    }
}

extension JSONValue {
    /// A filter as the query of the tools list takes it: items separated by commas.
    fileprivate var filterText: String? {
        stringValue ?? arrayValue.map { $0.compactMap(\.stringValue).joined(separator: ",") }
    }
}
