import Gateway
import JSON
import Synchronization
import Testing

/// A store that refuses rows: reads wait for it, writes are not made.
@Suite struct AuditFailureTests {
    private let store = AuditMemoryStore()
    private let failures = Failures()

    final class Failures: Sendable {
        private let errors = Mutex<[StoreError]>([])
        var all: [StoreError] { errors.withLock { $0 } }
        func note(_ error: StoreError) { errors.withLock { $0.append(error) } }
    }

    private func log(_ change: (inout AuditLimits) -> Void = { _ in }) throws -> AuditLog {
        var limits = AuditLimits()
        limits.firstRetry = .milliseconds(5)
        limits.longestRetry = .milliseconds(20)
        change(&limits)
        let failures = failures
        return try AuditLog(
            store: store, key: AuditSample.key, limits: limits, clock: { Timestamp(milliseconds: 5) },
            onFailure: { failures.note($0) })
    }

    @Test func aWriteThatCannotBeWrittenDownIsRefusedAndLeavesNoRow() async throws {
        let log = try log()
        store.change { $0.trouble = .refuses }
        for _ in 0..<200 {
            await #expect(throws: AuditMemoryStore.refusal) { try await log.begin(AuditSample.call()) }
        }
        await #expect(throws: AuditMemoryStore.refusal) { try await log.begin(AuditSample.call()) }
        #expect(failures.all == [AuditMemoryStore.refusal])
        store.change { $0.trouble = .none }
        _ = try await log.begin(AuditSample.call("wix_bookings_cancel"))
        #expect(store.now.rows.map(\.tool) == ["wix_bookings_cancel"])
        #expect(try await log.verify() == AuditVerification(rows: 1, fault: nil))
    }

    @Test func readsAreKeptUntilTheStoreWorksAgain() async throws {
        let log = try log()
        store.change { $0.trouble = .refuses }
        for _ in 0..<1_200 { log.record(AuditSample.call(), AuditSample.ending()) }
        await log.flush()
        while store.now.refusals < 4 { await Task.yield() }
        #expect(store.now.rows.isEmpty)
        #expect(failures.all.count == 1)
        store.change { $0.trouble = .none }
        // Nobody asks: the log tries again by itself.
        while store.now.rows.count < 1_200 { await Task.yield() }
        #expect(try await log.verify() == AuditVerification(rows: 1_200, fault: nil))

        store.change { $0.trouble = .refuses }
        log.record(AuditSample.call(), AuditSample.ending())
        await log.flush()
        #expect(failures.all.count == 2)
    }

    @Test func theEndOfAWriteIsNeverLost() async throws {
        let log = try log { $0.rows = 10 }
        let ticket = try await log.begin(AuditSample.call())
        store.change { $0.trouble = .refuses }
        for _ in 0..<30 { log.record(AuditSample.call(), AuditSample.ending()) }
        log.end(ticket, AuditSample.ending())
        await log.flush()
        store.change { $0.trouble = .none }
        await log.flush()
        #expect(store.now.rows.map(\.kind) == [.begin] + Array(repeating: .call, count: 10) + [.end, .call])
    }

    @Test func whatDidNotFitIsCounted() async throws {
        let log = try log { $0.rows = 10 }
        store.change { $0.trouble = .refuses }
        for _ in 0..<25 { log.record(AuditSample.call(), AuditSample.ending()) }
        await log.flush()
        for _ in 0..<25 { log.record(AuditSample.call(), AuditSample.ending()) }
        store.change { $0.trouble = .none }
        let entries = try await log.page(AuditQuery()).entries
        let lost = entries.filter { $0.json["tool"] == "" }
        #expect(entries.count == 10 + lost.count)
        #expect(lost.first?.json["outcome"] == "unknown")
        #expect(
            entries.compactMap { $0.json["detail"]?.stringValue }.compactMap { Int($0.prefix { $0 != " " }) }
                .reduce(0, +) == 40)
        #expect(try await log.verify() == AuditVerification(rows: entries.count, fault: nil))
    }

    /// The commit reached the disk, the answer did not.
    @Test func aGroupThatWasKeptAfterAllIsNotWrittenTwice() async throws {
        let log = try log()
        store.change { $0.trouble = .keepsSilently }
        log.record(AuditSample.call("list_all_wix_orders"), AuditSample.ending())
        await #expect(throws: AuditMemoryStore.refusal) {
            try await log.begin(AuditSample.call("wix_bookings_cancel"))
        }
        #expect(store.now.rows.map(\.tool) == ["list_all_wix_orders", "wix_bookings_cancel"])
        store.change { $0.trouble = .none }
        await log.flush()
        #expect(store.now.rows.map(\.kind) == [.call, .begin, .end])
        let end = try #require(try await log.page(AuditQuery()).entries.first).json
        #expect(end["outcome"] == "error")
        #expect(end["detail"] == "the call was not made: its beginning was not known to be kept")
        #expect(try await log.verify() == AuditVerification(rows: 3, fault: nil))
    }

    @Test func aStoreThatFailsAtTheStartStopsIt() throws {
        _ = try AuditLog(store: store, key: AuditSample.key)
        store.change { $0.trouble = .keepsSilently }
        #expect(throws: AuditMemoryStore.refusal) { try AuditLog(store: store, key: AuditSample.key) }
    }
}
