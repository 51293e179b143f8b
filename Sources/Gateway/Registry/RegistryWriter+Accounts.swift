package import WixAPI

extension RegistryWriter {
    func connect(name: String, credential: WixCredential) async throws(RegistryError) -> AccountRecord {
        try FieldCheck.name(name)
        try FieldCheck.credential(credential)
        try requireFree(name)
        guard contents.accounts.count < limits.accounts else {
            throw .limitReached(kind: "integrated accounts", limit: limits.accounts)
        }
        let now = clock()
        let account = AccountRecord(name: name, credential: credential, createdAt: now, updatedAt: now)
        try commit([try sealing(account)], contents(with: account))
        await published()
        return account
    }

    func update(accountID: String, _ change: AccountChange) async throws(RegistryError) -> AccountRecord {
        var account = try ownAccount(accountID)
        if let name = change.name, name != account.name {
            try FieldCheck.name(name)
            try requireFree(name)
            account.name = name
        }
        if let credential = change.credential {
            try FieldCheck.credential(credential)
            if credential != account.credential {
                account.credential = credential
                // Whatever was wrong with the old one; the next call or test tells about this one.
                account.state = .active
            }
        }
        guard account != contents.accounts[accountID] else { return account }
        account.updatedAt = clock()
        let next = contents(with: account)
        // Another kind of credential has other tools.
        let changed = contents.servers(of: accountID).filter { server in
            next.servers[server.id].map { !$0.selection.hasSameTools(as: server.selection) } ?? false
        }
        try commit([try sealing(account)], next, changed.map { .toolsChanged(serverID: $0.id) })
        await published()
        return account
    }

    func setState(_ state: AccountRecord.State, accountID: String) async throws(RegistryError) {
        var account = try account(accountID)
        guard account.state != state else { return }
        account.state = state
        account.updatedAt = clock()
        try commit([try sealing(account)], contents(with: account))
        await published()
    }

    func disconnect(accountID: String) async throws(RegistryError) {
        let account = try ownAccount(accountID)
        let servers = contents.servers(of: accountID)
        if let server = servers.first(where: { $0.record.manager == .configuration }) {
            throw .declared(kind: "the MCP server", name: server.name)
        }
        var next = contents
        next.removeAccount(account.id)
        try commit(
            [.deleteAccount(id: account.id)], next, servers.map { .ended(serverID: $0.id, .revoked) })
        await published()
    }

    private func requireFree(_ name: String) throws(RegistryError) {
        guard contents.account(named: name) == nil else {
            throw .nameTaken(kind: "an integrated account", name: name)
        }
    }

    /// The account with its credential sealed, as the store is to have it.
    func sealing(_ account: AccountRecord) throws(RegistryError) -> StoreChange {
        do throws(SealError) {
            let sealed = try sealer.seal(account.credential.bytes, context: account.id)
            return .putAccount(
                StoredAccount(
                    id: account.id, name: account.name, sealedCredential: sealed, state: account.state,
                    manager: account.manager, createdAt: account.createdAt, updatedAt: account.updatedAt))
        } catch {
            throw .sealed(what: "the credential of account \(account.name)", error)
        }
    }

    private func contents(with account: AccountRecord) -> GatewayContents {
        var next = contents
        place(account, in: &next)
        return next
    }

    /// Puts the account into `next` as it is now, and makes its servers match. The site, with its access token and its
    /// counts, stays unless the credential is another.
    func place(_ account: AccountRecord, in next: inout GatewayContents) {
        let isSame = next.accounts[account.id]?.credential == account.credential
        let kept = isSame ? next.site(of: account.id) : nil
        let site = kept ?? sites.site(account.credential)
        next.put(account, site: site)
        for server in next.servers(of: account.id) {
            next.put(
                ServerGrant(
                    server.record, account: account, site: kept == nil ? site.share(of: server.id) : server.site,
                    selection: selections.remainder(
                        of: server.record.configuration.policy, in: account.credential.scope),
                    limits: server.limits))
        }
    }
}

extension SiteSettings {
    /// A site by itself, under no account.
    package func site(_ credential: WixCredential) -> WixSite {
        WixSite(
            credential: credential, endpoints: endpoints, requestsPerMinute: requestsPerMinute,
            enforceBudget: enforcesBudget)
    }
}
