import EventLoop
import JSON

/// What the probes of a connection test brought.
typealias SiteAnswers = [SiteProbe.Subject: Result<JSONValue, WixError>]

extension WixClient {
    /// Longer than this a test does not take.
    private static let testTime: Duration = .seconds(20)

    /// Asks the site for a little of everything, whatever is kept of it: about ten reads side by side, which count like
    /// any others.
    package func test(_ site: WixSite) async -> WixSiteReport {
        site.token.forget()
        let probes = WixClient.probes(for: site)
        let deadline = WixDeadline(on: loop, after: WixClient.testTime)
        let loop = loop
        let answers = await withTaskGroup(of: (SiteProbe.Subject, Result<JSONValue, WixError>).self) { group in
            for probe in probes {
                group.addTask(executorPreference: loop) {
                    (probe.subject, await self.answer(to: probe, of: site, deadline))
                }
            }
            var answers: SiteAnswers = [:]
            for await (subject, answer) in group { answers[subject] = answer }
            return answers
        }
        let report = SiteDiagnosis(site: site, answers: answers).report
        keep(report, of: site)
        return report
    }

    private static func probes(for site: WixSite) -> [SiteProbe] {
        guard case .apiKey(_, let siteID, let accountID) = site.credential else {
            return SiteProbe.basics + SiteProbe.areas
        }
        let account = accountID == nil ? [] : [SiteProbe.account(siteID: siteID)]
        return siteID == nil && accountID != nil ? account : SiteProbe.basics + SiteProbe.areas + account
    }

    private func answer(to probe: SiteProbe, of site: WixSite, _ deadline: WixDeadline) async
        -> Result<JSONValue, WixError>
    {
        do throws(WixError) {
            let body = try await send(probe.request, to: site, deadline: deadline).body
            return .success((try? JSONValue(parsing: body)) ?? .null)
        } catch {
            return .failure(error)
        }
    }

    /// What tools are told from now on is what the test saw.
    private func keep(_ report: WixSiteReport, of site: WixSite) {
        site.properties.forget()
        site.catalog.forget()
        site.state.fault.forget()
        if let properties = report.properties {
            site.properties.keep(properties, for: WixClient.lifetime, from: site.now)
        }
        if let version = report.catalogVersion {
            site.catalog.keep(version, for: WixClient.lifetime(of: version), from: site.now)
        }
    }
}
