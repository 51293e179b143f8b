import ArgumentParser
import JSON

struct AccountAdd: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Connects a Wix site, or the sites of a Wix account.",
        discussion: """
            The API key comes from --api-key-file, --api-key-stdin, WIX_API_KEY (with WIX_SITE_ID and WIX_ACCOUNT_ID), or is asked \
            for on a terminal. With --all-sites the sites that the key sees are listed, and those chosen are connected, each as an \
            account of its own named after the site; NAME is put in front of these names.
            """)

    @Argument(help: "The name of the account.") var name: String?
    @OptionGroup(title: "Credentials") var credentials: CredentialOptions

    @Flag(help: "List the sites that an account-level API key sees, and connect those chosen.")
    var allSites = false

    @Option(
        help: ArgumentHelp(
            "With --all-sites: the sites to connect, by id or name, separated by commas.", valueName: "site,.."))
    var sites: String?

    @Flag(help: "Do not test the account after connecting it.")
    var noTest = false

    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var admin: DaemonOptions

    func validate() throws {
        guard name != nil || allSites else { throw ValidationError("Missing expected argument '<name>'") }
        guard sites == nil || allSites else { throw ValidationError("--sites goes with --all-sites") }
    }

    func run(_ session: AdminSession) async throws {
        guard !allSites else { return try await addSites(session) }
        let account = try await session.connect(name ?? "", try credentials.credentials(session))
        guard !session.wantsJSON else { return session.show(account) }
        session.say("connected \(account.text("name")) (\(account.text("id")))")
        if !noTest, try await !session.test(account) {
            throw CommandFailure(
                "the account is connected but does not work yet; put that right and run `wixmcpd account test "
                    + "\(account.text("name"))`")
        }
        session.say("mint a server for it: wixmcpd server create \(account.text("name")) --name NAME --methods read")
    }

    private func addSites(_ session: AdminSession) async throws {
        let credentials = try credentials.accountCredentials(session)
        let answer = try await session.client.send(
            AdminRequest("POST", AdminPath.sites, body: ["credentials": credentials], isSlow: true))
        let found = (answer["result"]?.arrayValue ?? []).map { WixSiteChoice($0) }
        guard !found.isEmpty else { throw CommandFailure("the API key sees no site") }
        let chosen = try choose(among: found, session)
        var taken = Set(try await session.accounts().map { $0.text("name") })
        var connected: [JSONValue] = []
        for site in chosen {
            let accountName = site.accountName(prefix: name, avoiding: taken)
            taken.insert(accountName)
            var ofSite = credentials
            ofSite["site_id"] = .string(site.id)
            let account = try await session.connect(accountName, ofSite)
            connected.append(account)
            if !session.wantsJSON { session.say("connected \(account.text("name")) (\(account.text("id")))") }
        }
        if session.wantsJSON { session.showList(connected) }
    }

    private func choose(among found: [WixSiteChoice], _ session: AdminSession) throws -> [WixSiteChoice] {
        let open = found.filter { $0.connectedAs.isEmpty }
        if let sites { return try WixSiteChoice.choose(sites, among: found) }
        if !session.wantsJSON || session.terminal.isInteractive { showSites(found, session) }
        guard !open.isEmpty else { throw CommandFailure("all of these sites are connected already") }
        if confirmation.yes { return open }
        guard session.terminal.isInteractive else {
            throw ValidationError("there is no terminal to ask on; name the sites with --sites, or say --yes for all")
        }
        let answer = session.terminal.ask("Which sites? Numbers separated by commas, or `all`: ") ?? ""
        guard !answer[...].trimmed.isEmpty else { throw CommandFailure("nothing was changed") }
        return answer[...].trimmed == "all" ? open : try WixSiteChoice.choose(answer, among: found)
    }

    private func showSites(_ found: [WixSiteChoice], _ session: AdminSession) {
        session.showTable(
            ["NO", "SITE", "NAME", "URL", "PUBLISHED", "CONNECTED AS"],
            found.enumerated().map { index, site in
                [String(index + 1), site.id, site.name, site.url, site.isPublished ? "yes" : "no", site.connectedAs]
            }, nothing: "")
    }
}

extension AdminSession {
    /// Connects a site under a name.
    func connect(_ name: String, _ credentials: JSONValue) async throws -> JSONValue {
        let body: JSONValue = ["name": .string(name), "credentials": credentials]
        return try await client.send(AdminRequest("POST", AdminPath.accounts, body: body, isSlow: true))
    }
}
