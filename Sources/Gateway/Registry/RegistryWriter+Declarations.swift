import JSON
import WixAPI

extension RegistryWriter {
    /// Takes over what the configuration declares: all of it, or nothing and an error.
    func declare(accounts: [DeclaredAccount], servers: [ServerDeclaration]) throws(GatewayError) {
        var next = contents
        for server in contents.servers.ordered where server.record.manager == .configuration {
            next.removeServer(server.id)
        }
        let changed = try declare(accounts, in: &next)
        try declare(servers, in: &next)
        do throws(RegistryError) {
            var changes: [StoreChange] = []
            for account in changed { changes.append(try sealing(account)) }
            try write(changes)
        } catch {
            throw .registry(error)
        }
        replace(with: next)
    }

    /// Answers the accounts that the store must hear of.
    private func declare(
        _ accounts: [DeclaredAccount], in next: inout GatewayContents
    ) throws(GatewayError) -> [AccountRecord] {
        var names: Set<String> = []
        var changed: [AccountRecord] = []
        for account in accounts {
            guard names.insert(account.name).inserted else { throw .duplicateAccount(account.name) }
            do throws(RegistryError) {
                try FieldCheck.name(account.name)
                try FieldCheck.credential(account.credential)
            } catch {
                throw .account(account.name, error)
            }
            let record = taking(account, next.account(named: account.name))
            guard record != next.accounts[record.id] else { continue }
            changed.append(record)
            place(record, in: &next)
        }
        // What is not declared any more can be changed through the API from now on.
        for var record in next.accounts.ordered where record.manager == .configuration && !names.contains(record.name) {
            record.manager = .api
            record.updatedAt = clock()
            changed.append(record)
            place(record, in: &next)
        }
        return changed
    }

    /// The account as declared: the one of that name, or a new one.
    private func taking(_ account: DeclaredAccount, _ old: AccountRecord?) -> AccountRecord {
        let now = clock()
        guard let old else {
            return AccountRecord(
                name: account.name, credential: account.credential, manager: .configuration, createdAt: now,
                updatedAt: now)
        }
        var record = old
        record.manager = .configuration
        if record.credential != account.credential {
            record.credential = account.credential
            record.state = .active
        }
        if record != old { record.updatedAt = now }
        return record
    }

    private func declare(_ servers: [ServerDeclaration], in next: inout GatewayContents) throws(GatewayError) {
        let now = clock()
        for server in servers {
            guard let account = next.account(named: server.account), let site = next.site(of: account.id) else {
                let names = next.accounts.ordered.map(\.name)
                throw .unknownAccount(
                    server: server.name, account: server.account,
                    nearest: NameSuggestion.nearest(to: server.account, among: names))
            }
            guard next.servers[server.id] == nil else { throw .duplicateServer(server.name) }
            let record = ServerRecord(
                id: server.id, accountID: account.id, name: server.name, configuration: server.configuration,
                tokenHash: try tokenHash(server, next), manager: .configuration, createdAt: now, updatedAt: now)
            next.put(
                ServerGrant(
                    record, account: account, site: site.share(of: server.id),
                    selection: try selection(of: server, account),
                    limits: CallLimits(record.configuration)))
        }
    }

    private func tokenHash(_ server: ServerDeclaration, _ next: GatewayContents) throws(GatewayError) -> TokenHash? {
        guard let token = server.token else {
            if let other = next.openServer { throw .duplicateToken(server: server.name, other: other.name) }
            return nil
        }
        guard ServerToken.isAcceptable(token) else { throw .unacceptableToken(server: server.name) }
        let hash = hasher.hash(token)
        if let other = next.server(hash) { throw .duplicateToken(server: server.name, other: other.name) }
        return hash
    }

    private func selection(
        of server: ServerDeclaration, _ account: AccountRecord
    ) throws(GatewayError) -> ToolSelection {
        do throws(ConfigurationFieldError) {
            try server.configuration.check()
        } catch {
            throw .configuration(server: server.name, error)
        }
        do throws(PolicyError) {
            return try selections.selection(of: server.configuration.policy, in: account.credential.scope)
        } catch {
            throw .policy(server: server.name, error)
        }
    }
}
