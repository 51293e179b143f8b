/// A token of the second layer: what a caller sends beside a server's URL when the server asks for it.
package struct APITokenRecord: Sendable, Equatable {
    package let id: String
    package var name: String
    package let hash: TokenHash
    /// The accounts whose servers it opens; nil for all.
    package var accountIDs: [String]?
    package let createdAt: Timestamp
    package var expiresAt: Timestamp?
    /// Written down once a minute at most.
    package var lastUsedAt: Timestamp?

    package init(
        id: String = Identifier.make(), name: String, hash: TokenHash, accountIDs: [String]?, createdAt: Timestamp,
        expiresAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.hash = hash
        self.accountIDs = accountIDs
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
    }
}
