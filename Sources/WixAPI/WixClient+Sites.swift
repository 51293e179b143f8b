import EventLoop
import JSON

/// A site that an account-level key sees (platform.md 6.1).
package struct WixSiteSummary: Sendable, Equatable {
    package var id: String
    package var displayName: String
    /// Nil for a site that is not published.
    package var url: String?
    package var published: Bool

    init?(_ site: JSONValue) {
        guard let id = site["id"]?.stringValue, !id.isEmpty else { return nil }
        self.id = id
        let names = [site["displayName"], site["name"]].compactMap { $0?.stringValue }
        displayName = names.first { !$0.isEmpty } ?? id
        url = site["viewUrl"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        published = site["published"]?.boolValue ?? (url != nil)
    }
}

extension WixClient {
    private static let sitesPerPage = 100

    /// The sites of the account, sorted by name, at most `limit`: as many requests as pages of 100 are needed.
    ///
    /// Needs an API key with an account id and the permission to read the site list; anything else is an error with
    /// words for it.
    package func sites(
        _ credential: WixCredential, at endpoints: WixEndpoints = WixEndpoints(), limit: Int = 1000
    ) async throws(WixError) -> [WixSiteSummary] {
        let account = WixSite(credential: credential, endpoints: endpoints)
        let deadline = WixDeadline(on: loop)
        var sites: [WixSiteSummary] = []
        var position: WixPagePosition?
        while sites.count < limit {
            let size = min(WixClient.sitesPerPage, limit - sites.count)
            let request = WixClient.siteQuery(filter: nil, limit: size, position: position)
            let document = try await send(request, to: account, deadline: deadline).document
            let rows = WixClient.sites(in: document.bytes)
            sites += rows.compactMap { WixSiteSummary($0) }
            let page = WixPage(
                of: document, style: .cursor, position: position, limit: size, itemCount: rows.count)
            guard let next = page.next, !rows.isEmpty else { break }
            position = next
        }
        return Array(sites.prefix(max(0, limit)))
    }

    /// Query Sites. Headless sites are asked for too: Wix leaves them out of its own accord. A cursor holds filter and
    /// sort, which must not be sent again.
    static func siteQuery(filter: (name: String, value: JSONValue)?, limit: Int, position: WixPagePosition? = nil)
        -> WixRequest
    {
        var paging: JSONValue = ["limit": .number(JSONNumber(limit))]
        var query: JSONValue = [:]
        if case .cursor(let cursor)? = position {
            paging["cursor"] = .string(cursor)
        } else {
            var conditions: JSONObject = ["namespace": ["$in": ["WIX", "HEADLESS"]]]
            if let filter { conditions[filter.name] = filter.value }
            query["filter"] = .object(conditions)
            query["sort"] = [["fieldName": "displayName", "order": "ASC"]]
        }
        query["cursorPaging"] = paging
        let body: JSONValue = ["query": query]
        return WixRequest(
            "POST", WixPath("/site-list/v2/sites/query"), body: body.bytes, retry: .read, scope: .account)
    }

    static func sites(in body: [UInt8]) -> [JSONValue] {
        guard let range = JSONBytes.range(of: ["sites"], in: body) else { return [] }
        return (try? JSONBytes.value(at: range, in: body))?.arrayValue ?? []
    }
}
