import Dispatch
import Synchronization

/// Keeps what agents did: rows are chained by a keyed hash, written in groups off the loops.
///
/// `record`, `begin` and `end` may come from any loop: they append to a buffer and no more. A serial queue takes from
/// it, redacts, encodes, chains and writes: every 50 ms, or at once when somebody waits or a group is full.
package final class AuditLog: Sendable {
    private let store: any AuditStore
    private let chain: AuditChain
    private let clock: @Sendable () -> Timestamp
    private let onFailure: (@Sendable (StoreError) -> Void)?
    private let limits: AuditLimits
    private let inbox: Mutex<AuditInbox>
    /// Held while the store writes, so only for work on `queue` and, to read the head, on `maintenance`.
    private let writer: Mutex<AuditWriter>
    private let queue = DispatchQueue(label: "wixmcpd.audit")
    private let reading = DispatchQueue(label: "wixmcpd.audit.reading", attributes: .concurrent)
    /// Verifying and pruning, one at a time: rows must not go while they are counted.
    private let maintenance = DispatchQueue(label: "wixmcpd.audit.maintenance")

    /// Ends what an earlier process left open, as `unknown`. Blocks; call before the loops serve.
    /// - Parameters:
    ///   - key: 32 bytes; the chain can only be made and checked with it.
    ///   - onFailure: told once, on a thread of the log's own, when the store begins to refuse rows; again only after it
    ///     has worked in between.
    package init(
        store: any AuditStore, key: [UInt8], limits: AuditLimits = AuditLimits(),
        clock: @escaping @Sendable () -> Timestamp = { .now }, onFailure: (@Sendable (StoreError) -> Void)? = nil
    ) throws(StoreError) {
        self.store = store
        self.clock = clock
        self.limits = limits
        self.onFailure = onFailure
        chain = AuditChain(key: key)
        inbox = Mutex(AuditInbox(limits))
        writer = Mutex(
            try AuditWriter(store: store, chain: chain, groupSize: limits.transaction, clock: clock))
    }

    /// Writes down a call that may change the site. Returns when the row is kept; throws when it could not be, and then
    /// the call must not be made. From a loop: does not block it.
    package func begin(_ call: AuditedCall) async throws(StoreError) -> AuditTicket {
        let answer = await withCheckedContinuation { submit(.begin(call, $0)) }
        return try answer.get()
    }

    /// Completes that row; does not wait.
    package func end(_ ticket: AuditTicket, _ ending: AuditEnding) { submit(.end(ticket, ending)) }

    /// Writes down a call that changed nothing; does not wait. Beyond 100,000 rows that the store has not taken yet the
    /// call is only counted.
    package func record(_ call: AuditedCall, _ ending: AuditEnding) { submit(.call(call, ending)) }

    /// Returns when all that was said before is kept, or was refused by the store and waits for it to work again.
    package func flush() async { await withCheckedContinuation { submit(.mark($0)) } }

    private func submit(_ item: AuditItem) {
        switch inbox.withLock({ $0.add(item) }) {
        case .nothing: break
        case .now: queue.async { self.write(.queued) }
        case .later: queue.asyncAfter(deadline: .now() + limits.delay.dispatchInterval) { self.write(.timer) }
        }
    }

    /// Call on `queue`.
    private func write(_ cause: AuditInbox.Cause) {
        let (items, lost) = inbox.withLock { $0.take(cause) }
        let (marks, backlog, failure, isNew) = writer.withLock { writer in
            let wasFailing = writer.failure != nil
            let marks = writer.write(items, lost: lost, isRetry: cause == .retry)
            return (marks, writer.backlogCount, writer.failure, !wasFailing)
        }
        let retry = inbox.withLock { $0.noteFlush(backlog: backlog, isFailing: failure != nil) }
        if let failure, isNew { onFailure?(failure) }
        for mark in marks { mark.resume() }
        if let retry { queue.asyncAfter(deadline: .now() + retry.dispatchInterval) { self.write(.retry) } }
    }
}

extension AuditLog {
    /// The matching calls, newest first, with all that was said before.
    package func page(_ query: AuditQuery) async throws(StoreError) -> AuditPage {
        await flush()
        return try await rows(query)
    }

    func rows(_ query: AuditQuery) async throws(StoreError) -> AuditPage {
        let store = store
        return try await Self.run(on: reading) { () throws(StoreError) in
            var query = query
            let limit = max(1, query.limit)
            // One more tells whether there is another page.
            query.limit = limit + 1
            let entries = try store.auditRows(query)
            let page = entries.prefix(limit).map(AuditEntry.init)
            return AuditPage(entries: page, next: entries.count > limit ? page.last?.sequence : nil)
        }
    }

    /// Walks the whole chain.
    package func verify() async throws(StoreError) -> AuditVerification {
        await flush()
        return try await Self.run(on: maintenance) { () throws(StoreError) in
            // What this process has written is known without the store's word for it.
            let written = self.writer.withLock { $0.head.sequence }
            return try AuditVerifier.verify(self.store, self.chain, atLeast: written)
        }
    }

    /// Removes entries older than `age`; answers how many.
    package func prune(olderThan age: Duration) async throws(StoreError) -> Int {
        try await Self.run(on: maintenance) { () throws(StoreError) in
            let limit = self.clock() + (.zero - age)
            return try self.store.pruneAudit(before: limit) { row in
                self.chain.sealed(.anchor, sequence: row.sequence, mac: row.mac)
            }
        }
    }

    private static func run<Value: Sendable>(
        on queue: DispatchQueue, _ work: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(StoreError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}

/// Names the row that `end` completes.
package struct AuditTicket: Sendable {
    let beginning: AuditRow
}

extension Duration {
    var wholeMilliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
    fileprivate var dispatchInterval: DispatchTimeInterval { .milliseconds(wholeMilliseconds) }
}
