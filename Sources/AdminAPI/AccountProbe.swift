package import EventLoop
package import Gateway
package import WixAPI

/// Asks Wix about accounts, for the API. The daemon has one, over the HTTP client of each loop.
package protocol AccountProbe: Sendable {
    /// Tries the account's credential and site, whatever is kept of them. Runs on `loop`.
    func test(_ account: AccountRecord, on loop: EventLoop) async -> AccountReport
    /// The sites that an account-level API key sees. Runs on `loop`.
    func sites(of credential: WixCredential, on loop: EventLoop) async throws(ProbeError) -> [SiteSummary]
    /// What is left of the site's quota; nil for an account that has no site.
    func quota(of account: AccountRecord) -> QuotaReport?
}

/// What a test of an account found.
package struct AccountReport: Sendable, Equatable {
    /// What the account's state follows from.
    package enum Verdict: Sendable, Equatable {
        case works
        /// Wix refuses the credential or the site; the words say why.
        case refused(String)
        /// Wix did not answer: nothing is known about the account.
        case unreachable
    }
    package struct Check: Sendable, Equatable {
        /// E.g. `credential`, `site`, `stores`.
        package var name: String
        package var isFine: Bool
        /// What was found, or what is missing and what to do.
        package var message: String
        package init(name: String, isFine: Bool, message: String) {
            self.name = name
            self.isFine = isFine
            self.message = message
        }
    }
    package var verdict: Verdict
    package var checks: [Check]
    package init(verdict: Verdict, checks: [Check]) {
        self.verdict = verdict
        self.checks = checks
    }
}

/// A site of a Wix account.
package struct SiteSummary: Sendable, Equatable {
    package var siteID: String
    package var name: String
    /// Nil when the site was never published.
    package var url: String?
    package var isPublished: Bool
    package init(siteID: String, name: String, url: String?, isPublished: Bool) {
        self.siteID = siteID
        self.name = name
        self.url = url
        self.isPublished = isPublished
    }
}

/// A site's quota now, and its requests over the last hour.
package struct QuotaReport: Sendable, Equatable {
    package struct Minute: Sendable, Equatable {
        /// When the minute began.
        package var start: Timestamp
        package var requests: Int
        package init(start: Timestamp, requests: Int) {
            self.start = start
            self.requests = requests
        }
    }
    /// Requests a minute.
    package var limit: Int
    package var remaining: Int
    package var resetSeconds: Int
    /// Where the numbers come from: Wix's own, or the daemon's count.
    package var source: String
    /// True when the daemon refuses requests beyond the limit itself.
    package var isEnforced: Bool
    /// Oldest first.
    package var history: [Minute]
    package init(
        limit: Int, remaining: Int, resetSeconds: Int, source: String, isEnforced: Bool, history: [Minute]
    ) {
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.source = source
        self.isEnforced = isEnforced
        self.history = history
    }
}

/// Why Wix could not be asked. The words are for whoever asked, and hold no secret.
package enum ProbeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Wix refuses the credential.
    case refused(String)
    /// Wix does not answer, or in a way that says nothing.
    case unreachable(String)

    package var description: String {
        switch self {
        case .refused(let reason): "Wix refuses the credentials: \(reason)"
        case .unreachable(let reason): "Wix could not be asked: \(reason)"
        }
    }
}
