import Dispatch
import Glibc
import Synchronization

/// One connected Wix site with all that its callers share across loops: access token, catalogue version, time zone,
/// request count. Each MCP server has a view of its own, whose requests are counted under the server's id.
package final class WixSite: Sendable {
    let state: WixSiteState
    /// Under which the requests are counted when the budget is enforced; nil for the daemon's own.
    package let serverID: String?

    /// - Parameters:
    ///   - enforceBudget: see `enforceBudget`.
    ///   - clock: monotonic nanoseconds; tests bring their own.
    ///   - wallClock: seconds since the epoch.
    package convenience init(
        credential: WixCredential, endpoints: WixEndpoints = WixEndpoints(), requestsPerMinute: Int = 200,
        enforceBudget: Bool = false,
        clock: @escaping @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds },
        wallClock: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        self.init(
            state: WixSiteState(
                credential, endpoints, requestsPerMinute: requestsPerMinute, enforceBudget: enforceBudget, clock: clock,
                wallClock: wallClock), serverID: nil)
    }

    private init(state: WixSiteState, serverID: String?) {
        self.state = state
        self.serverID = serverID
    }

    /// Another view of the same site, whose requests are counted under `serverID`. Cheap; two views of one id share
    /// one count.
    package func share(of serverID: String) -> WixSite { WixSite(state: state, serverID: serverID) }

    package var credential: WixCredential { state.credential }
    package var endpoints: WixEndpoints { state.endpoints }
    package var requestsPerMinute: Int { state.window.limit }
    /// True when a request beyond `requestsPerMinute`, or beyond a server's share of it, is refused here instead of
    /// being sent (`wix.enforce_budget`).
    package var enforceBudget: Bool { state.enforceBudget }

    var now: UInt64 { state.clock() }
    var token: SharedValue<AccessToken> { state.token }
    var catalog: SharedValue<WixCatalogVersion> { state.catalog }
    var properties: SharedValue<WixSiteProperties> { state.properties }

    /// The daemon's own count of the current minute; nil before the first request. With an enforced budget a server's
    /// view tells what is left for this server.
    package var rateLimit: RateLimitStatus? {
        let now = now
        guard var status = state.window.status(at: now) else { return nil }
        if enforceBudget, let serverID {
            status.remaining = state.budget.withLock {
                $0.remaining(for: serverID, at: RequestWindow.second(now))
            }
        }
        return status
    }

    /// The share of this view's server of an enforced budget, and between how many servers it is divided.
    var share: (requests: Int, servers: Int)? {
        guard enforceBudget, let serverID else { return nil }
        let second = RequestWindow.second(now)
        return state.budget.withLock { $0.share(of: serverID, at: second) }
    }

    /// Counts one request; false when the budget has none left for it. Takes a lock only where the budget is enforced.
    func takeRequest() -> Bool {
        let now = now
        if enforceBudget {
            let second = RequestWindow.second(now)
            guard state.budget.withLock({ $0.take(serverID, at: second) }) else { return false }
        }
        state.window.count(at: now)
        state.history.add(minute: UInt64(max(0, state.wallClock())) / 60)
        return true
    }

    /// How many requests each of the last 60 minutes had, oldest first, the minute of `now` last.
    /// - Parameter now: milliseconds since the epoch, as `minuteStart`.
    package func history(now: Int64) -> [(minuteStart: Int64, count: Int)] {
        let last = max(0, now) / RequestHistory.millisecondsPerMinute
        let first = max(0, last - Int64(RequestHistory.minutes) + 1)
        return (first...last).map { minute in
            (minute * RequestHistory.millisecondsPerMinute, state.history.count(minute: UInt64(minute)))
        }
    }

    /// The site's own id, where the credential names it; an app instance does not.
    package var siteID: String? {
        if case .apiKey(_, let siteID, _) = credential { siteID } else { nil }
    }

    /// What names the site or app instance in messages and cursors; no secret.
    package var name: String {
        switch credential {
        case .apiKey(_, let siteID, let accountID): siteID ?? accountID.map { "account \($0)" } ?? "unknown"
        case .oauthApp(_, _, let instanceID): instanceID
        }
    }
}
