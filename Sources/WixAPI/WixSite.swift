import Dispatch

/// One connected Wix site with all that its callers share across loops: access token, catalogue version, time zone,
/// request count.
package final class WixSite: Sendable {
    package let credential: WixCredential
    package let endpoints: WixEndpoints
    package let requestsPerMinute: Int
    /// True when a request beyond `requestsPerMinute` is refused here instead of being sent (`wix.enforce_budget`).
    package let enforceBudget: Bool
    let token = SharedValue<AccessToken>()
    let catalog = SharedValue<WixCatalogVersion>()
    let properties = SharedValue<WixSiteProperties>()
    let window: RequestWindow
    /// What an API key proves of a request to the site; nil without a key or an id of the site.
    let siteAuthorization: Authorization?
    /// The same for a request to the whole account.
    let accountAuthorization: Authorization?
    private let clock: @Sendable () -> UInt64

    /// - Parameter clock: monotonic nanoseconds; tests bring their own.
    package init(
        credential: WixCredential, endpoints: WixEndpoints = WixEndpoints(), requestsPerMinute: Int = 200,
        enforceBudget: Bool = false,
        clock: @escaping @Sendable () -> UInt64 = { DispatchTime.now().uptimeNanoseconds }
    ) {
        self.credential = credential
        self.endpoints = endpoints
        self.requestsPerMinute = requestsPerMinute
        self.enforceBudget = enforceBudget
        self.clock = clock
        window = RequestWindow(limit: requestsPerMinute)
        if case .apiKey(let key, let siteID, let accountID) = credential {
            siteAuthorization = siteID.map { Authorization(value: key, scope: ("wix-site-id", $0)) }
            accountAuthorization = accountID.map { Authorization(value: key, scope: ("wix-account-id", $0)) }
        } else {
            siteAuthorization = nil
            accountAuthorization = nil
        }
    }

    var now: UInt64 { clock() }

    /// The daemon's own count of the current minute; nil before the first request.
    package var rateLimit: RateLimitStatus? { window.status(at: now) }

    /// What names the site or app instance in messages and cursors; no secret.
    package var name: String {
        switch credential {
        case .apiKey(_, let siteID, let accountID): siteID ?? accountID.map { "account \($0)" } ?? "unknown"
        case .oauthApp(_, _, let instanceID): instanceID
        }
    }
}
