package struct AuditVerification: Sendable, Equatable {
    /// How many rows are as they were written, from the oldest kept on up to the first fault.
    package let rows: Int
    /// The first fault: which row and what is wrong with it, in words.
    package let fault: String?

    package init(rows: Int, fault: String?) {
        self.rows = rows
        self.fault = fault
    }
}

/// Walks the chain from the anchor to the head and says where it breaks first.
struct AuditVerifier {
    private let chain: AuditChain
    /// The head's sequence when the walk began.
    private let end: Int64
    private var rows = 0
    private var sequence: Int64
    private var mac: [UInt8]
    private var fault: String?
    private var suspect: AuditRow?

    /// - Parameter written: the sequence that the chain must reach at least.
    static func verify(
        _ store: any AuditStore, _ chain: AuditChain, atLeast written: Int64
    ) throws(StoreError) -> AuditVerification {
        let head = try store.auditHead()
        let anchor = try store.auditAnchor()
        var walk = AuditVerifier(chain, anchor: anchor, end: head?.sequence ?? 0)
        if let anchor, !chain.isSealed(anchor, as: .anchor) {
            return walk.found("the mark of where the kept rows begin was changed")
        }
        do throws(StoreError) {
            try store.eachAuditRow { walk.take($0) }
        } catch {
            guard case .damaged(let what) = error else { throw error }
            return walk.found(what)
        }
        return walk.finish(head: head, current: try store.auditHead(), atLeast: written)
    }

    private init(_ chain: AuditChain, anchor: AuditHead?, end: Int64) {
        self.chain = chain
        self.end = end
        sequence = anchor?.sequence ?? 0
        mac = anchor?.mac ?? AuditChain.genesis
    }

    /// False when no more rows are needed.
    private mutating func take(_ batch: [AuditRow]) -> Bool {
        for row in batch {
            if let suspect { explain(suspect, by: row) } else { check(row) }
            if fault != nil { return false }
        }
        return true
    }

    private mutating func check(_ row: AuditRow) {
        guard row.sequence == sequence + 1 else {
            fault =
                row.sequence > sequence
                ? Self.missing(sequence + 1, row.sequence - 1) : "row \(row.sequence) stands where it does not belong"
            return
        }
        guard chain.mac(of: row, as: row.sequence, after: mac) == row.mac else {
            suspect = row
            return
        }
        rows += 1
        sequence = row.sequence
        mac = row.mac
    }

    /// A row that does not follow the one before may have changed places with a later one, or may have pushed the rows
    /// that were there one further.
    private mutating func explain(_ suspect: AuditRow, by row: AuditRow) {
        guard chain.mac(of: row, as: suspect.sequence, after: mac) == row.mac else { return }
        let isInserted =
            row.sequence == suspect.sequence + 1
            && chain.mac(of: suspect, as: row.sequence, after: row.mac) != suspect.mac
        fault =
            isInserted
            ? "row \(suspect.sequence) was inserted" : "rows \(suspect.sequence) and \(row.sequence) were swapped"
    }

    private func finish(head: AuditHead?, current: AuditHead?, atLeast written: Int64) -> AuditVerification {
        if let fault { return found(fault) }
        if let suspect { return found(describe(suspect)) }
        guard let head, let current else {
            return sequence == 0 && written == 0 ? found(nil) : found("the mark of the log's end is missing")
        }
        guard chain.isSealed(head, as: .head), chain.isSealed(current, as: .head) else {
            return found("the mark of the log's end was changed")
        }
        let last = max(head.sequence, written)
        if sequence < last { return found(Self.missing(sequence + 1, last)) }
        if sequence > current.sequence {
            return found("row \(current.sequence + 1) stands behind the mark of the log's end")
        }
        return sequence == current.sequence && mac != current.mac
            ? found("row \(sequence) is not the one that the log ended with") : found(nil)
    }

    private func describe(_ suspect: AuditRow) -> String {
        let row = "row \(suspect.sequence)"
        if chain.mac(of: suspect, as: suspect.sequence, after: AuditChain.broken) == suspect.mac {
            return "the mark of the log's end was changed before \(row) was written"
        }
        return suspect.sequence > end ? row + " was added to the end" : row + " was changed"
    }

    private func found(_ fault: String?) -> AuditVerification { AuditVerification(rows: rows, fault: fault) }

    private static func missing(_ first: Int64, _ last: Int64) -> String {
        first == last ? "row \(first) is missing" : "rows \(first) to \(last) are missing"
    }
}
