import ArgumentParser
import JSON

struct AccountUpdate: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Renames an account or gives it other credentials.",
        discussion: "Ids that are not named stay as they are; the API key or the app's secret is asked for again.")

    @Argument(help: "The account.") var account: String
    @Option(help: "The new name.") var name: String?
    @OptionGroup(title: "Credentials") var credentials: CredentialOptions
    @OptionGroup var admin: DaemonOptions

    func validate() throws {
        guard name != nil || !credentials.isEmpty else {
            throw ValidationError("there is nothing to change; say --name, or name other credentials")
        }
    }

    func run(_ session: AdminSession) async throws {
        let account = try await session.account(account)
        var change = JSONObject()
        change["name"] = name.map { .string($0) }
        if !credentials.isEmpty { change["credentials"] = try credentials.credentials(of: account, session) }
        let changed = try await session.client.send(
            AdminRequest("PATCH", AdminPath.account(account.text("id")), body: .object(change), isSlow: true))
        if session.wantsJSON { session.show(changed) } else { session.showAccount(changed) }
    }
}
