import Gateway
import JSON
import Synchronization

/// An audit store whose rows a test can damage and which fails when told to.
final class AuditMemoryStore: AuditStore {
    enum Trouble: Sendable {
        case none
        /// Refuses rows and keeps none.
        case refuses
        /// Keeps rows, says that it did not, and tells nothing afterwards.
        case keepsSilently
    }

    struct Content: Sendable {
        var rows: [AuditRow] = []
        var head: AuditHead?
        var anchor: AuditHead?
        var trouble = Trouble.none
        /// How many rows each transaction had.
        var groups: [Int] = []
        var refusals = 0
    }

    static let refusal = StoreError.failed("the disk is full")
    private let content = Mutex(Content())

    var now: Content { content.withLock { $0 } }
    func change(_ body: (inout Content) -> Void) {
        content.withLock { content in
            var copy = content
            body(&copy)
            content = copy
        }
    }

    func auditHead() throws(StoreError) -> AuditHead? {
        let content = now
        if case .keepsSilently = content.trouble { throw Self.refusal }
        return content.head
    }

    func append(_ rows: [AuditRow], head: AuditHead) throws(StoreError) {
        let isKept = content.withLock { content in
            guard case .none = content.trouble else {
                content.refusals += 1
                if case .keepsSilently = content.trouble {
                    content.rows += rows
                    content.head = head
                }
                return false
            }
            content.rows += rows
            content.head = head
            content.groups.append(rows.count)
            return true
        }
        guard isKept else { throw Self.refusal }
    }

    func auditRows(_ query: AuditQuery) throws(StoreError) -> [AuditRow] {
        let rows = now.rows
        let ended = Set(rows.compactMap(\.beginning))
        return Array(
            rows.reversed().lazy.filter { row in
                !(row.kind == .begin && ended.contains(row.sequence)) && query.matches(row)
            }.prefix(query.limit))
    }

    func openBeginnings() throws(StoreError) -> [AuditRow] {
        let rows = now.rows
        let ended = Set(rows.compactMap(\.beginning))
        return rows.filter { $0.kind == .begin && !ended.contains($0.sequence) }
    }

    func eachAuditRow(_ body: ([AuditRow]) -> Bool) throws(StoreError) {
        let rows = now.rows
        for start in stride(from: 0, to: rows.count, by: 64) {
            guard body(Array(rows[start..<min(start + 64, rows.count)])) else { return }
        }
    }

    func pruneAudit(before time: Timestamp, anchor: (AuditRow) -> AuditHead) throws(StoreError) -> Int {
        let old = now.rows.prefix { $0.time < time }
        guard let last = old.last else { return 0 }
        let mark = anchor(last)
        change { content in
            content.rows.removeFirst(old.count)
            content.anchor = mark
        }
        return old.count
    }

    func auditAnchor() throws(StoreError) -> AuditHead? { now.anchor }
}

extension AuditQuery {
    fileprivate func matches(_ row: AuditRow) -> Bool {
        (accountID ?? row.accountID) == row.accountID && (serverID ?? row.serverID) == row.serverID
            && (tool ?? row.tool) == row.tool && (effect ?? row.effect) == row.effect
            && (outcome == "running" ? row.kind == .begin : (outcome ?? row.outcome) == row.outcome)
            && (from ?? row.time) <= row.time && (to.map { row.time < $0 } ?? true)
            && (before.map { row.sequence < $0 } ?? true) && (after.map { row.sequence > $0 } ?? true)
    }
}

extension AuditRow {
    /// The row with some columns changed, for what a person with access to the file could do.
    func with(
        sequence: Int64? = nil, time: Timestamp? = nil, kind: Kind? = nil, beginning: Int64?? = nil,
        accountID: String? = nil, serverID: String? = nil, tool: String? = nil, effect: String? = nil,
        outcome: String? = nil, body: [UInt8]? = nil, mac: [UInt8]? = nil
    ) -> AuditRow {
        AuditRow(
            sequence: sequence ?? self.sequence, time: time ?? self.time, kind: kind ?? self.kind,
            beginning: beginning ?? self.beginning, accountID: accountID ?? self.accountID,
            serverID: serverID ?? self.serverID, tool: tool ?? self.tool, effect: effect ?? self.effect,
            outcome: outcome ?? self.outcome, body: body ?? self.body, mac: mac ?? self.mac)
    }
}

/// A call and its ending as most tests need them.
enum AuditSample {
    static let key = [UInt8](repeating: 7, count: 32)

    static func call(
        _ tool: String = "wix_contacts_query", effect: String = "read", at milliseconds: Int64 = 1_795_506_300_123,
        server: String = "server", arguments: JSONObject = ["limit": 5]
    ) -> AuditedCall {
        AuditedCall(
            time: Timestamp(milliseconds: milliseconds), accountID: "account", accountName: "Fern & Co",
            serverID: server, serverName: "CRM", clientName: "claude-code", clientVersion: "2.1.0",
            sessionID: "session", tool: tool, effect: effect, arguments: arguments)
    }

    static func ending(_ outcome: AuditEnding.Outcome = .ok, detail: String? = nil) -> AuditEnding {
        AuditEnding(
            time: Timestamp(milliseconds: 1_795_506_300_200), outcome: outcome, detail: detail,
            requests: [
                AuditedRequest(
                    method: "POST", path: "/contacts/v4/contacts/query", status: 200, wixRequestID: "1795.42")
            ],
            resultCharacters: 1_234, duration: .milliseconds(77))
    }

    /// A log with `count` rows that is not used any more, in `store`.
    static func fill(_ store: AuditMemoryStore, rows count: Int) async throws {
        let log = try AuditLog(store: store, key: key)
        for number in 0..<count {
            log.record(call(at: Int64(number) * 1000, arguments: ["limit": .number(JSONNumber(number))]), ending())
        }
        await log.flush()
    }
}
