/// What a connection test found, for `check-config`, `doctor` and `account test`.
package struct WixSiteReport: Sendable, Equatable {
    /// Set when the site answered.
    package var properties: WixSiteProperties?
    package var catalogVersion: WixCatalogVersion?
    /// Why the site could not be read.
    package var error: WixError?
}

extension WixClient {
    /// Asks for the site's properties and its catalogue version, whatever is kept of them.
    package func test(_ site: WixSite) async -> WixSiteReport {
        var report = WixSiteReport()
        site.properties.forget()
        site.catalog.forget()
        do throws(WixError) {
            report.properties = try await properties(of: site)
            report.catalogVersion = try await catalogVersion(of: site)
        } catch {
            report.error = error
        }
        return report
    }
}
