/// How the audit log groups and bounds what it holds in memory.
package struct AuditLimits: Sendable {
    /// Rows not yet kept; calls that change nothing are lost, and counted, beyond it.
    package var rows = 100_000
    /// So many rows are written at once, without waiting for `delay`.
    package var fullGroup = 500
    /// The most rows of one transaction, not counting beginnings.
    package var transaction = 1_000
    /// The longest that a row waits for others.
    package var delay: Duration = .milliseconds(50)
    /// Until the store is tried again after a failure; doubles with each one.
    package var firstRetry: Duration = .milliseconds(100)
    package var longestRetry: Duration = .seconds(5)
    package init() {}
}
