import AdminAPI
import EventLoop
import Gateway
import HTTPClient
import WixAPI

/// Asks Wix on behalf of the administrator: tests, lists of sites, quota.
struct WixProbe: AccountProbe {
    let registry: Registry
    let clients: [WixClient]
    let endpoints: WixEndpoints

    func test(_ account: AccountRecord, on loop: EventLoop) async -> AccountReport {
        guard let client = client(on: loop), let site = registry.gateway.site(of: account.id) else {
            return AccountReport(verdict: .unreachable, checks: [])
        }
        return AccountReport(await client.test(site))
    }

    func sites(of credential: WixCredential, on loop: EventLoop) async throws(ProbeError) -> [SiteSummary] {
        guard let client = client(on: loop) else { throw .unreachable("the daemon is ending.") }
        do {
            return try await client.sites(credential, at: endpoints).map(SiteSummary.init)
        } catch {
            throw error.status == nil ? .unreachable(error.message) : .refused(error.message)
        }
    }

    func quota(of account: AccountRecord) -> QuotaReport? {
        guard let site = registry.gateway.site(of: account.id) else { return nil }
        let now = Timestamp.now
        let status =
            site.rateLimit
            ?? RateLimitStatus(
                limit: site.requestsPerMinute, remaining: site.requestsPerMinute, resetSeconds: 0, source: .counted)
        return QuotaReport(
            limit: status.limit, remaining: status.remaining, resetSeconds: status.resetSeconds,
            source: status.source.rawValue, isEnforced: site.enforceBudget,
            history: site.history(now: now.milliseconds).map {
                QuotaReport.Minute(start: Timestamp(milliseconds: $0.minuteStart), requests: $0.count)
            })
    }

    private func client(on loop: EventLoop) -> WixClient? {
        clients.indices.contains(loop.index) ? clients[loop.index] : nil
    }
}

extension AccountReport {
    init(_ report: WixSiteReport) {
        let verdict: Verdict =
            if let fault = report.credentialFault { .refused(fault) } else { report.ok ? .works : .unreachable }
        self.init(
            verdict: verdict,
            checks: report.checks.map { Check(name: $0.name, isFine: $0.ok, message: $0.message) })
    }
}

extension SiteSummary {
    init(_ site: WixSiteSummary) {
        self.init(siteID: site.id, name: site.displayName, url: site.url, isPublished: site.published)
    }
}
