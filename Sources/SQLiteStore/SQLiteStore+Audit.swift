import GRDB
package import Gateway

extension SQLiteStore {
    package func auditHead() throws(StoreError) -> AuditHead? { try reading { try Self.mark(.head, $0) } }

    package func auditAnchor() throws(StoreError) -> AuditHead? { try reading { try Self.mark(.anchor, $0) } }

    package func append(_ rows: [AuditRow], head: AuditHead) throws(StoreError) {
        if rows.isEmpty { return }
        try writing(.normal) { database in
            let insert = try SQLStatement(database, AuditSQL.insert)
            for row in rows {
                let beginning = row.beginning.map { SQLValue.integer($0) }
                try insert.run([
                    .integer(row.sequence), .time(row.time), .text(row.kind.rawValue), beginning, .text(row.accountID),
                    .text(row.serverID), .text(row.tool), .text(row.effect), .text(row.outcome), .bytes(row.body),
                    .bytes(row.mac),
                ])
                switch row.kind {
                case .call: break
                case .begin: try SQLStatement(database, AuditSQL.open).run([.integer(row.sequence)])
                case .end: try SQLStatement(database, AuditSQL.close).run([beginning])
                }
            }
            try Self.set(.head, to: head, database)
        }
    }

    /// The rows of finished calls are complete in themselves: the `body` of an `end` repeats what its `begin` said, so the
    /// two are never joined here, and a beginning may be pruned before its end.
    package func auditRows(_ query: AuditQuery) throws(StoreError) -> [AuditRow] {
        let (sql, values) = AuditSQL.select(query)
        return try reading { database in
            let statement = try SQLStatement(database, sql)
            try statement.bind(values)
            return try statement.rows(of: "audit", Self.row)
        }
    }

    package func openBeginnings() throws(StoreError) -> [AuditRow] {
        try reading { try SQLStatement($0, AuditSQL.openBeginnings).rows(of: "audit", Self.row) }
    }

    /// All of one state of the store, whatever is added meanwhile. `body` must not use the store.
    package func eachAuditRow(_ body: ([AuditRow]) -> Bool) throws(StoreError) {
        try reading { database in
            var batch: [AuditRow] = []
            var wantsMore = true
            try SQLStatement(database, AuditSQL.all).eachRow(of: "audit") { row in
                batch.append(try Self.row(row))
                if batch.count == Self.batchSize {
                    wantsMore = body(batch)
                    batch.removeAll(keepingCapacity: true)
                }
                return wantsMore
            }
            if wantsMore, !batch.isEmpty { _ = body(batch) }
        }
    }

    /// Stops before the first row that is young enough, whatever times the rows after it have: what is left is one piece
    /// of the chain. One transaction for each batch, so that other writes get their turn; the log is whole after each.
    package func pruneAudit(before time: Timestamp, anchor: (AuditRow) -> AuditHead) throws(StoreError) -> Int {
        var removed = 0
        while true {
            let count = try writing(.normal) { database in
                var last: Int64?
                var count = 0
                try SQLStatement(database, AuditSQL.oldest).eachRow(of: "audit") { row in
                    guard count < Self.batchSize, try row.time(1) < time else { return false }
                    last = try row.integer(0)
                    count += 1
                    return true
                }
                guard let last else { return 0 }
                let select = try SQLStatement(database, AuditSQL.one)
                try select.bind([.integer(last)])
                guard let row = try select.rows(of: "audit", Self.row).first else { return 0 }
                try SQLStatement(database, AuditSQL.prune).run([.integer(last)])
                try SQLStatement(database, AuditSQL.pruneOpen).run([.integer(last)])
                try Self.set(.anchor, to: anchor(row), database)
                return count
            }
            removed += count
            if count < Self.batchSize { return removed }
        }
    }

    /// Rows that are handed over, or removed, at once.
    private static let batchSize = 1000

    /// The two places in the chain that are kept beside it.
    private enum Mark: String { case head, anchor }

    private static func mark(_ mark: Mark, _ database: Database) throws -> AuditHead? {
        let statement = try SQLStatement(database, AuditSQL.mark)
        try statement.bind([.text(mark.rawValue)])
        return try statement.rows(of: "audit_marks") { row in
            AuditHead(sequence: try row.integer(1), mac: try row.bytes(2), seal: try row.bytes(3))
        }.first
    }

    private static func set(_ mark: Mark, to head: AuditHead, _ database: Database) throws {
        try SQLStatement(database, AuditSQL.setMark).run([
            .text(mark.rawValue), .integer(head.sequence), .bytes(head.mac), .bytes(head.seal),
        ])
    }

    private static func row(_ row: SQLRow) throws(StoreError) -> AuditRow {
        AuditRow(
            sequence: try row.integer(0), time: try row.time(1), kind: try row.value(2, AuditRow.Kind.init),
            beginning: try row.optionalInteger(3), accountID: try row.text(4), serverID: try row.text(5),
            tool: try row.text(6), effect: try row.text(7), outcome: try row.text(8), body: try row.bytes(9),
            mac: try row.bytes(10))
    }
}
