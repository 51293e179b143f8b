package import Gateway
import JSON
import WixAPI

extension SQLiteStore {
    package func load() throws(StoreError) -> StoredRegistry {
        try reading { database in
            var registry = StoredRegistry()
            registry.accounts = try SQLStatement(database, RegistrySQL.accounts).rows(of: "accounts", Self.account)
            registry.servers = try SQLStatement(database, RegistrySQL.servers).rows(of: "servers", Self.server)
            registry.apiTokens = try SQLStatement(database, RegistrySQL.apiTokens).rows(of: "api_tokens", Self.apiToken)
            try SQLStatement(database, RegistrySQL.keys).eachRow(of: "keys") { row in
                registry.keys[try row.text(0)] = try row.bytes(1)
                return true
            }
            return registry
        }
    }

    package func apply(_ changes: [StoreChange]) throws(StoreError) {
        if changes.isEmpty { return }
        try writing(.full) { database in
            for change in changes {
                let (sql, values) = Self.statement(for: change)
                try SQLStatement(database, sql).run(values)
            }
        }
    }

    private static func statement(for change: StoreChange) -> (sql: String, values: [SQLValue?]) {
        switch change {
        case .putAccount(let account):
            let (state, reason) = columns(of: account.state)
            return (
                RegistrySQL.putAccount,
                [
                    .text(account.id), .text(account.name), .bytes(account.sealedCredential), .text(state),
                    reason.map { .text($0) }, .text(account.manager.rawValue), .time(account.createdAt),
                    .time(account.updatedAt),
                ]
            )
        case .putServer(let server):
            return (
                RegistrySQL.putServer,
                [
                    .text(server.id), .text(server.accountID), .text(server.name),
                    .text(JSONValue.object(server.configuration.json).text), server.tokenHash.map { .bytes($0.bytes) },
                    server.previousToken.map { .bytes($0.hash.bytes) },
                    server.previousToken.map { .time($0.expiresAt) },
                    .text(server.manager.rawValue), .time(server.createdAt), .time(server.updatedAt),
                    server.expiresAt.map { .time($0) },
                ]
            )
        case .putAPIToken(let token):
            let accounts = token.accountIDs.map { SQLValue.text(JSONValue.array($0.map { .string($0) }).text) }
            return (
                RegistrySQL.putAPIToken,
                [
                    .text(token.id), .text(token.name), .bytes(token.hash.bytes), accounts, .time(token.createdAt),
                    token.expiresAt.map { .time($0) }, token.lastUsedAt.map { .time($0) },
                ]
            )
        case .putKey(let name, let sealed): return (RegistrySQL.putKey, [.text(name), .bytes(sealed)])
        case .deleteAccount(let id): return ("DELETE FROM accounts WHERE id = ?", [.text(id)])
        case .deleteServer(let id): return ("DELETE FROM servers WHERE id = ?", [.text(id)])
        case .deleteAPIToken(let id): return ("DELETE FROM api_tokens WHERE id = ?", [.text(id)])
        }
    }

    private static func columns(of state: AccountRecord.State) -> (state: String, reason: String?) {
        switch state {
        case .active: ("active", nil)
        case .needsReauth(let reason): ("needs_reauth", reason)
        }
    }

    private static func account(_ row: SQLRow) throws(StoreError) -> StoredAccount {
        let state: AccountRecord.State
        switch try row.text(3) {
        case "active": state = .active
        case "needs_reauth": state = .needsReauth(try row.text(4))
        default: throw row.damaged(3, "has an unknown value")
        }
        return StoredAccount(
            id: try row.text(0), name: try row.text(1), sealedCredential: try row.bytes(2), state: state,
            manager: try row.value(5, AccountRecord.Manager.init), createdAt: try row.time(6),
            updatedAt: try row.time(7))
    }

    private static func server(_ row: SQLRow) throws(StoreError) -> ServerRecord {
        var previous: ServerRecord.PreviousToken?
        if let hash = try row.optionalHash(5) {
            previous = ServerRecord.PreviousToken(hash: hash, expiresAt: try row.time(6))
        }
        return ServerRecord(
            id: try row.text(0), accountID: try row.text(1), name: try row.text(2),
            configuration: try configuration(row, 3), tokenHash: try row.optionalHash(4), previousToken: previous,
            manager: try row.value(7, AccountRecord.Manager.init), createdAt: try row.time(8),
            updatedAt: try row.time(9), expiresAt: try row.optionalTime(10))
    }

    private static func configuration(_ row: SQLRow, _ column: CInt) throws(StoreError) -> ServerConfiguration {
        let text = try row.text(column)
        guard let json = (try? JSONValue(parsing: text))?.objectValue else {
            throw row.damaged(column, "is not a JSON object")
        }
        do { return try ServerConfiguration(json: json) } catch { throw row.damaged(column, "is not understood") }
    }

    private static func apiToken(_ row: SQLRow) throws(StoreError) -> APITokenRecord {
        var accounts: [String]?
        if let text = try row.optionalText(3) {
            guard let list = (try? JSONValue(parsing: text))?.arrayValue else {
                throw row.damaged(3, "is not a JSON list")
            }
            accounts = list.compactMap(\.stringValue)
            guard accounts?.count == list.count else { throw row.damaged(3, "is not a list of ids") }
        }
        return APITokenRecord(
            id: try row.text(0), name: try row.text(1), hash: try row.hash(2), accountIDs: accounts,
            createdAt: try row.time(4), expiresAt: try row.optionalTime(5), lastUsedAt: try row.optionalTime(6))
    }
}

extension SQLValue {
    static func time(_ time: Timestamp) -> SQLValue { .integer(time.milliseconds) }
}

/// The statements of the registry. Puts are upserts: `INSERT OR REPLACE` would delete the row first, and with an account
/// its servers.
private enum RegistrySQL {
    static let accounts = """
        SELECT id, name, sealed_credential, state, state_reason, manager, created_at, updated_at
        FROM accounts ORDER BY created_at, id
        """
    static let servers = """
        SELECT id, account_id, name, configuration, token_hash, previous_token_hash, previous_token_expires_at, manager,
            created_at, updated_at, expires_at
        FROM servers ORDER BY created_at, id
        """
    static let apiTokens = """
        SELECT id, name, token_hash, account_ids, created_at, expires_at, last_used_at
        FROM api_tokens ORDER BY created_at, id
        """
    static let keys = "SELECT name, sealed FROM keys"

    static let putAccount = """
        INSERT INTO accounts (id, name, sealed_credential, state, state_reason, manager, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, sealed_credential = excluded.sealed_credential,
            state = excluded.state, state_reason = excluded.state_reason, manager = excluded.manager,
            created_at = excluded.created_at, updated_at = excluded.updated_at
        """
    static let putServer = """
        INSERT INTO servers (id, account_id, name, configuration, token_hash, previous_token_hash,
            previous_token_expires_at, manager, created_at, updated_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, name = excluded.name,
            configuration = excluded.configuration, token_hash = excluded.token_hash,
            previous_token_hash = excluded.previous_token_hash,
            previous_token_expires_at = excluded.previous_token_expires_at, manager = excluded.manager,
            created_at = excluded.created_at, updated_at = excluded.updated_at, expires_at = excluded.expires_at
        """
    static let putAPIToken = """
        INSERT INTO api_tokens (id, name, token_hash, account_ids, created_at, expires_at, last_used_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, token_hash = excluded.token_hash,
            account_ids = excluded.account_ids, created_at = excluded.created_at, expires_at = excluded.expires_at,
            last_used_at = excluded.last_used_at
        """
    static let putKey = """
        INSERT INTO keys (name, sealed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed
        """
}
