import EventLoop
import JSON

/// The stores catalogue of a site (stores-ecommerce.md 0.3).
package enum WixCatalogVersion: String, Sendable {
    case v1 = "V1_CATALOG"
    case v3 = "V3_CATALOG"
    case notInstalled = "STORES_NOT_INSTALLED"
    /// Wix did not say. The current one is the best guess.
    case unknown = ""
}

/// What tools need to know of a site (platform.md 6.4). A member is nil when the site has not set it.
package struct WixSiteProperties: Sendable, Equatable {
    /// The site's display name.
    package var name: String?
    /// An IANA name, e.g. `Europe/Rome`.
    package var timeZone: String?
    /// ISO 4217.
    package var currency: String?
    /// ISO 639-1.
    package var language: String?
    /// Language and country, e.g. `it-IT`.
    package var locale: String?
    package init() {}

    init(_ properties: JSONValue) {
        func text(_ path: String) -> String? {
            properties.value(at: path)?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        name = text("siteDisplayName") ?? text("businessName")
        timeZone = text("timeZone")
        currency = text("paymentCurrency")
        language = text("language") ?? text("locale.languageCode")
        locale = text("locale.languageCode").map { code in text("locale.country").map { "\(code)-\($0)" } ?? code }
    }
}

extension WixClient {
    static let lifetime: Duration = .seconds(600)
    /// For a guess, and for what changes as soon as the owner acts.
    private static let shortLifetime: Duration = .seconds(60)

    /// The catalogue version, kept for 10 minutes; that Wix did not say it, for a minute.
    package func catalogVersion(of site: WixSite, deadline: WixDeadline? = nil) async throws(WixError)
        -> WixCatalogVersion
    {
        try await site.catalog.value(at: site.now, on: loop) { await self.detectCatalog(of: site, deadline) }
    }

    private func detectCatalog(of site: WixSite, _ deadline: WixDeadline?) async
        -> Result<SharedValue<WixCatalogVersion>.Fetched, WixError>
    {
        do throws(WixError) {
            let request = WixRequest("GET", WixPath("/stores/v3/provision/version"), retry: .read)
            let body = try await send(request, to: site, deadline: deadline).body
            let name = JSONBytes.range(of: ["catalogVersion"], in: body).flatMap { JSONBytes.string(at: $0, in: body) }
            guard let version = name.flatMap(WixCatalogVersion.init) else {
                return .success(.init(value: .unknown, lifetime: WixClient.shortLifetime))
            }
            return .success(.init(value: version, lifetime: WixClient.lifetime(of: version)))
        } catch {
            // A key without the permission for this call may well have that for the real one.
            guard let status = error.status, status != 429, status != 401 else { return .failure(error) }
            return .success(.init(value: .unknown, lifetime: WixClient.shortLifetime))
        }
    }

    /// For how long a version that Wix told is kept.
    static func lifetime(of version: WixCatalogVersion) -> Duration {
        version == .notInstalled || version == .unknown ? shortLifetime : lifetime
    }

    /// Runs `body` with the site's catalogue version. When Wix says that the version is wrong, detects it again and,
    /// if it has changed, runs `body` once more.
    package func withCatalogVersion<Value>(
        of site: WixSite, deadline: WixDeadline? = nil,
        _ body: (WixCatalogVersion) async throws(WixError) -> Value
    ) async throws(WixError) -> Value {
        let version = try await catalogVersion(of: site, deadline: deadline)
        do throws(WixError) {
            return try await body(version)
        } catch {
            guard let named = error.catalogNamed else { throw error }
            site.catalog.forget { $0 == version }
            var newer = try await catalogVersion(of: site, deadline: deadline)
            if newer == version {
                // Detection knows no better: the error itself says which catalogue the site has.
                newer = named
                site.catalog.keep(named, for: WixClient.lifetime, from: site.now)
            }
            guard newer != version else { throw error }
            return try await body(newer)
        }
    }

    /// Time zone, currency and language of the site, kept for 10 minutes.
    package func properties(of site: WixSite, deadline: WixDeadline? = nil) async throws(WixError)
        -> WixSiteProperties
    {
        try await site.properties.value(at: site.now, on: loop) { await self.readProperties(of: site, deadline) }
    }

    private func readProperties(of site: WixSite, _ deadline: WixDeadline?) async
        -> Result<SharedValue<WixSiteProperties>.Fetched, WixError>
    {
        do throws(WixError) {
            let request = WixRequest("GET", WixPath("/site-properties/v4/properties"), retry: .read)
            let body = try await send(request, to: site, deadline: deadline).body
            guard let range = JSONBytes.range(of: ["properties"], in: body),
                let properties = try? JSONBytes.value(at: range, in: body), properties.objectValue != nil
            else { return .success(.init(value: WixSiteProperties(), lifetime: WixClient.shortLifetime)) }
            return .success(.init(value: WixSiteProperties(properties), lifetime: WixClient.lifetime))
        } catch {
            return .failure(error)
        }
    }
}
