import GRDB
import GRDBSQLite

/// A cached statement of one connection, bound, stepped and read through SQLite's own calls: there are too many audit rows
/// for the copies that `StatementArguments` and `Row` make, and bytes need no Foundation this way.
///
/// Used only inside an access to `database`, on its queue.
struct SQLStatement {
    private let database: Database
    /// Keeps `handle` alive.
    private let statement: Statement
    private let handle: OpaquePointer

    /// SQLite copies what is bound before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ database: Database, _ sql: String) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        // Whoever used it last may have stopped halfway.
        reset()
    }

    /// Binds the values to the parameters in order.
    func bind(_ values: [SQLValue?]) throws {
        for (index, value) in values.enumerated() { try bind(value, at: CInt(index) + 1) }
    }

    private func bind(_ value: SQLValue?, at index: CInt) throws {
        let code =
            switch value {
            case nil: sqlite3_bind_null(handle, index)
            case .integer(let number): sqlite3_bind_int64(handle, index, number)
            // The address of nothing may be null, and a null pointer binds NULL.
            case .text(""): sqlite3_bind_text(handle, index, "", 0, SQLStatement.transient)
            case .bytes([]): sqlite3_bind_zeroblob(handle, index, 0)
            case .text(var text):
                text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text(
                            handle, index, $0.baseAddress, CInt(clamping: $0.count), SQLStatement.transient)
                    }
                }
            case .bytes(let bytes):
                bytes.withUnsafeBytes {
                    sqlite3_bind_blob(handle, index, $0.baseAddress, CInt(clamping: $0.count), SQLStatement.transient)
                }
            }
        try check(code, SQLITE_OK)
    }

    /// Runs a statement that answers no rows with these values.
    func run(_ values: [SQLValue?]) throws {
        try bind(values)
        let code = sqlite3_step(handle)
        guard code != SQLITE_DONE else {
            sqlite3_reset(handle)
            return
        }
        let error = failure(code)
        sqlite3_reset(handle)
        throw error
    }

    /// Calls `body` for each row until it answers false.
    func eachRow(of table: String, _ body: (SQLRow) throws -> Bool) throws {
        defer { reset() }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            try check(code, SQLITE_ROW)
            guard try body(SQLRow(handle, table: table)) else { return }
        }
    }

    func rows<Value>(of table: String, _ read: (SQLRow) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try eachRow(of: table) {
            values.append(try read($0))
            return true
        }
        return values
    }

    private func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func check(_ code: CInt, _ expected: CInt) throws {
        if code != expected { throw failure(code) }
    }

    private func failure(_ code: CInt) -> DatabaseError {
        let message = database.sqliteConnection.flatMap(sqlite3_errmsg).map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

/// What the columns of our tables hold.
enum SQLValue {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}
