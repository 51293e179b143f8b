import JSON
package import WixCatalogue

/// Who may call what: accounts and MCP servers, looked up by token.
///
/// All of it is an immutable snapshot, so the hot path takes no lock; a change of servers makes a new gateway.
package final class Gateway: Sendable {
    package let accounts: [Account]
    /// In the order declared.
    package let grants: [ServerGrant]
    /// The grant that needs no token, if one was declared.
    package let openGrant: ServerGrant?
    private let hasher: TokenHasher
    private let byToken: [TokenHash: ServerGrant]
    private let byID: [String: ServerGrant]

    package init(
        catalogue: Catalogue, accounts: [Account], servers: [ServerDeclaration], hasher: TokenHasher = TokenHasher()
    ) throws(GatewayError) {
        var accountsByName: [String: Account] = [:]
        for account in accounts where accountsByName.updateValue(account, forKey: account.name) != nil {
            throw .duplicateAccount(account.name)
        }
        var grants: [ServerGrant] = []
        var byToken: [TokenHash: ServerGrant] = [:]
        var byID: [String: ServerGrant] = [:]
        var openGrant: ServerGrant?
        for server in servers {
            guard let account = accountsByName[server.account] else {
                let nearest = NameSuggestion.nearest(to: server.account, among: accountsByName.keys.sorted())
                throw .unknownAccount(server: server.name, account: server.account, nearest: nearest)
            }
            let tools: [Tool]
            do {
                tools = try server.policy.select(from: catalogue.tools)
            } catch {
                throw .policy(server: server.name, error)
            }
            let grant = ServerGrant(server, id: server.name, site: account.site, tools: tools)
            guard byID.updateValue(grant, forKey: grant.id) == nil else { throw .duplicateServer(server.name) }
            grants.append(grant)
            guard let token = server.token else {
                openGrant = grant
                continue
            }
            guard ServerToken.isAcceptable(token) else { throw .unacceptableToken(server: server.name) }
            if let other = byToken.updateValue(grant, forKey: hasher.hash(token)) {
                throw .duplicateToken(server: server.name, other: other.name)
            }
        }
        self.accounts = accounts
        self.grants = grants
        self.openGrant = openGrant
        self.hasher = hasher
        self.byToken = byToken
        self.byID = byID
    }

    /// The server that a token opens, or nil. No token asks for the open server.
    package func grant(token: String?) -> ServerGrant? {
        guard let token else { return openGrant }
        guard token.utf8.count <= ServerToken.maximumLength else { return nil }
        return byToken[hasher.hash(token)]
    }

    package func grant(id: String) -> ServerGrant? { byID[id] }

    package func account(named name: String) -> Account? { accounts.first { $0.name == name } }
}
