import WixAPI
import WixCatalogue

/// What a registry begins with, made of what the store holds.
struct RegistryState: Sendable {
    var contents = GatewayContents()
    var selections: ToolSelectionCache
    var keys: KeyRing
    let hasher: TokenHasher
    /// What expired while the daemon was down.
    var unpurged = Unpurged()

    init(
        store: any RegistryStore, sealer: SecretSealer, catalogue: Catalogue, sites: SiteSettings, now: Timestamp
    ) throws(RegistryError) {
        let stored: StoredRegistry
        do throws(StoreError) {
            stored = try store.load()
        } catch {
            throw .store(error)
        }
        keys = KeyRing(store: store, sealer: sealer, sealed: stored.keys)
        // Without this check a lost key would be made anew, and every token would be refused without a word.
        guard keys.has("token") || stored.servers.isEmpty && stored.apiTokens.isEmpty else {
            throw .store(.damaged("it has tokens, but not the key that they are hashed with"))
        }
        hasher = TokenHasher(key: try keys.key(named: "token"))
        selections = ToolSelectionCache(catalogue)
        for account in stored.accounts { try add(account, sealer, sites) }
        for server in stored.servers { try add(server, now) }
        for token in stored.apiTokens {
            let entry = APITokenEntry(token)
            if entry.isExpired(at: now) { unpurged.apiTokens.insert(token.id) } else { contents.put(entry) }
        }
    }

    private mutating func add(
        _ account: StoredAccount, _ sealer: SecretSealer, _ sites: SiteSettings
    ) throws(RegistryError) {
        let what = "the credential of account \(account.name)"
        let bytes: [UInt8]
        do throws(SealError) {
            bytes = try sealer.open(account.sealedCredential, context: account.id)
        } catch {
            throw .sealed(what: what, error)
        }
        guard let credential = WixCredential(bytes: bytes) else { throw .sealed(what: what, .unreadable) }
        let record = AccountRecord(
            id: account.id, name: account.name, credential: credential, state: account.state,
            manager: account.manager, createdAt: account.createdAt, updatedAt: account.updatedAt)
        contents.put(record, site: sites.site(credential))
    }

    private mutating func add(_ server: ServerRecord, _ now: Timestamp) throws(RegistryError) {
        var record = server
        if record.isExpired(at: now) {
            unpurged.servers.insert(record.id)
            return
        }
        if let previous = record.previousToken, previous.expiresAt <= now {
            record.previousToken = nil
            unpurged.servers.insert(record.id)
        }
        guard let account = contents.accounts[record.accountID], let site = contents.site(of: record.accountID) else {
            throw .store(.damaged("MCP server \(record.id) belongs to no account"))
        }
        contents.put(
            ServerGrant(
                record, account: account, site: site.share(of: record.id),
                selection: selections.remainder(of: record.configuration.policy, in: account.credential.scope),
                limits: CallLimits(record.configuration)))
    }
}
