import Gateway
import WixAPI

/// What the configuration declares, with its secrets read.
struct Connections: Sendable {
    var accounts: [DeclaredAccount] = []
    var servers: [ServerDeclaration] = []
}

/// Makes accounts and servers of what the file and the environment declare.
struct ConnectionResolver: Sendable {
    let settings: Settings
    let environment: [String: String]
    let files: FileReader

    init(settings: Settings, environment: [String: String]) {
        self.settings = settings
        self.environment = environment
        files = FileReader(environment: environment)
    }

    static let defaultName = "default"

    /// Reads the secrets. A token in the environment makes a read-only server for the only account when none is
    /// declared.
    func resolve() throws(ConfigurationError) -> Connections {
        var connections = Connections()
        let fromEnvironment = try environmentCredential()
        for (index, draft) in settings.accounts.enumerated() {
            let name = try required(draft.name, "accounts[\(index)].name", draft.origin)
            // Environment beats the file.
            if name == Self.defaultName, fromEnvironment != nil { continue }
            connections.accounts.append(
                DeclaredAccount(name: name, credential: try credential(of: draft, key: "accounts[\(index)]")))
        }
        if let fromEnvironment {
            connections.accounts.append(DeclaredAccount(name: Self.defaultName, credential: fromEnvironment))
        }
        for (index, draft) in settings.servers.enumerated() {
            connections.servers.append(try server(draft, key: "servers[\(index)]", accounts: connections.accounts))
        }
        if connections.servers.isEmpty, connections.accounts.count == 1, let token = try tokenFromEnvironment() {
            connections.servers.append(
                ServerDeclaration(
                    name: Self.defaultName, account: connections.accounts[0].name, token: token.value,
                    configuration: .readOnly))
        }
        return connections
    }

    /// `WIX_API_KEY` and its ids, from the environment or from systemd's credentials.
    private func environmentCredential() throws(ConfigurationError) -> WixCredential? {
        let siteID = try variable("WIX_SITE_ID", credential: "wix_site_id")
        let accountID = try variable("WIX_ACCOUNT_ID", credential: "wix_account_id")
        guard let key = try variable("WIX_API_KEY", credential: "wix_api_key") else {
            guard siteID == nil, accountID == nil else {
                throw ConfigurationError(
                    .environment("WIX_API_KEY"),
                    problem: "is not set, but WIX_SITE_ID or WIX_ACCOUNT_ID is; set the key too")
            }
            return nil
        }
        guard siteID != nil || accountID != nil else {
            throw ConfigurationError(
                .environment("WIX_SITE_ID"),
                problem: "is not set; WIX_API_KEY needs WIX_SITE_ID (or WIX_ACCOUNT_ID) beside it")
        }
        return .apiKey(key.value, siteID: siteID?.value, accountID: accountID?.value)
    }

    private func variable(_ name: String, credential: String) throws(ConfigurationError) -> Secret? {
        if let value = environment[name], !value.isEmpty {
            do {
                return try ValueForm<Secret>.secret.read(value)
            } catch {
                throw ConfigurationError(.environment(name), problem: error.text)
            }
        }
        do {
            return try files.credential(credential)
        } catch {
            throw ConfigurationError(
                .environment("CREDENTIALS_DIRECTORY"), key: credential, problem: "cannot be used: \(error)")
        }
    }

    private func tokenFromEnvironment() throws(ConfigurationError) -> Secret? {
        if let token = try variable("WIXMCPD_TOKEN", credential: "wixmcpd_token") { return token }
        guard let path = environment["WIXMCPD_TOKEN_FILE"], !path.isEmpty else { return nil }
        return try read(path, key: nil, .environment("WIXMCPD_TOKEN_FILE"))
    }

    private func credential(of draft: AccountDraft, key: String) throws(ConfigurationError) -> WixCredential {
        let apiKey = try secret(draft.apiKey, file: draft.apiKeyFile, key: "\(key).api_key", draft.origin)
        let appSecret = try secret(draft.appSecret, file: draft.appSecretFile, key: "\(key).app_secret", draft.origin)
        switch (apiKey, draft.appID, appSecret, draft.instanceID) {
        case (let apiKey?, nil, nil, nil):
            guard draft.siteID != nil || draft.accountID != nil else {
                throw ConfigurationError(draft.origin, key: key, problem: "needs site_id or account_id beside api_key")
            }
            return .apiKey(apiKey.value, siteID: draft.siteID, accountID: draft.accountID)
        case (nil, let appID?, let appSecret?, let instanceID?):
            return .oauthApp(appID: appID, secret: appSecret.value, instanceID: instanceID)
        default:
            throw ConfigurationError(
                draft.origin, key: key,
                problem: "needs either api_key (or api_key_file) with site_id, or app_id, app_secret and instance_id; "
                    + "not a part of one and not both")
        }
    }

    private func server(_ draft: ServerDraft, key: String, accounts: [DeclaredAccount]) throws(ConfigurationError)
        -> ServerDeclaration
    {
        let name = try required(draft.name, "\(key).name", draft.origin)
        guard let account = draft.account ?? (accounts.count == 1 ? accounts[0].name : nil) else {
            throw ConfigurationError(
                draft.origin, key: "\(key).account",
                problem: accounts.isEmpty
                    ? "is missing, and no account is declared"
                    : "is missing; name one of \(accounts.map(\.name).joined(separator: ", "))")
        }
        guard let token = try secret(draft.token, file: draft.tokenFile, key: "\(key).token", draft.origin) else {
            throw ConfigurationError(
                draft.origin, key: "\(key).token",
                problem: "is missing; make one with `openssl rand -hex 32` and put it in token_file")
        }
        return ServerDeclaration(
            name: name, account: account, token: token.value,
            configuration: draft.configuration)
    }

    private func secret(_ value: Secret?, file: String?, key: String, _ origin: ConfigurationOrigin)
        throws(ConfigurationError) -> Secret?
    {
        guard let file else { return value }
        guard value == nil else {
            throw ConfigurationError(origin, key: key, problem: "and its _file are both set; keep one")
        }
        return try read(file, key: key + "_file", origin)
    }

    private func read(_ path: String, key: String?, _ origin: ConfigurationOrigin) throws(ConfigurationError) -> Secret
    {
        do {
            return try files.secret(in: path)
        } catch {
            throw ConfigurationError(origin, key: key, value: path, problem: "cannot be used: \(error)")
        }
    }

    private func required(_ value: String?, _ key: String, _ origin: ConfigurationOrigin) throws(ConfigurationError)
        -> String
    {
        guard let value else { throw ConfigurationError(origin, key: key, problem: "is missing") }
        return value
    }
}
