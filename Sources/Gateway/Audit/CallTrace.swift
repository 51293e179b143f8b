import Synchronization
package import WixAPI

/// Collects the requests to Wix of one tool call, for its row in the audit log.
///
///     let trace = CallTrace()
///     await CallTrace.$current.withValue(trace) { … }
///     AuditEnding(…, requests: trace.requests, requestsLeftOut: trace.leftOut, …)
package final class CallTrace: Sendable {
    /// The trace of the call that the current task works for.
    @TaskLocal package static var current: CallTrace?

    /// A call that makes more requests is told by its first ones and their number.
    package static let maximumRequests = 50

    private struct State {
        var requests: [AuditedRequest] = []
        var leftOut = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Told of each request, retries and token renewals included.
    package func note(_ record: WixRequestRecord) {
        note(
            AuditedRequest(
                method: record.method, path: record.path, status: record.status, wixRequestID: record.wixRequestID))
    }

    package func note(_ request: AuditedRequest) {
        state.withLock { state in
            if state.requests.count < Self.maximumRequests {
                state.requests.append(request)
            } else {
                state.leftOut += 1
            }
        }
    }

    /// In the order they left, at most `maximumRequests`.
    package var requests: [AuditedRequest] { state.withLock { $0.requests } }
    /// How many more there were.
    package var leftOut: Int { state.withLock { $0.leftOut } }
}
