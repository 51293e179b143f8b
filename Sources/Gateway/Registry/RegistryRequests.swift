package import WixAPI

/// Where the sites of all accounts are and what their quota is.
package struct SiteSettings: Sendable {
    package var endpoints = WixEndpoints()
    package var requestsPerMinute = 200
    package var enforcesBudget = false
    package init() {}
}

/// Nil leaves a member as it is.
package struct AccountChange: Sendable, Equatable {
    package var name: String?
    package var credential: WixCredential?
    package init() {}
}

package struct NewServer: Sendable, Equatable {
    package var name: String
    package var configuration: ServerConfiguration
    package var expiresAt: Timestamp?
    package init(name: String, configuration: ServerConfiguration = ServerConfiguration(), expiresAt: Timestamp? = nil)
    {
        self.name = name
        self.configuration = configuration
        self.expiresAt = expiresAt
    }
}

/// Nil leaves a member as it is.
package struct ServerChange: Sendable, Equatable {
    package var name: String?
    package var configuration: ServerConfiguration?
    /// `.some(nil)` takes the expiry away.
    package var expiresAt: Timestamp??
    package init() {}
}

/// A server with its token, which is shown now and never again.
package struct MintedServer: Sendable {
    package let record: ServerRecord
    package let token: String
}

package struct NewAPIToken: Sendable, Equatable {
    package var name: String
    /// Nil for all accounts.
    package var accountIDs: [String]?
    package var expiresAt: Timestamp?
    package init(name: String, accountIDs: [String]? = nil, expiresAt: Timestamp? = nil) {
        self.name = name
        self.accountIDs = accountIDs
        self.expiresAt = expiresAt
    }
}

package struct MintedAPIToken: Sendable {
    package let record: APITokenRecord
    package let token: String
}
