/// An MCP server as minted or declared. The token itself is kept nowhere.
package struct ServerRecord: Sendable, Equatable {
    package let id: String
    package let accountID: String
    package var name: String
    package var configuration: ServerConfiguration
    /// Nil opens the server without a token: for `demo`, on loopback only.
    package var tokenHash: TokenHash?
    /// The token before the last rotation, good until its own time.
    package var previousToken: PreviousToken?
    package var manager: AccountRecord.Manager
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
    /// From this moment on the server does not exist.
    package var expiresAt: Timestamp?

    package struct PreviousToken: Sendable, Equatable {
        package var hash: TokenHash
        package var expiresAt: Timestamp
        package init(hash: TokenHash, expiresAt: Timestamp) {
            self.hash = hash
            self.expiresAt = expiresAt
        }
    }

    package init(
        id: String = Identifier.make(), accountID: String, name: String, configuration: ServerConfiguration,
        tokenHash: TokenHash?, previousToken: PreviousToken? = nil, manager: AccountRecord.Manager = .api,
        createdAt: Timestamp, updatedAt: Timestamp, expiresAt: Timestamp? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.name = name
        self.configuration = configuration
        self.tokenHash = tokenHash
        self.previousToken = previousToken
        self.manager = manager
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.expiresAt = expiresAt
    }
}
