import Dispatch
import GRDB
import Gateway
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct AuditStoreTests {
    private let store: SQLiteStore
    init() throws { store = try SQLiteStore.inMemory() }

    private func sequences(_ change: (inout AuditQuery) -> Void = { _ in }) throws -> [Int64] {
        var query = AuditQuery()
        change(&query)
        return try store.auditRows(query).map(\.sequence)
    }

    private var all: [AuditRow] {
        get throws {
            var rows: [AuditRow] = []
            try store.eachAuditRow {
                rows += $0
                return true
            }
            return rows
        }
    }

    @Test func anEmptyLogHasNoHead() throws {
        #expect(try store.auditHead() == nil)
        #expect(try store.auditAnchor() == nil)
        #expect(try sequences() == [])
        #expect(try store.openBeginnings() == [])
        #expect(try all == [])
    }

    @Test func keepsRowsAndHeadTogether() throws {
        let empty = AuditRow(
            sequence: 3, time: Timestamp(milliseconds: -1), kind: .end, beginning: 2, accountID: "", serverID: "",
            tool: "with \u{0} and é", effect: "", outcome: "unknown", body: [], mac: [])
        let rows = [AuditRow.row(1), .row(2, .begin, effect: "create"), empty]
        try store.append(rows)
        #expect(try all == rows)
        #expect(try store.auditHead() == empty.head)
        // A row that is there already takes the batch with it.
        #expect(throws: StoreError.self) { try store.append([.row(4), .row(3)]) }
        #expect(try all == rows)
        #expect(try store.auditHead() == empty.head)
    }

    @Test func rowsAreNotKeptWithoutTheirHead() throws {
        try store.writing(.full) {
            try $0.execute(
                sql: """
                    CREATE TRIGGER refusal BEFORE INSERT ON audit_marks BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
        #expect(throws: StoreError.self) { try store.append([.row(1), .row(2, .begin)]) }
        #expect(try all == [])
        #expect(try store.openBeginnings() == [])
    }

    @Test func aCallIsOneEntry() throws {
        try store.append([
            .row(1), .row(2, .begin), .row(3, .begin), .row(4), .row(5, .end, of: 2, outcome: "error"),
        ])
        #expect(try sequences() == [5, 4, 3, 1])
        #expect(try store.openBeginnings().map(\.sequence) == [3])
        #expect(try sequences { $0.outcome = "running" } == [3])
        try store.append([.row(6, .end, of: 3, outcome: "unknown")])
        #expect(try sequences() == [6, 5, 4, 1])
        #expect(try store.openBeginnings() == [])
        #expect(try sequences { $0.outcome = "running" } == [])
    }

    static let queries: [(name: String, change: @Sendable (inout AuditQuery) -> Void, expected: [Int64])] = [
        ("all", { _ in }, [8, 7, 6, 5, 3, 2, 1]),
        ("account", { $0.accountID = "b" }, [8, 5, 2]),
        ("server", { $0.serverID = "s2" }, [5, 3]),
        ("tool", { $0.tool = "create_a_wix_contact" }, [8, 5]),
        ("effect", { $0.effect = "read" }, [7, 6, 3, 2, 1]),
        ("ok", { $0.outcome = "ok" }, [7, 6, 5, 3, 1]),
        ("error", { $0.outcome = "error" }, [2]),
        ("running", { $0.outcome = "running" }, [8]),
        ("from", { $0.from = Timestamp(milliseconds: 6000) }, [8, 7, 6]),
        ("to is exclusive", { $0.to = Timestamp(milliseconds: 6000) }, [5, 3, 2, 1]),
        ("before", { $0.before = 5 }, [3, 2, 1]),
        ("after", { $0.after = 5 }, [8, 7, 6]),
        ("limit", { $0.limit = 2 }, [8, 7]),
        ("no limit below zero", { $0.limit = -1 }, []),
        (
            "everything at once",
            {
                $0.accountID = "a"
                $0.effect = "read"
                $0.outcome = "ok"
                $0.from = Timestamp(milliseconds: 1000)
                $0.to = Timestamp(milliseconds: 8000)
                $0.after = 1
                $0.before = 7
                $0.limit = 1
            }, [6]
        ),
        ("no SQL", { $0.tool = "' OR 1 = 1 --" }, []),
    ]

    @Test(arguments: queries) func finds(
        _ query: (name: String, change: @Sendable (inout AuditQuery) -> Void, expected: [Int64])
    ) throws {
        let tool = "create_a_wix_contact"
        try store.append([
            .row(1), .row(2, account: "b", outcome: "error"), .row(3, server: "s2"),
            .row(4, .begin, account: "b", server: "s2", tool: tool, effect: "create"),
            .row(5, .end, of: 4, account: "b", server: "s2", tool: tool, effect: "create"), .row(6), .row(7),
            .row(8, .begin, account: "b", tool: tool, effect: "create"),
        ])
        #expect(try sequences(query.change) == query.expected, "\(query.name)")
    }

    @Test func walksTheWholeChainInOrderAndStopsWhenAsked() throws {
        try store.append((1...2500).map { .row($0) })
        var batches: [[Int64]] = []
        try store.eachAuditRow {
            batches.append($0.map(\.sequence))
            return true
        }
        #expect(batches.joined().elementsEqual(1...2500))
        #expect(batches.count == 3)
        batches = []
        try store.eachAuditRow {
            batches.append($0.map(\.sequence))
            return false
        }
        #expect(batches.map(\.count) == [1000])
    }

    @Test func prunesFromTheOldEndAndKeepsTheAnchor() throws {
        // The clock went back once: row 3 is older than row 2.
        try store.append([
            .row(1), .row(2, .begin, time: 5000), .row(3, time: 2000), .row(4, time: 6000), .row(5, .end, of: 2),
            .row(6, time: 1000),
        ])
        #expect(try store.pruneAudit(before: Timestamp(milliseconds: 1000)) { $0.head } == 0)
        #expect(try store.auditAnchor() == nil)
        #expect(try store.pruneAudit(before: Timestamp(milliseconds: 1001)) { $0.head } == 1)
        #expect(try store.auditAnchor() == AuditRow.row(1).head)
        // A row between two that are kept stays, however old it says it is.
        #expect(try store.pruneAudit(before: Timestamp(milliseconds: 3000)) { $0.head } == 0)
        #expect(try store.pruneAudit(before: Timestamp(milliseconds: 6000)) { $0.head } == 2)
        #expect(try all.map(\.sequence) == [4, 5, 6])
        #expect(try store.auditAnchor() == AuditRow.row(3).head)
        #expect(try sequences() == [6, 5, 4])
        #expect(try store.pruneAudit(before: Timestamp(milliseconds: .max)) { $0.head } == 3)
        #expect(try all == [])
        #expect(try store.auditAnchor()?.sequence == 6)
        #expect(try store.auditHead()?.sequence == 6)
    }

    @Test func prunesMoreThanOneBatch() throws {
        try store.append((1...3500).map { .row($0, $0 == 1 ? .begin : .call) })
        var anchors: [Int64] = []
        let count = try store.pruneAudit(before: Timestamp(milliseconds: 3_400_000)) {
            anchors.append($0.sequence)
            return $0.head
        }
        #expect(count == 3399)
        #expect(anchors == [1000, 2000, 3000, 3399])
        #expect(try all.map(\.sequence) == Array(3400...3500))
        #expect(try store.openBeginnings() == [])
    }

    @Test(arguments: [
        ("UPDATE audit SET kind = 'odd'", "kind of row 1 in table audit has an unknown value"),
        ("UPDATE audit SET tool = CAST(x'ff' AS TEXT)", "tool of row 1 in table audit is not UTF-8"),
    ]) func aRowThatMakesNoSenseIsNamed(_ sql: String, _ words: String) throws {
        try store.append([.row(1)])
        try store.writing(.full) { try $0.execute(sql: sql) }
        #expect(throws: StoreError.damaged(words)) { try all }
        #expect(throws: StoreError.damaged(words)) { try sequences() }
    }

    @Test func aReaderSeesOneStateWhileRowsAreAdded() throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.database)
        try store.append((1...1500).map { .row($0) })
        var seen: [Int] = []
        try store.eachAuditRow { rows in
            seen.append(rows.count)
            // From another thread, as the writer of the log is.
            let added = DispatchQueue.global().sync { () -> Int64? in
                try? store.append([.row(1500 + Int64(seen.count))])
                return try? store.auditHead()?.sequence
            }
            #expect(added == 1500 + Int64(seen.count))
            return true
        }
        #expect(seen == [1000, 500])
        try store.close()
    }
}
