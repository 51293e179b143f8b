import ArgumentParser
import Gateway
import JSON

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Makes API tokens: the second layer of servers that ask for one.",
        discussion: "A token is named by its name, its id, or the first eight or more characters of the id.",
        subcommands: [TokenCreate.self, TokenList.self, TokenRevoke.self])
}

struct TokenCreate: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes an API token and shows it, once.")
    @Argument(help: "The token's name.") var name: String
    @Option(
        name: .customLong("account"),
        help: ArgumentHelp(
            "An account whose servers it opens; repeatable. All accounts unless set.", valueName: "account"))
    var accounts: [String] = []
    @OptionGroup(title: "Expiry") var expiry: ExpiryOptions
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        var body: JSONObject = ["name": .string(name)]
        if !accounts.isEmpty {
            let known = try await session.accounts()
            let ids = try accounts.map { reference in
                try AdminReference.find(reference, among: known, kind: "account", listedBy: "wixmcpd account list")
                    .text("id")
            }
            body["integrated_account_ids"] = .array(ids.map { .string($0) })
        }
        body["expires_at"] = try expiry.moment(now: session.now()).map { .string($0.text) }
        let token = try await session.client.send(AdminRequest("POST", AdminPath.apiTokens, body: .object(body)))
        guard !session.wantsJSON else { return session.show(token) }
        session.say("The token \(token.text("name")) is shown now and never again:\n\n\(token.text("token"))\n")
        session.say("Clients send it as the field  Authorization: Bearer TOKEN")
    }
}

struct TokenList: AdminCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the API tokens.")
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let tokens = try await session.apiTokens()
        guard !session.wantsJSON else { return session.showList(tokens) }
        let isScoped = tokens.contains { $0["integrated_account_ids"]?.arrayValue != nil }
        let names = AdminSession.names(of: isScoped ? try await session.accounts() : [])
        session.showItems(
            tokens,
            [
                "NAME": { $0.text("name") },
                "ACCOUNTS": { token in
                    let ids = token["integrated_account_ids"]?.arrayValue?.compactMap(\.stringValue)
                    return ids?.map { names[$0] ?? $0 }.joined(separator: ", ") ?? "all"
                },
                "EXPIRES": session.relative("expires_at"), "LAST USED": session.relative("last_used_at"),
                "SINCE": session.relative("created_at"),
            ], nothing: "no API token; make one with `wixmcpd token create NAME`")
    }
}

struct TokenRevoke: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Ends an API token; it stops working at once.")
    @Argument(help: "The token.") var token: String
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let token = try await session.apiToken(token)
        try confirmation.confirm("Revoke \(token.text("name"))? It stops working at once.", session)
        try await session.client.send(AdminRequest("DELETE", AdminPath.apiToken(token.text("id"))))
        if !session.wantsJSON { session.say("revoked \(token.text("name"))") }
    }
}
