import GRDB
package import Gateway
import Glibc

/// Keeps the gateway's records and the audit log in one SQLite database. All calls block.
///
/// One connection writes, on a serial queue of its own; readers see the state before or after a whole transaction and never
/// wait for it. A registry change is on stable storage when its call returns; audit rows survive the end of the process
/// at once, and a loss of power from the next registry change or checkpoint on.
package final class SQLiteStore: RegistryStore, AuditStore {
    let database: any DatabaseWriter
    /// Nil in memory.
    private let lock: StoreLock?

    /// How long a call waits for another program (a backup, the sqlite3 shell) that holds the file locked.
    private static let patience = 5.0

    /// Opens the database at `path` and makes it, with mode 0600, when there is none; the folder must be there. Brings
    /// the tables of an older version up to date.
    package init(path: String) throws(StoreError) {
        // The lock first: closing a descriptor of the database would drop the locks that SQLite has in this process.
        let lock = try StoreLock(storePath: path)
        // SQLite gives its -wal and -shm files the mode of the database.
        do { Glibc.close(try PrivateFile.openForWriting(path)) } catch {
            throw .unusable(path: path, reason: error.description)
        }
        self.lock = lock
        database = try StoreError.mapping {
            do {
                return try DatabasePool(path: path, configuration: SQLiteStore.configuration(path: path))
            } catch let error as DatabaseError {
                throw StoreError.unusable(path: path, reason: StoreError.words(for: error))
            }
        }
        try migrate(path: path)
    }

    /// A store that lives and dies with the process.
    package static func inMemory() throws(StoreError) -> SQLiteStore { try SQLiteStore() }

    private init() throws(StoreError) {
        lock = nil
        database = try StoreError.mapping {
            try DatabaseQueue(configuration: SQLiteStore.configuration(path: "memory"))
        }
        try migrate(path: "memory")
    }

    /// Waits for what is under way, moves everything into the database's own file and lets other processes in. Later calls
    /// throw.
    package func close() throws(StoreError) {
        // SQLite moves the write-ahead log into the database when the last connection closes, if that one may write: the
        // readers go first.
        (database as? DatabasePool)?.invalidateReadOnlyConnections()
        try StoreError.mapping { try database.close() }
        lock?.release()
    }

    private static func configuration(path: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = "wixmcpd.store"
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { database in
            try Schema.checkOwner(database, path: path)
            // What is deleted is overwritten: no old secret, and no call that retention took away, stays in the file.
            // Pages of twice the usual size save a tenth of the time that an audit row takes.
            try database.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA secure_delete = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA journal_size_limit = 67108864;
                    """)
        }
        return configuration
    }

    private func migrate(path: String) throws(StoreError) {
        try StoreError.mapping {
            let migrator = Schema.migrator
            if try database.read(migrator.hasBeenSuperseded) { throw StoreError.tooNew(path: path) }
            try migrator.migrate(database)
        }
    }
}
