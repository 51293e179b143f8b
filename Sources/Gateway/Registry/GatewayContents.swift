import WixAPI

/// What a snapshot holds, in the form that a change edits. A copy shares all of it with the original, and a change to the
/// copy costs the tables it touches, never the records in them.
struct GatewayContents: Sendable {
    private(set) var accounts = RecordTable<AccountRecord>()
    private(set) var servers = RecordTable<ServerGrant>()
    private(set) var apiTokens = RecordTable<APITokenEntry>()
    /// The server without a token, if there is one.
    private(set) var openServer: ServerGrant?
    private var sites: [String: WixSite] = [:]
    private var accountIDs: [String: String] = [:]
    private var serversByAccount: [String: [ServerGrant]] = [:]
    private var serversByToken: [TokenHash: ServerGrant] = [:]
    private var apiTokensByHash: [TokenHash: APITokenEntry] = [:]

    func account(named name: String) -> AccountRecord? { accountIDs[name].flatMap { accounts[$0] } }
    func site(of accountID: String) -> WixSite? { sites[accountID] }
    func servers(of accountID: String) -> [ServerGrant] { serversByAccount[accountID] ?? [] }
    func server(_ hash: TokenHash) -> ServerGrant? { serversByToken[hash] }
    func apiToken(_ hash: TokenHash) -> APITokenEntry? { apiTokensByHash[hash] }

    mutating func put(_ account: AccountRecord, site: WixSite) {
        if let old = accounts.put(account) { accountIDs[old.name] = nil }
        accountIDs[account.name] = account.id
        sites[account.id] = site
    }

    /// With its servers.
    mutating func removeAccount(_ id: String) {
        guard let account = accounts.remove(id: id) else { return }
        accountIDs[account.name] = nil
        sites[id] = nil
        for server in servers(of: id) { removeServer(server.id) }
        serversByAccount[id] = nil
    }

    mutating func put(_ server: ServerGrant) {
        if let old = servers.put(server) { forgetTokens(of: old) }
        serversByAccount[server.accountID, default: []].put(server)
        if let hash = server.record.tokenHash { serversByToken[hash] = server } else { openServer = server }
        if let previous = server.record.previousToken { serversByToken[previous.hash] = server }
    }

    mutating func removeServer(_ id: String) {
        guard let server = servers.remove(id: id) else { return }
        forgetTokens(of: server)
        serversByAccount[server.accountID]?.remove(server)
    }

    private mutating func forgetTokens(of server: ServerGrant) {
        if let hash = server.record.tokenHash { serversByToken[hash] = nil }
        if let previous = server.record.previousToken { serversByToken[previous.hash] = nil }
        if openServer === server { openServer = nil }
    }

    mutating func put(_ token: APITokenEntry) {
        apiTokens.put(token)
        apiTokensByHash[token.hash] = token
    }

    mutating func removeAPIToken(_ id: String) {
        guard let token = apiTokens.remove(id: id) else { return }
        apiTokensByHash[token.hash] = nil
    }
}

extension ServerGrant: TableRecord {
    var createdAt: Timestamp { record.createdAt }
}
