import Gateway
import Testing

/// Every way to change what is kept, each found and named.
@Suite struct AuditChainTests {
    typealias Content = AuditMemoryStore.Content

    private static func verify(
        rows: Int = 200, key: [UInt8] = AuditSample.key, _ damage: (inout Content) -> Void
    ) async throws -> AuditVerification {
        let store = AuditMemoryStore()
        try await AuditSample.fill(store, rows: rows)
        store.change(damage)
        return try await AuditLog(store: store, key: key).verify()
    }

    @Test func aLogThatNobodyTouchedVerifies() async throws {
        for rows in [0, 1, 200] {
            #expect(try await Self.verify(rows: rows) { _ in } == AuditVerification(rows: rows, fault: nil))
        }
    }

    static let changes: [(String, @Sendable (AuditRow) -> AuditRow)] = [
        ("time", { $0.with(time: Timestamp(milliseconds: $0.time.milliseconds + 1)) }),
        ("kind", { $0.with(kind: .begin) }),
        ("beginning", { $0.with(beginning: .some(3)) }),
        ("account", { $0.with(accountID: "other") }),
        ("server", { $0.with(serverID: "other") }),
        ("tool", { $0.with(tool: "wix_posts_query") }),
        ("effect", { $0.with(effect: "delete") }),
        ("outcome", { $0.with(outcome: "error") }),
        ("body", { $0.with(body: $0.body.map { $0 == UInt8(ascii: "5") ? UInt8(ascii: "6") : $0 } + [32]) }),
        ("mac", { $0.with(mac: $0.mac.reversed()) }),
        ("no mac", { $0.with(mac: []) }),
        ("text moved between columns", { $0.with(accountID: $0.accountID + $0.serverID, serverID: "") }),
    ]

    @Test(arguments: changes.indices) func aChangedColumnIsFound(_ index: Int) async throws {
        for row in [0, 16, 63, 64, 199] {
            let result = try await Self.verify { $0.rows[row] = Self.changes[index].1($0.rows[row]) }
            #expect(result == AuditVerification(rows: row, fault: "row \(row + 1) was changed"))
        }
    }

    static let damages: [(Int, String, @Sendable (inout Content) -> Void)] = [
        (16, "row 17 is missing", { $0.rows.remove(at: 16) }),
        (17, "rows 18 to 20 are missing", { $0.rows.removeSubrange(17..<20) }),
        (0, "row 1 is missing", { $0.rows.removeFirst() }),
        (0, "rows 1 to 10 are missing", { $0.rows.removeFirst(10) }),
        (199, "row 200 is missing", { $0.rows.removeLast() }),
        (150, "rows 151 to 200 are missing", { $0.rows.removeLast(50) }),
        (0, "rows 1 to 200 are missing", { $0.rows = [] }),
        // With the numbers of the rest put right.
        (16, "row 17 was changed", { delete(17, from: &$0) }),
        (16, "row 17 was inserted", { insert($0.rows[99], at: 17, in: &$0) }),
        (99, "row 100 was inserted", { insert($0.rows[16].with(mac: [1]), at: 100, in: &$0) }),
        (199, "row 200 was inserted", { insert($0.rows[16], at: 200, in: &$0) }),
        (200, "row 201 was added to the end", { insert($0.rows[16], at: 201, in: &$0) }),
        (4, "rows 5 and 6 were swapped", { swap(5, 6, in: &$0) }),
        (4, "rows 5 and 150 were swapped", { swap(5, 150, in: &$0) }),
        (0, "rows 1 and 200 were swapped", { swap(1, 200, in: &$0) }),
        (4, "row 5 was changed", { $0.rows[4] = $0.rows[5].with(sequence: 5, mac: $0.rows[4].mac) }),
        (6, "row 5 stands where it does not belong", { $0.rows.insert($0.rows[4], at: 6) }),
        (200, "the mark of the log's end is missing", { $0.head = nil }),
        (
            200, "the mark of the log's end was changed",
            { content in
                content.head = content.head.map { AuditHead(sequence: 200, mac: $0.mac, seal: []) }
            }
        ),
        (
            150, "the mark of the log's end was changed",
            { content in
                content.rows.removeLast(50)
                content.head = content.head.map { head in
                    AuditHead(sequence: 150, mac: content.rows[149].mac, seal: head.seal)
                }
            }
        ),
        (
            0, "the mark of where the kept rows begin was changed",
            { content in
                content.anchor = AuditHead(sequence: 10, mac: content.rows[9].mac, seal: content.rows[9].mac)
                content.rows.removeFirst(10)
            }
        ),
        // A head is not an anchor: all rows would look pruned.
        (
            0, "the mark of where the kept rows begin was changed",
            { content in
                content.anchor = content.head
                content.rows = []
            }
        ),
    ]

    @Test(arguments: damages.indices) func damageIsFoundAndNamed(_ index: Int) async throws {
        let (rows, fault, damage) = Self.damages[index]
        #expect(try await Self.verify(damage) == AuditVerification(rows: rows, fault: fault))
    }

    @Test func anotherKeyDoesNotVerify() async throws {
        let result = try await Self.verify(key: [UInt8](repeating: 8, count: 32)) { _ in }
        #expect(result == AuditVerification(rows: 0, fault: "row 1 was changed"))
    }

    /// Without the file: what the running daemon wrote it knows.
    @Test func aLogPutBackToAnOlderStateIsFoundWhileTheDaemonRuns() async throws {
        let store = AuditMemoryStore()
        let log = try AuditLog(store: store, key: AuditSample.key)
        for _ in 0..<3 { log.record(AuditSample.call(), AuditSample.ending()) }
        await log.flush()
        let old = store.now
        for _ in 0..<3 { log.record(AuditSample.call(), AuditSample.ending()) }
        await log.flush()
        store.change { $0 = old }
        #expect(try await log.verify() == AuditVerification(rows: 3, fault: "rows 4 to 6 are missing"))
    }

    /// What is written after the damage must not cover it.
    @Test(arguments: damages.indices) func damageStaysFoundAfterMoreRows(_ index: Int) async throws {
        let store = AuditMemoryStore()
        try await AuditSample.fill(store, rows: 200)
        store.change(Self.damages[index].2)
        let log = try AuditLog(store: store, key: AuditSample.key)
        for _ in 0..<30 { log.record(AuditSample.call(), AuditSample.ending()) }
        await log.flush()
        #expect(store.now.rows.count >= 30)
        #expect(try await log.verify().fault != nil)
        let restarted = try AuditLog(store: store, key: AuditSample.key)
        #expect(try await restarted.verify().fault != nil)
    }

    @Test func aHeadPutBackIsFound() async throws {
        let store = AuditMemoryStore()
        try await AuditSample.fill(store, rows: 15)
        let old = store.now.head
        let log = try AuditLog(store: store, key: AuditSample.key)
        for _ in 0..<5 { log.record(AuditSample.call(), AuditSample.ending()) }
        await log.flush()
        store.change { $0.head = old }
        let fault = "row 16 stands behind the mark of the log's end"
        #expect(try await log.verify() == AuditVerification(rows: 20, fault: fault))
        let restarted = try AuditLog(store: store, key: AuditSample.key)
        #expect(try await restarted.verify() == AuditVerification(rows: 20, fault: fault))
    }

    @Test func afterABrokenHeadTheFaultNamesIt() async throws {
        let store = AuditMemoryStore()
        try await AuditSample.fill(store, rows: 20)
        store.change { $0.head = nil }
        let log = try AuditLog(store: store, key: AuditSample.key)
        log.record(AuditSample.call(), AuditSample.ending())
        #expect(
            try await log.verify()
                == AuditVerification(rows: 20, fault: "the mark of the log's end was changed before row 21 was written")
        )
    }

    @Test func pruningKeepsAnAnchor() async throws {
        let store = AuditMemoryStore()
        try await AuditSample.fill(store, rows: 200)
        let log = try AuditLog(store: store, key: AuditSample.key, clock: { Timestamp(milliseconds: 150_000) })
        #expect(try await log.prune(olderThan: .seconds(100)) == 50)
        #expect(try await log.verify() == AuditVerification(rows: 150, fault: nil))
        #expect(try await log.prune(olderThan: .seconds(100)) == 0)
        let pruned = store.now
        store.change { $0.rows.removeFirst() }
        #expect(try await log.verify() == AuditVerification(rows: 0, fault: "row 51 is missing"))
        store.change { $0 = pruned }
        store.change { $0.anchor = nil }
        #expect(try await log.verify() == AuditVerification(rows: 0, fault: "rows 1 to 50 are missing"))
    }

    @Test func aLogPrunedToNothingVerifiesAndGoesOn() async throws {
        let store = AuditMemoryStore()
        try await AuditSample.fill(store, rows: 20)
        let log = try AuditLog(store: store, key: AuditSample.key, clock: { Timestamp(milliseconds: 1_000_000) })
        #expect(try await log.prune(olderThan: .seconds(1)) == 20)
        #expect(try await log.verify() == AuditVerification(rows: 0, fault: nil))
        let restarted = try AuditLog(store: store, key: AuditSample.key)
        restarted.record(AuditSample.call(), AuditSample.ending())
        #expect(try await restarted.verify() == AuditVerification(rows: 1, fault: nil))
        #expect(store.now.rows.map(\.sequence) == [21])
    }
}

extension AuditChainTests {
    private static func renumber(_ content: inout Content) {
        content.rows = content.rows.enumerated().map { $1.with(sequence: Int64($0 + 1)) }
    }
    private static func delete(_ sequence: Int, from content: inout Content) {
        content.rows.remove(at: sequence - 1)
        renumber(&content)
    }
    private static func insert(_ row: AuditRow, at sequence: Int, in content: inout Content) {
        content.rows.insert(row, at: sequence - 1)
        renumber(&content)
    }
    private static func swap(_ first: Int, _ second: Int, in content: inout Content) {
        content.rows.swapAt(first - 1, second - 1)
        renumber(&content)
    }
}
