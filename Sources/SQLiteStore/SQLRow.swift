import GRDBSQLite
import Gateway

/// The current row of a statement; not good any more after the next step. The first column is the row's id.
///
/// What is not as the daemon writes it throws `StoreError.damaged`, which names the table, the id and the column.
struct SQLRow {
    private let handle: OpaquePointer
    private let table: String

    init(_ handle: OpaquePointer, table: String) {
        self.handle = handle
        self.table = table
    }

    func text(_ column: CInt) throws(StoreError) -> String {
        guard let text = try optionalText(column) else { throw damaged(column, "is missing") }
        return text
    }

    func optionalText(_ column: CInt) throws(StoreError) -> String? {
        guard let bytes = try content(column, SQLITE_TEXT, "is not text") else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw damaged(column, "is not UTF-8") }
        return text
    }

    func integer(_ column: CInt) throws(StoreError) -> Int64 {
        guard let number = try optionalInteger(column) else { throw damaged(column, "is missing") }
        return number
    }

    func optionalInteger(_ column: CInt) throws(StoreError) -> Int64? {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return nil
        case SQLITE_INTEGER: return sqlite3_column_int64(handle, column)
        default: throw damaged(column, "is not a number")
        }
    }

    func bytes(_ column: CInt) throws(StoreError) -> [UInt8] {
        guard let bytes = try optionalBytes(column) else { throw damaged(column, "is missing") }
        return bytes
    }

    func optionalBytes(_ column: CInt) throws(StoreError) -> [UInt8]? {
        try content(column, SQLITE_BLOB, "is not bytes").map { Array($0) }
    }

    /// The value that `make` makes of the column's text.
    func value<Value>(_ column: CInt, _ make: (String) -> Value?) throws(StoreError) -> Value {
        guard let value = make(try text(column)) else { throw damaged(column, "has an unknown value") }
        return value
    }

    func time(_ column: CInt) throws(StoreError) -> Timestamp { Timestamp(milliseconds: try integer(column)) }

    func optionalTime(_ column: CInt) throws(StoreError) -> Timestamp? {
        try optionalInteger(column).map { Timestamp(milliseconds: $0) }
    }

    func hash(_ column: CInt) throws(StoreError) -> TokenHash {
        guard let hash = try optionalHash(column) else { throw damaged(column, "is missing") }
        return hash
    }

    func optionalHash(_ column: CInt) throws(StoreError) -> TokenHash? {
        guard let bytes = try optionalBytes(column) else { return nil }
        guard let hash = TokenHash(bytes: bytes) else { throw damaged(column, "does not have 32 bytes") }
        return hash
    }

    func damaged(_ column: CInt, _ problem: String) -> StoreError {
        let name = sqlite3_column_name(handle, column).map { String(cString: $0) } ?? "column \(column)"
        // Also of a row whose id is no text.
        let id = sqlite3_column_text(handle, 0).map { String(cString: $0) } ?? "without an id"
        return .damaged("\(name) of row \(id) in table \(table) \(problem)")
    }

    /// The bytes of a text or blob column, good until the next step; nil for NULL.
    private func content(
        _ column: CInt, _ type: CInt, _ problem: String
    ) throws(StoreError) -> UnsafeBufferPointer<UInt8>? {
        let actual = sqlite3_column_type(handle, column)
        if actual == SQLITE_NULL { return nil }
        guard actual == type else { throw damaged(column, problem) }
        // The pointer first, then the count (sqlite.org/c3ref/column_blob.html).
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count)
    }
}
