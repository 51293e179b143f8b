import GRDB
import Gateway

/// The tables, as named steps. Steps that were released are never changed: a new one goes to the end.
enum Schema {
    /// "wixm": tells `file` and us whose database this is.
    private static let applicationID: Int64 = 0x7769_786D

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("registry") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: registry)
        }
        migrator.registerMigration("audit") { try $0.execute(sql: audit) }
        return migrator
    }

    /// Throws for the database of another program, before anything in it is touched.
    static func checkOwner(_ database: Database, path: String) throws {
        let id = try SQLStatement(database, "PRAGMA application_id").rows(of: "pragma") { try $0.integer(0) }.first
        if id == applicationID { return }
        // Ours has no id, and only GRDB's own table, when its first start was cut short.
        let tables = try SQLStatement(
            database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations'"
        ).rows(of: "sqlite_master") { try $0.text(0) }
        guard id == 0, tables.isEmpty else {
            throw StoreError.unusable(path: path, reason: "it is the database of another program")
        }
    }

    /// Times are milliseconds since 1970. Secrets are sealed, tokens hashed.
    private static let registry = """
        CREATE TABLE accounts (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            sealed_credential BLOB NOT NULL,
            state TEXT NOT NULL,
            state_reason TEXT,
            manager TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE servers (
            id TEXT NOT NULL PRIMARY KEY,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            configuration TEXT NOT NULL,
            token_hash BLOB,
            previous_token_hash BLOB,
            previous_token_expires_at INTEGER,
            manager TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            expires_at INTEGER
        ) STRICT;
        CREATE INDEX servers_of_account ON servers (account_id);

        CREATE TABLE api_tokens (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            token_hash BLOB NOT NULL,
            account_ids TEXT,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER
        ) STRICT;

        CREATE TABLE keys (
            name TEXT NOT NULL PRIMARY KEY,
            sealed BLOB NOT NULL
        ) STRICT;
        """

    /// Rows of `audit` are only added, in order of `sequence`, and removed from the old end: no index but the table's own.
    /// `audit_open` has the sequences of the beginnings without an end, so that none of the queries looks for pairs.
    /// `audit_marks` has the head and the anchor of the chain.
    private static let audit = """
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            beginning INTEGER,
            account_id TEXT NOT NULL,
            server_id TEXT NOT NULL,
            tool TEXT NOT NULL,
            effect TEXT NOT NULL,
            outcome TEXT NOT NULL,
            body BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;

        CREATE TABLE audit_open (sequence INTEGER PRIMARY KEY) STRICT;

        CREATE TABLE audit_marks (
            name TEXT NOT NULL PRIMARY KEY,
            sequence INTEGER NOT NULL,
            mac BLOB NOT NULL,
            seal BLOB NOT NULL
        ) STRICT;
        """
}
