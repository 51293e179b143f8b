import HTTPCore
import JSON

extension SandboxState {
    /// Checks the credential of a request (platform reference 1.1-1.3 and 1.8). Wix answers a missing, wrong or
    /// misplaced key with one empty 403.
    func authorise(_ fields: HTTPFields, _ access: Route.Access) throws(WixError) {
        if access == .open { return }
        guard let credential = fields["authorization"] else { throw .forbidden }
        if credential == Sandbox.apiKey {
            try authoriseKey(fields, access)
        } else {
            try authoriseToken(credential, fields, access)
        }
    }

    private func authoriseKey(_ fields: HTTPFields, _ access: Route.Access) throws(WixError) {
        let site = fields["wix-site-id"]
        let account = fields["wix-account-id"]
        guard site == nil || account == nil else {
            throw .application(
                400, "INVALID_ARGUMENT", "Send exactly one of the headers wix-site-id and wix-account-id, not both")
        }
        switch access {
        case .open: return
        case .site:
            guard site == Sandbox.siteID else { throw .forbidden }
        case .account:
            guard let account else {
                throw .application(401, "NO_ACCOUNT_IDENTITY", "This method needs the header wix-account-id")
            }
            guard account == Sandbox.accountID else { throw .forbidden }
        }
    }

    private func authoriseToken(
        _ credential: String, _ fields: HTTPFields, _ access: Route.Access
    ) throws(WixError) {
        let text = credential.hasPrefix("Bearer ") ? String(credential.dropFirst(7)) : credential
        guard let token = tokens[text] else { throw .forbidden }
        guard token.expires > now else {
            throw .application(401, "UNAUTHENTICATED", "The access token has expired")
        }
        guard access == .site else {
            throw .application(403, "PERMISSION_DENIED", "An app token cannot call an account-level method")
        }
        guard fields["wix-site-id"] ?? Sandbox.siteID == Sandbox.siteID else { throw .forbidden }
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
