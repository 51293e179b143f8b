import ArgumentParser
import JSON

/// The credentials of a Wix site: an API key, or an app's secret. Secrets are named, never given: what stands on a
/// command line is seen by every user of the machine.
struct CredentialOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A file with the Wix API key.", valueName: "file"))
    var apiKeyFile: String?

    @Flag(help: "Read the Wix API key from standard input.")
    var apiKeyStdin = false

    @Option(help: ArgumentHelp("The site that the key is used for.", valueName: "id"))
    var siteID: String?

    @Option(help: ArgumentHelp("The Wix account that the key belongs to.", valueName: "id"))
    var accountID: String?

    @Option(help: ArgumentHelp("A Wix app, in place of an API key.", valueName: "id"))
    var appID: String?

    @Option(help: ArgumentHelp("A file with the app's secret.", valueName: "file"))
    var appSecretFile: String?

    @Flag(help: "Read the app's secret from standard input.")
    var appSecretStdin = false

    @Option(help: ArgumentHelp("The app's instance on the site.", valueName: "id"))
    var instanceID: String?

    func validate() throws {
        guard !(apiKeyStdin && apiKeyFile != nil) else {
            throw ValidationError("--api-key-file and --api-key-stdin exclude each other")
        }
        guard !(appSecretStdin && appSecretFile != nil) else {
            throw ValidationError("--app-secret-file and --app-secret-stdin exclude each other")
        }
        guard !namesKey || !namesApp else {
            throw ValidationError("an account has an API key or an app, not both")
        }
    }

    private var namesKey: Bool { apiKeyFile != nil || apiKeyStdin || siteID != nil || accountID != nil }
    private var namesApp: Bool { appID != nil || appSecretFile != nil || appSecretStdin || instanceID != nil }

    /// True when no option is there.
    var isEmpty: Bool { !namesKey && !namesApp }

    /// The `credentials` of a request. What the options leave out comes from `account`, the object of one that is there
    /// already; the secret itself has to be given again.
    func credentials(of account: JSONValue? = nil, _ session: AdminSession) throws -> JSONValue {
        let usesApp = namesApp || (!namesKey && account?.text("type") == "oauth_app")
        return usesApp ? try app(account, session) : try apiKey(account, session, needsSite: true)
    }

    /// Those of a key for the whole Wix account.
    func accountCredentials(_ session: AdminSession) throws -> JSONValue {
        guard !namesApp else { throw ValidationError("--all-sites works with an account's API key, not with an app") }
        guard siteID == nil else { throw ValidationError("--all-sites and --site-id exclude each other") }
        guard accountID != nil || session.environment["WIX_ACCOUNT_ID"]?.isEmpty == false else {
            throw ValidationError("--all-sites needs --account-id, the id of the Wix account that the key belongs to")
        }
        return try apiKey(nil, session, needsSite: false)
    }

    private func apiKey(_ account: JSONValue?, _ session: AdminSession, needsSite: Bool) throws -> JSONValue {
        // The ids in the environment belong to the key that is there too.
        let usesEnvironment = apiKeyFile == nil && !apiKeyStdin && session.environment["WIX_API_KEY"]?.isEmpty == false
        func id(_ option: String?, _ key: String, _ variable: String) -> String? {
            option ?? account?[key]?.stringValue
                ?? (usesEnvironment ? session.environment[variable].flatMap { $0.isEmpty ? nil : $0 } : nil)
        }
        let site = needsSite ? id(siteID, "site_id", "WIX_SITE_ID") : nil
        let owner = id(accountID, "account_id", "WIX_ACCOUNT_ID")
        guard !needsSite || site != nil || owner != nil else {
            throw ValidationError("an API key needs --site-id; to choose among the sites of an account use --all-sites")
        }
        let key = try session.secret(
            file: apiKeyFile, fromStandardInput: apiKeyStdin, variable: "WIX_API_KEY", name: "Wix API key",
            option: "--api-key")
        var credentials: JSONObject = ["type": "api_key", "api_key": .string(key.value)]
        credentials["site_id"] = site.map { .string($0) }
        credentials["account_id"] = owner.map { .string($0) }
        return .object(credentials)
    }

    private func app(_ account: JSONValue?, _ session: AdminSession) throws -> JSONValue {
        guard let app = appID ?? account?["app_id"]?.stringValue,
            let instance = instanceID ?? account?["instance_id"]?.stringValue
        else { throw ValidationError("an app needs --app-id and --instance-id") }
        let secret = try session.secret(
            file: appSecretFile, fromStandardInput: appSecretStdin, name: "secret of the app", option: "--app-secret")
        return [
            "type": "oauth_app", "app_id": .string(app), "app_secret": .string(secret.value),
            "instance_id": .string(instance),
        ]
    }
}
