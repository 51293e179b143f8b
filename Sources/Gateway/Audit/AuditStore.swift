/// What the audit log needs of a store. Synchronous and blocking; `append` comes from one serial queue, reads from any
/// thread but a loop's.
package protocol AuditStore: Sendable {
    /// Where the chain ends; nil for an empty log.
    func auditHead() throws(StoreError) -> AuditHead?
    /// Adds rows in one transaction and moves the head with them. They survive the end of the process when it returns.
    func append(_ rows: [AuditRow], head: AuditHead) throws(StoreError)
    /// The matching entries: finished calls, and begun ones that have no end yet.
    func auditRows(_ query: AuditQuery) throws(StoreError) -> [AuditRow]
    /// The beginnings of writes that have no end.
    func openBeginnings() throws(StoreError) -> [AuditRow]
    /// All rows from the oldest kept on, in order, a batch at a time; stops when `body` answers false.
    func eachAuditRow(_ body: ([AuditRow]) -> Bool) throws(StoreError)
    /// Removes the rows before the first one that is not older than `time`, so that what is left has no gap, and keeps
    /// the anchor that proves where it begins: `anchor` of the last row removed. Answers how many.
    func pruneAudit(before time: Timestamp, anchor: (AuditRow) -> AuditHead) throws(StoreError) -> Int
    /// The head of what was pruned last: the row that the oldest kept one follows. Nil when nothing was.
    func auditAnchor() throws(StoreError) -> AuditHead?
}

/// One row of the chain. Rows are only ever added.
package struct AuditRow: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// A call that changed nothing, whole.
        case call
        /// A call that may change the site, before it leaves.
        case begin
        /// How that call ended; `beginning` names its row.
        case end
    }

    /// Counts from 1 without a gap; 0 while the row has no place in the chain.
    package internal(set) var sequence: Int64
    package let time: Timestamp
    package let kind: Kind
    /// The sequence of the beginning that this row ends.
    package let beginning: Int64?
    package let accountID: String
    package let serverID: String
    package let tool: String
    package let effect: String
    /// `ok`, `error` or `unknown`; empty for a beginning.
    package let outcome: String
    /// The rest as a JSON object.
    package let body: [UInt8]
    /// Authenticates the row and everything before it.
    package internal(set) var mac: [UInt8]

    package init(
        sequence: Int64, time: Timestamp, kind: Kind, beginning: Int64?, accountID: String, serverID: String,
        tool: String, effect: String, outcome: String, body: [UInt8], mac: [UInt8]
    ) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.beginning = beginning
        self.accountID = accountID
        self.serverID = serverID
        self.tool = tool
        self.effect = effect
        self.outcome = outcome
        self.body = body
        self.mac = mac
    }
}

/// A place in the chain, authenticated so that rows cut off the end are missed.
package struct AuditHead: Sendable, Equatable {
    package let sequence: Int64
    /// The `mac` of the row with that sequence.
    package let mac: [UInt8]
    /// Authenticates this head itself.
    package let seal: [UInt8]
    package init(sequence: Int64, mac: [UInt8], seal: [UInt8]) {
        self.sequence = sequence
        self.mac = mac
        self.seal = seal
    }
}

/// Which entries, newest first.
package struct AuditQuery: Sendable, Equatable {
    package var accountID: String?
    package var serverID: String?
    package var tool: String?
    package var effect: String?
    /// `ok`, `error`, `unknown`, or `running` for beginnings without an end.
    package var outcome: String?
    package var from: Timestamp?
    /// Exclusive.
    package var to: Timestamp?
    /// Only rows before this sequence: the next, older page.
    package var before: Int64?
    /// Only rows after this sequence: what is new.
    package var after: Int64?
    package var limit = 50
    package init() {}
}
