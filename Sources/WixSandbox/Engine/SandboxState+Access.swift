import HTTPCore
import JSON

extension SandboxState {
    /// Checks the credential of a request (platform reference 1.1-1.3 and 1.8) and gives the site it is for. Wix answers
    /// a missing, wrong or misplaced key with one empty 403, a revoked one with 401.
    func authorise(_ fields: HTTPFields, _ access: Route.Access) throws(WixError) -> String {
        if access == .open { return siteID }
        if access == .none {
            guard fields["authorization"] == nil, fields["wix-site-id"] == nil, fields["wix-account-id"] == nil else {
                throw .forbidden
            }
            return siteID
        }
        guard let credential = fields["authorization"] else { throw .forbidden }
        let id =
            credential == Sandbox.apiKey
            ? try authoriseKey(fields, access) : try authoriseToken(credential, fields, access)
        // A site switched off is out of reach of every credential.
        guard access == .account || isOff(id) == false else { throw .forbidden }
        return id
    }

    /// Nil for a site that the account does not have.
    private func isOff(_ id: String) -> Bool? { id == siteID ? isOff : siblings[id]?.isOff }

    private func authoriseKey(_ fields: HTTPFields, _ access: Route.Access) throws(WixError) -> String {
        guard !isKeyRevoked else { throw .application(401, "UNAUTHENTICATED", "The API key is not valid any more") }
        let site = fields["wix-site-id"]
        let account = fields["wix-account-id"]
        if access == .accountAndSite {
            guard let site, isOff(site) != nil, account == Sandbox.accountID else { throw .forbidden }
            return site
        }
        guard site == nil || account == nil else {
            throw .application(
                400, "INVALID_ARGUMENT", "Send exactly one of the headers wix-site-id and wix-account-id, not both")
        }
        switch access {
        case .open, .none, .accountAndSite: return siteID
        case .either: return try authoriseKey(fields, site == nil && account != nil ? .account : .site)
        case .site:
            guard let site, isOff(site) != nil else { throw .forbidden }
            return site
        case .account:
            guard let account else {
                throw .application(401, "NO_ACCOUNT_IDENTITY", "This method needs the header wix-account-id")
            }
            guard account == Sandbox.accountID else { throw .forbidden }
            return siteID
        }
    }

    private func authoriseToken(
        _ credential: String, _ fields: HTTPFields, _ access: Route.Access
    ) throws(WixError) -> String {
        let text = credential.hasPrefix("Bearer ") ? String(credential.dropFirst(7)) : credential
        guard let token = tokens[text] else { throw .forbidden }
        guard token.expires > now, isInstanceInstalled(token.siteID) else {
            throw .application(401, "UNAUTHENTICATED", "The access token is not valid any more")
        }
        guard access == .site || access == .either else {
            throw .application(403, "PERMISSION_DENIED", "An app token cannot call an account-level method")
        }
        guard fields["wix-site-id"] ?? token.siteID == token.siteID else { throw .forbidden }
        return token.siteID
    }

    private func isInstanceInstalled(_ id: String) -> Bool {
        id == siteID ? isInstanceInstalled : siblings[id]?.isInstanceInstalled ?? false
    }

    /// An app that is not installed (platform reference 1.8, bookings reference).
    func requireApp(of path: String) throws(WixError) {
        guard let app = SandboxApp(path: path), missingApps.contains(app) else { return }
        throw .application(
            428, "\(app.rawValue.uppercased())_APP_NOT_INSTALLED", "Wix \(app.rawValue) is not installed on this site")
    }

    /// V1 and V3 are two APIs, and a site has one of them (stores reference 0.3).
    func requireCatalog(_ version: SandboxOptions.CatalogVersion?) throws(WixError) {
        guard let version, version != options.catalog else { return }
        throw version == .v3
            ? .application(
                428, "CATALOG_V1_SITE_CALLING_CATALOG_V3_API", "The site uses CATALOG_V1: call the Catalog V1 API")
            : .application(
                428, "CATALOG_V3_SITE_CALLING_CATALOG_V1_API", "The site is using CATALOG_V3: call the Catalog V3 API")
    }
}
