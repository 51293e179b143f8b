package import WixAPI

/// A connected Wix site as it is kept and shown; `credential` never leaves the daemon.
package struct AccountRecord: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case active
        /// Wix refuses the credential or the site; the words say why. `test` brings the account back.
        case needsReauth(String)
    }

    /// Who decides about the account.
    package enum Manager: String, Sendable {
        /// The REST API: created, changed and deleted there.
        case api
        /// The configuration file or the environment: refreshed from there at each start, and only read here.
        case configuration
    }

    package let id: String
    /// Unique, 1 to 64 characters.
    package var name: String
    package var credential: WixCredential
    package var state: State
    package var manager: Manager
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: String = Identifier.make(), name: String, credential: WixCredential, state: State = .active,
        manager: Manager = .api, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.credential = credential
        self.state = state
        self.manager = manager
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
