import Gateway

/// The statements of the audit log.
enum AuditSQL {
    private static let columns = """
        sequence, time, kind, beginning, account_id, server_id, tool, effect, outcome, body, mac
        """
    static let insert = "INSERT INTO audit (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    static let open = "INSERT INTO audit_open (sequence) VALUES (?)"
    static let close = "DELETE FROM audit_open WHERE sequence = ?"
    static let openBeginnings = """
        SELECT \(columns) FROM audit WHERE sequence IN (SELECT sequence FROM audit_open) ORDER BY sequence
        """
    static let all = "SELECT \(columns) FROM audit ORDER BY sequence"
    static let oldest = "SELECT sequence, time FROM audit ORDER BY sequence"
    static let one = "SELECT \(columns) FROM audit WHERE sequence = ?"
    static let prune = "DELETE FROM audit WHERE sequence <= ?"
    static let pruneOpen = "DELETE FROM audit_open WHERE sequence <= ?"
    static let mark = "SELECT name, sequence, mac, seal FROM audit_marks WHERE name = ?"
    static let setMark = """
        INSERT INTO audit_marks (name, sequence, mac, seal) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence, mac = excluded.mac, seal = excluded.seal
        """

    /// The entries that `query` asks for: one row for each call, the last there is of it.
    static func select(_ query: AuditQuery) -> (sql: String, values: [SQLValue]) {
        var conditions: [String] = []
        var values: [SQLValue] = []
        func require(_ condition: String, _ value: SQLValue?) {
            guard let value else { return }
            conditions.append(condition)
            values.append(value)
        }
        if query.outcome == "running" {
            conditions.append("sequence IN (SELECT sequence FROM audit_open)")
        } else {
            conditions.append("(kind <> 'begin' OR sequence IN (SELECT sequence FROM audit_open))")
            require("outcome = ?", query.outcome.map { .text($0) })
        }
        require("account_id = ?", query.accountID.map { .text($0) })
        require("server_id = ?", query.serverID.map { .text($0) })
        require("tool = ?", query.tool.map { .text($0) })
        require("effect = ?", query.effect.map { .text($0) })
        require("time >= ?", query.from.map { .integer($0.milliseconds) })
        require("time < ?", query.to.map { .integer($0.milliseconds) })
        require("sequence < ?", query.before.map { .integer($0) })
        require("sequence > ?", query.after.map { .integer($0) })
        values.append(.integer(Int64(max(0, query.limit))))
        return (
            "SELECT \(columns) FROM audit WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT ?",
            values
        )
    }
}
