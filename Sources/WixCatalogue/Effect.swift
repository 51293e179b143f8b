/// What a tool does to the site; the root of every policy decision.
package enum Effect: String, Sendable, CaseIterable { case read, create, update, delete, action }

/// What a person would want to be asked about.
package enum Mark: String, Sendable, CaseIterable { case destructive, money, message, bulk }

/// What may be sent to Wix twice when an answer was lost or a server failed (platform.md 2.2).
package enum RetryClass: String, Sendable, CaseIterable {
    /// Changes nothing.
    case read
    /// The second send leaves the site as the first did.
    case idempotent
    /// Never sent twice.
    case unsafe
}

/// What a request proves to Wix.
package enum CredentialRule: String, Sendable, CaseIterable {
    /// The site's credential, or the account's with `accountLevel`.
    case usual
    /// The credential with the ids of the account and the site together.
    case accountAndSite
    /// None: Wix refuses one.
    case none
}

/// The catalogue of a Wix Stores site; other areas do not depend on it.
package enum StoresCatalogue: String, Sendable, CaseIterable {
    case v1, v3

    /// As Wix writes it: `V1`.
    package var title: String { rawValue.uppercased() }
}
