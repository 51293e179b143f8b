import Synchronization

/// What all views of a site have in common.
final class WixSiteState: Sendable {
    let credential: WixCredential
    let endpoints: WixEndpoints
    let enforceBudget: Bool
    let token = SharedValue<AccessToken>()
    let catalog = SharedValue<WixCatalogVersion>()
    let properties = SharedValue<WixSiteProperties>()
    /// Why Wix refuses the site as a whole, found out after a refusal without a reason; nil when it does not.
    let fault = SharedValue<String?>()
    let window: RequestWindow
    let history = RequestHistory()
    /// Unused where the budget is not enforced.
    let budget: Mutex<FairBudget>
    /// What an API key proves of a request to the site; nil without a key or an id of the site.
    private let siteAuthorization: Authorization?
    /// The same for a request to the whole account.
    private let accountAuthorization: Authorization?
    /// The same for a request that is about the account and the site.
    private let jointAuthorization: Authorization?
    /// Monotonic nanoseconds.
    let clock: @Sendable () -> UInt64
    /// Seconds since the epoch.
    let wallClock: @Sendable () -> Int64

    init(
        _ credential: WixCredential, _ endpoints: WixEndpoints, requestsPerMinute: Int, enforceBudget: Bool,
        clock: @escaping @Sendable () -> UInt64, wallClock: @escaping @Sendable () -> Int64
    ) {
        self.credential = credential
        self.endpoints = endpoints
        self.enforceBudget = enforceBudget
        self.clock = clock
        self.wallClock = wallClock
        window = RequestWindow(limit: requestsPerMinute)
        budget = Mutex(FairBudget(limit: requestsPerMinute))
        if case .apiKey(let key, let siteID, let accountID) = credential {
            let site = siteID.map { (name: "wix-site-id", value: $0) }
            let account = accountID.map { (name: "wix-account-id", value: $0) }
            siteAuthorization = site.map { Authorization(value: key, ids: [$0]) }
            accountAuthorization = account.map { Authorization(value: key, ids: [$0]) }
            if let site, let account {
                jointAuthorization = Authorization(value: key, ids: [account, site])
            } else {
                jointAuthorization = nil
            }
        } else {
            siteAuthorization = nil
            accountAuthorization = nil
            jointAuthorization = nil
        }
    }

    /// What an API key proves; nil where an id is missing, and for OAuth, whose tokens are made when they are needed.
    func authorization(for scope: WixScope) -> Authorization? {
        switch scope {
        case .site: siteAuthorization
        case .account: accountAuthorization
        case .accountAndSite: jointAuthorization
        case .none: .anonymous
        }
    }
}
