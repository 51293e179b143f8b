/// What the loops report.
enum AuditItem: Sendable {
    case call(AuditedCall, AuditEnding)
    case begin(AuditedCall, CheckedContinuation<Result<AuditTicket, StoreError>, Never>)
    case end(AuditTicket, AuditEnding)
    /// Resumed when all before it is kept, or was refused.
    case mark(CheckedContinuation<Void, Never>)
}

/// Turns reports into rows and has them kept, a group in one transaction. What the store refuses stays in the backlog.
struct AuditWriter: Sendable {
    private let store: any AuditStore
    private let chain: AuditChain
    private let clock: @Sendable () -> Timestamp
    private let groupSize: Int
    private var drafting = AuditDrafting()
    /// Rows without a place in the chain.
    private var backlog: [AuditRow] = []
    private var lost = 0
    /// A group of which the store could not say whether it was kept.
    private var unsettled: Group?
    /// The last row kept.
    private(set) var head: AuditHead
    /// Why the store refused the last group; nil again when it has kept another.
    private(set) var failure: StoreError?

    private struct Group: Sendable {
        let rows: [AuditRow]
        let head: AuditHead
    }

    private struct Beginning {
        let row: AuditRow
        let continuation: CheckedContinuation<Result<AuditTicket, StoreError>, Never>
    }

    init(
        store: any AuditStore, chain: AuditChain, groupSize: Int, clock: @escaping @Sendable () -> Timestamp
    ) throws(StoreError) {
        self.store = store
        self.chain = chain
        self.groupSize = groupSize
        self.clock = clock
        head = try Self.start(store, chain)
        backlog = try store.openBeginnings().map {
            AuditDrafting.end($0, .unknown, detail: "the daemon stopped before the answer")
        }
        while !backlog.isEmpty { try keepGroup([]) }
    }

    /// Where to go on: behind everything there is, so that rows can be added even to a log that was tampered with. A
    /// head that is not ours must not be sealed anew, or the tampering would vanish.
    private static func start(_ store: any AuditStore, _ chain: AuditChain) throws(StoreError) -> AuditHead {
        var newest = AuditQuery()
        newest.limit = 1
        let kept = try store.auditHead()
        let anchor = try store.auditAnchor()
        let last = max(try store.auditRows(newest).first?.sequence ?? 0, kept?.sequence ?? 0, anchor?.sequence ?? 0)
        guard last < .max - 1 << 40 else { throw .damaged("the audit log has a row numbered \(last)") }
        if let kept, chain.isSealed(kept, as: .head) {
            return AuditHead(sequence: last, mac: kept.mac, seal: kept.seal)
        }
        let isNew = kept == nil && last == 0
        return AuditHead(sequence: last, mac: isNew ? AuditChain.genesis : AuditChain.broken, seal: [])
    }

    /// The rows that wait for a store that works.
    var backlogCount: Int { backlog.count }

    /// Makes rows of `items` and has them kept. While the store fails, reads wait for `isRetry` or somebody who wants
    /// to know. Answers whom to tell that it is done.
    mutating func write(
        _ items: [AuditItem], lost: Int, isRetry: Bool
    ) -> [CheckedContinuation<Void, Never>] {
        self.lost += lost
        var beginnings: [Beginning] = []
        var marks: [CheckedContinuation<Void, Never>] = []
        for item in items {
            switch item {
            case .call(let call, let ending): backlog.append(drafting.call(call, ending))
            case .end(let ticket, let ending): backlog.append(AuditDrafting.end(ticket.beginning, ending))
            case .begin(let call, let continuation):
                beginnings.append(Beginning(row: drafting.beginning(call), continuation: continuation))
            case .mark(let continuation): marks.append(continuation)
            }
        }
        if failure == nil || isRetry || !beginnings.isEmpty || !marks.isEmpty { keepAll(&beginnings) }
        return marks
    }

    /// Keeps the backlog, then the beginnings; those that cannot be kept are refused.
    private mutating func keepAll(_ beginnings: inout [Beginning]) {
        do throws(StoreError) {
            try settle()
            while !backlog.isEmpty || !beginnings.isEmpty || lost > 0 {
                if lost > 0, backlog.count < groupSize {
                    backlog.append(AuditDrafting.loss(of: lost, at: clock()))
                    lost = 0
                }
                let begun = backlog.count <= groupSize ? beginnings : []
                let rows = try keepGroup(begun.map(\.row)).suffix(begun.count)
                failure = nil
                for (beginning, row) in zip(begun, rows) {
                    beginning.continuation.resume(returning: .success(AuditTicket(beginning: row)))
                }
                if !begun.isEmpty { beginnings = [] }
            }
        } catch {
            failure = error
            for beginning in beginnings { beginning.continuation.resume(returning: .failure(error)) }
        }
    }

    /// Keeps the first rows of the backlog and `beginnings` behind them; answers with all of them.
    @discardableResult
    private mutating func keepGroup(_ beginnings: [AuditRow]) throws(StoreError) -> [AuditRow] {
        var rows = takeBacklog()
        let waiting = rows.count
        rows += beginnings
        var (sequence, mac) = (head.sequence, head.mac)
        for index in rows.indices {
            sequence += 1
            mac = chain.mac(of: rows[index], as: sequence, after: mac)
            rows[index].sequence = sequence
            rows[index].mac = mac
        }
        let group = Group(rows: rows, head: chain.sealed(.head, sequence: sequence, mac: mac))
        do throws(StoreError) {
            try append(group)
        } catch {
            backlog.insert(contentsOf: rows.prefix(waiting), at: 0)
            throw error
        }
        head = group.head
        return rows
    }

    /// Takes a transaction's rows from the front; most often that is all there are, which copies none.
    private mutating func takeBacklog() -> [AuditRow] {
        var taken: [AuditRow] = []
        if backlog.count <= groupSize {
            swap(&taken, &backlog)
        } else {
            taken += backlog.prefix(groupSize)
            backlog.removeFirst(groupSize)
        }
        return taken
    }

    private mutating func append(_ group: Group) throws(StoreError) {
        do throws(StoreError) {
            try store.append(group.rows, head: group.head)
        } catch {
            unsettled = group
            // A commit can be on the disk although it was reported as failed.
            guard let kept = try? store.auditHead() else { throw error }
            unsettled = nil
            guard kept == group.head else { throw error }
        }
    }

    /// Finds out what became of a group that the store said nothing of. Its beginnings were refused, so those calls
    /// were not made.
    private mutating func settle() throws(StoreError) {
        guard let group = unsettled else { return }
        let kept = try store.auditHead()
        unsettled = nil
        guard kept == group.head else { return }
        head = group.head
        let refused = group.rows.filter { $0.kind == .begin }
        backlog.removeFirst(group.rows.count - refused.count)
        backlog += refused.map {
            AuditDrafting.end($0, .error, detail: "the call was not made: its beginning was not known to be kept")
        }
    }
}
