import ArgumentParser
import Gateway
import JSON

struct ServerCreate: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Mints an MCP server and shows its URL, once.",
        discussion: """
            Whoever has the URL may do what the server may do. Without --methods, --tags and --tools a server offers the everyday \
            tools, those that change the site included; --methods read leaves those that only read.
            """)

    @Argument(help: "The account; may be left out when there is only one.") var account: String?
    @Option(help: "The server's name.") var name: String
    @OptionGroup(title: "Rights and limits") var options: ServerOptions
    @OptionGroup(title: "Expiry") var expiry: ExpiryOptions
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let account = try await session.onlyAccount(account)
        var body: JSONObject = ["name": .string(name), "config": .object(options.members)]
        body["expires_at"] = try expiry.moment(now: session.now()).map { .string($0.text) }
        let path = AdminPath.servers(of: account.text("id"))
        let minted = try await session.client.send(AdminRequest("POST", path, body: .object(body)))
        if session.wantsJSON { session.show(minted) } else { session.showMinted(minted) }
    }
}

struct ServerUpdate: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Changes what an MCP server may do, its name or its expiry.",
        discussion:
            "What is not named stays as it is. Connected clients learn of changed tools; the URL stays the same.")

    @Argument(help: "The server.") var server: String
    @Option(help: "The new name.") var name: String?
    @OptionGroup(title: "Rights and limits") var options: ServerOptions
    @Option(
        help: ArgumentHelp(
            "Set a key back to its default; repeatable. \(ServerConfiguration.fields.joined(separator: ", "))",
            valueName: "key"
        ))
    var reset: [String] = []
    @OptionGroup(title: "Expiry") var expiry: ExpiryOptions
    @Flag(help: "Let the server live until it is revoked.") var noExpiry = false
    @OptionGroup var admin: DaemonOptions

    func validate() throws {
        for key in reset where !ServerConfiguration.fields.contains(key) {
            let nearest = NameSuggestion.nearest(to: key, among: ServerConfiguration.fields)
            throw ValidationError("--reset \(key) is no key" + (nearest.map { "; did you mean \($0)?" } ?? ""))
        }
        let hasExpiry = expiry.expiresIn != nil || expiry.expiresAt != nil
        guard !(noExpiry && hasExpiry) else {
            throw ValidationError("--no-expiry excludes --expires-in and --expires-at")
        }
        guard name != nil || !options.members.isEmpty || !reset.isEmpty || hasExpiry || noExpiry else {
            throw ValidationError("there is nothing to change; see `wixmcpd server update --help`")
        }
    }

    func run(_ session: AdminSession) async throws {
        let server = try await session.server(server)
        var change = JSONObject()
        change["name"] = name.map { .string($0) }
        change["config"] = configuration
        change["expires_at"] = try noExpiry ? .null : expiry.moment(now: session.now()).map { .string($0.text) }
        let changed = try await session.client.send(AdminRequest("PATCH", server.serverPath, body: .object(change)))
        if session.wantsJSON { session.show(changed) } else { session.showServer(changed) }
    }

    /// The members that change; null is what takes a member back to its default. Nil when all stay as they are.
    private var configuration: JSONValue? {
        var members = options.members
        for key in reset { members[key] = .null }
        return members.isEmpty ? nil : .object(members)
    }
}
