import GRDB
import Gateway

extension SQLiteStore {
    /// How far a transaction has gone when it returns (sqlite.org/pragma.html#pragma_synchronous).
    enum Durability: String {
        /// To stable storage.
        case full = "FULL"
        /// To the operating system: it survives the end of the process, but not always that of the machine.
        case normal = "NORMAL"
    }

    /// Runs `body` in a transaction on the writing connection: all of it is kept, or nothing.
    func writing<Value>(
        _ durability: Durability, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try StoreError.mapping {
            try database.writeWithoutTransaction { database in
                // SQLite ignores the pragma inside a transaction.
                try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
                var value: Value?
                try database.inTransaction(.immediate) {
                    value = try body(database)
                    return .commit
                }
                guard let value else { throw StoreError.failed("a transaction did not run") }
                return value
            }
        }
    }

    /// Runs `body` on a reading connection, which sees one state of the store for as long as it takes.
    func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try StoreError.mapping { try database.read(body) }
    }
}
