import ArgumentParser
import JSON

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Connects Wix sites and looks after them.",
        discussion: "An account is named by its name, its id, or the first eight or more characters of the id.",
        subcommands: [
            AccountAdd.self, AccountList.self, AccountShow.self, AccountTest.self, AccountUpdate.self,
            AccountRemove.self,
        ])
}

struct AccountList: AdminCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the connected sites.")
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let accounts = try await session.accounts()
        guard !session.wantsJSON else { return session.showList(accounts) }
        session.showItems(
            accounts,
            [
                "NAME": { $0.text("name") }, "TYPE": { $0.text("type") }, "SITE": { $0.siteText },
                "STATE": { $0.text("state") }, "SERVERS": { $0.cell("mcp_count") },
                "MANAGED BY": { $0.text("managed_by") }, "SINCE": session.relative("created_at"),
            ], nothing: "no site is connected; connect one with `wixmcpd account add NAME --site-id ID`")
    }
}

struct AccountShow: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one account with its quota and its servers.")
    @Argument(help: "The account.") var account: String
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let account = try await session.account(account)
        guard !session.wantsJSON else { return session.show(account) }
        let path = AdminPath.account(account.text("id"))
        let quota = try await session.client.send(AdminRequest("\(path)/quota"))
        session.showAccount(account, quota: quota)
        let servers = try await session.client.list(AdminPath.servers(of: account.text("id")))
        session.say("")
        session.showServers(servers, accounts: [account], nothing: "no MCP server")
    }
}

struct AccountTest: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Says what works on a site and what is missing.",
        discussion:
            "Exit code 0 when the account works, 1 otherwise. An account that needed attention and works again is "
            + "active from here on.")
    @Argument(help: "The account.") var account: String
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let account = try await session.account(account)
        guard try await session.test(account) else { throw ExitCode.failure }
    }
}

struct AccountRemove: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Disconnects a site; its MCP servers end at once.")
    @Argument(help: "The account.") var account: String
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var admin: DaemonOptions

    func run(_ session: AdminSession) async throws {
        let account = try await session.account(account)
        let name = account.text("name")
        let count = account["mcp_count"]?.intValue ?? 0
        try confirmation.confirm(
            "Disconnect \(name)? \(count == 1 ? "Its MCP server stops" : "Its \(count) MCP servers stop") at once.",
            session)
        try await session.client.send(AdminRequest("DELETE", AdminPath.account(account.text("id"))))
        if !session.wantsJSON { session.say("disconnected \(name)") }
    }
}

extension JSONValue {
    /// What an account is bound to: the site, the app's instance or the whole Wix account.
    fileprivate var siteText: String {
        ["site_id", "instance_id", "account_id"].lazy.map { text($0) }.first { !$0.isEmpty } ?? ""
    }
}

extension AdminSession {
    func showAccount(_ account: JSONValue, quota: JSONValue? = nil) {
        let ids = ["site_id", "account_id", "app_id", "instance_id"].map { ($0.replacingUnderscores, account.text($0)) }
        let allowance = quota.map { quota in
            "\(quota.cell("remaining")) of \(quota.cell("limit")) requests a minute left"
                + (quota["enforced"]?.boolValue == true ? ", refused beyond" : "")
        }
        showDetails(
            [("id", account.text("id")), ("name", account.text("name")), ("type", account.text("type"))] + ids + [
                ("state", account.text("state")), ("because", account.text("state_reason")),
                ("managed by", account.text("managed_by")), ("servers", account.cell("mcp_count")),
                ("quota", allowance ?? ""), ("connected", TimeText.full(account.text("created_at"), to: now())),
                ("changed", TimeText.full(account.text("updated_at"), to: now())),
            ])
    }

    /// Tests an account, shows the findings, and answers whether all is well.
    func test(_ account: JSONValue) async throws -> Bool {
        let path = "\(AdminPath.account(account.text("id")))/test"
        let report = try await client.send(AdminRequest("POST", path, isSlow: true))
        let isWell = report["ok"]?.boolValue ?? false
        guard !wantsJSON else {
            show(report)
            return isWell
        }
        for check in report["checks"]?.arrayValue ?? [] {
            let mark = check["ok"]?.boolValue == true ? "ok  " : "FAIL"
            say("\(mark) \(check.text("name")): \(check.text("message"))")
        }
        if let now = report["account"], now.text("state") == "needs_reauth" {
            say("the account needs attention: \(now.text("state_reason"))")
        }
        return isWell
    }
}

extension String {
    /// `site_id` as a label: `site id`.
    fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
