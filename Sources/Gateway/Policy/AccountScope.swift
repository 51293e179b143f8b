package import WixAPI

/// How far the credential of an account reaches. A tool works on one of the two and is not offered on the other: what
/// belongs to the Wix account would touch sites that a server of one site has no business with (design 8).
package enum AccountScope: Sendable, Hashable {
    /// One site, or one installation of an app.
    case site
    /// The Wix account that owns the sites: an API key with `account_id` and no `site_id`.
    case account
}

extension WixCredential {
    package var scope: AccountScope { if case .apiKey(_, nil, _) = self { .account } else { .site } }
}

extension PolicySubject {
    /// True where the tool can work; without a scope no account is in mind.
    func works(in scope: AccountScope?) -> Bool { scope.map { isAccountLevel == ($0 == .account) } ?? true }
}
