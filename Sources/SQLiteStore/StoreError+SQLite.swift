import GRDB
import Gateway

extension StoreError {
    /// What an error of SQLite means for the operator.
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(StoreError.words(for: error))
        default: self = .failed(StoreError.words(for: error))
        }
    }

    /// Without the values of the statement, which `DatabaseError.description` may show.
    static func words(for error: DatabaseError) -> String {
        switch error.resultCode {
        case .SQLITE_FULL: "the disk is full; free some space"
        case .SQLITE_READONLY: "its file is read-only"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program holds its file locked"
        case .SQLITE_CORRUPT: "its file is not whole"
        case .SQLITE_NOTADB: "its file is not an SQLite database"
        case .SQLITE_IOERR: "reading or writing its file failed (SQLite's code \(error.extendedResultCode.rawValue))"
        case .SQLITE_MISUSE: "it is closed"
        case .SQLITE_CONSTRAINT: "a change does not fit what is kept (\(error.message ?? "a rule is broken"))"
        default: error.message ?? "SQLite answers \(error.extendedResultCode.rawValue)"
        }
    }

    /// Runs `body`, whose errors are SQLite's and ours.
    static func mapping<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error)
        } catch {
            throw .failed("\(error)")
        }
    }
}
