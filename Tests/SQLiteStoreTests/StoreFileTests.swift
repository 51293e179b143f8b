import GRDB
import Gateway
import Glibc
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct StoreFileTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func refusal(_ path: String? = nil) -> StoreError? {
        do {
            try SQLiteStore(path: path ?? folder.database).close()
            return nil
        } catch {
            return error
        }
    }

    @Test func allFilesAreThereForTheOwnerOnly() throws {
        let before = umask(0)
        defer { umask(before) }
        let store = try SQLiteStore(path: folder.database)
        try store.apply([.putAccount(account("a"))])
        #expect(folder.names == ["store.db", "store.db-shm", "store.db-wal", "store.db.lock"])
        for name in folder.names { #expect(folder.mode(name) == 0o600, "\(name)") }
        try store.close()
        #expect(folder.names == ["store.db", "store.db.lock"])
    }

    @Test func aStoreThatOthersCouldReadIsClosedToThem() throws {
        try SQLiteStore(path: folder.database).close()
        chmod(folder.database, 0o644)
        try SQLiteStore(path: folder.database).close()
        #expect(folder.mode("store.db") == 0o600)
    }

    @Test func aSecondDaemonStaysOut() throws {
        let store = try SQLiteStore(path: folder.database)
        #expect(refusal() == .inUse(path: folder.database))
        try store.close()
        #expect(refusal() == nil)
    }

    @Test func aStoreThatGoesAwayLetsTheNextOneIn() throws {
        do { _ = try SQLiteStore(path: folder.database) }
        #expect(refusal() == nil)
    }

    @Test func afterClosingEveryCallThrows() throws {
        let store = try SQLiteStore(path: folder.database)
        try store.close()
        #expect(throws: StoreError.failed("it is closed")) { try store.load() }
        #expect(throws: StoreError.failed("it is closed")) { try store.apply([.deleteServer(id: "s")]) }
        #expect(throws: StoreError.failed("it is closed")) { try store.append([.row(1)]) }
        try store.close()
    }

    @Test func aNewerStoreIsLeftAlone() throws {
        let store = try SQLiteStore(path: folder.database)
        try store.writing(.full) { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('something later')") }
        try store.close()
        #expect(refusal() == .tooNew(path: folder.database))
    }

    @Test func anInterruptedFirstStartIsFinished() throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
        try queue.close()
        #expect(refusal() == nil)
    }

    @Test func theDatabaseOfAnotherProgramIsLeftAlone() throws {
        let queue = try DatabaseQueue(path: folder.database)
        try queue.write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        try queue.close()
        #expect(refusal() == .unusable(path: folder.database, reason: "it is the database of another program"))
        let mode = try DatabaseQueue(path: folder.database).read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "delete")
    }

    @Test func anyOtherFileIsLeftAlone() throws {
        try folder.write("store.db", Array(String(repeating: "not a database ", count: 100).utf8))
        #expect(refusal() == .unusable(path: folder.database, reason: "its file is not an SQLite database"))
    }

    @Test func aFolderThatIsMissingIsNamed() {
        let path = folder.path + "/no such folder/store.db"
        let reason = "the file \(path).lock cannot be opened: No such file or directory"
        #expect(refusal(path) == .unusable(path: path, reason: reason))
    }

    /// Nothing is read-only for root.
    @Test(.enabled(if: geteuid() != 0)) func aFileWithoutWritePermissionIsNamed() throws {
        try SQLiteStore(path: folder.database).close()
        chmod(folder.database, 0o400)
        let reason = "the file \(folder.database) cannot be opened: Permission denied"
        #expect(refusal() == .unusable(path: folder.database, reason: reason))
    }

    /// A database whose format only a later SQLite may write is read-only, for root too (sqlite.org/fileformat2.html,
    /// section 1.3.3).
    @Test func aReadOnlyDatabaseIsNamed() throws {
        try SQLiteStore(path: folder.database).close()
        let descriptor = open(folder.database, O_WRONLY)
        #expect(pwrite(descriptor, [3], 1, 18) == 1)
        close(descriptor)
        #expect(refusal() == .unusable(path: folder.database, reason: "its file is read-only"))
    }

    @Test func aWriteToAReadOnlyDatabaseSaysSo() throws {
        let store = try SQLiteStore(path: folder.database)
        try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        #expect(throws: StoreError.failed("its file is read-only")) { try store.apply([.deleteServer(id: "s")]) }
        #expect(throws: StoreError.failed("its file is read-only")) { try store.append([.row(1)]) }
    }

    /// 2 is FULL, 1 is NORMAL.
    @Test func registryChangesReachTheDiskAndAuditRowsTheSystem() throws {
        let store = try SQLiteStore(path: folder.database)
        func synchronous(_ durability: SQLiteStore.Durability) throws -> Int? {
            try store.writing(durability) { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        }
        #expect(try synchronous(.full) == 2)
        #expect(try synchronous(.normal) == 1)
        #expect(try synchronous(.full) == 2)
        #expect(try store.reading { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        #expect(try store.reading { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") } == 1)
    }

    @Test func aFullDiskKeepsWhatWasAcknowledged() throws {
        let store = try SQLiteStore(path: folder.database)
        try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 40") }
        let full = StoreError.failed("the disk is full; free some space")
        var kept = 0
        #expect(throws: full) {
            while kept < 10_000 {
                try store.apply([.putAccount(account("a\(kept)")), .putServer(server("s\(kept)", account: "a\(kept)"))])
                kept += 1
            }
        }
        #expect(kept > 10)
        #expect(throws: full) { try store.append((1...1000).map { .row($0) }) }
        #expect(try store.load().accounts.count == kept)
        #expect(try store.load().servers.count == kept)
        #expect(try store.auditHead() == nil)

        // With space again the same store goes on.
        try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        try store.apply([.putAccount(account("last"))])
        try store.append((1...1000).map { .row($0) })
        #expect(try store.load().accounts.count == kept + 1)
        #expect(try store.auditHead()?.sequence == 1000)
    }

    static let damages: [(sql: String, words: String)] = [
        ("UPDATE accounts SET state = 'odd'", "state of row a in table accounts has an unknown value"),
        ("UPDATE accounts SET state = 'needs_reauth'", "state_reason of row a in table accounts is missing"),
        ("UPDATE accounts SET manager = 'x'", "manager of row a in table accounts has an unknown value"),
        ("UPDATE accounts SET name = CAST(x'ff' AS TEXT)", "name of row a in table accounts is not UTF-8"),
        ("UPDATE servers SET configuration = '{'", "configuration of row s in table servers is not a JSON object"),
        ("UPDATE servers SET configuration = '[]'", "configuration of row s in table servers is not a JSON object"),
        ("UPDATE servers SET token_hash = x'00'", "token_hash of row s in table servers does not have 32 bytes"),
        (
            "UPDATE servers SET previous_token_hash = token_hash",
            "previous_token_expires_at of row s in table servers is missing"
        ),
        ("UPDATE api_tokens SET account_ids = '{}'", "account_ids of row t in table api_tokens is not a JSON list"),
        ("UPDATE api_tokens SET account_ids = '[1]'", "account_ids of row t in table api_tokens is not a list of ids"),
    ]

    @Test(arguments: damages) func aRowThatMakesNoSenseIsNamed(_ damage: (sql: String, words: String)) throws {
        let store = try SQLiteStore.inMemory()
        let token = APITokenRecord(
            id: "t", name: "t", hash: hasher.hash("t"), accountIDs: nil, createdAt: Timestamp(milliseconds: 1))
        try store.apply([.putAccount(account("a")), .putServer(server("s", account: "a")), .putAPIToken(token)])
        try store.writing(.full) { try $0.execute(sql: damage.sql) }
        #expect(throws: StoreError.damaged(damage.words)) { try store.load() }
    }
}
