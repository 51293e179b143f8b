package import WixAPI

/// Who may call what: accounts, MCP servers and API tokens at one moment, looked up by token or id.
///
/// An immutable snapshot, so the hot path takes no lock; each change makes a new one that shares what did not change.
package final class Gateway: Sendable {
    /// Grows with each snapshot of a registry.
    package let revision: Int
    let contents: GatewayContents
    private let hasher: TokenHasher

    init(revision: Int, contents: GatewayContents, hasher: TokenHasher) {
        self.revision = revision
        self.contents = contents
        self.hasher = hasher
    }

    /// Decides who comes in: which server `token` opens (nil asks for the server without a token), and whether the server
    /// wants `apiToken` beside it. Whatever expired by `now` opens nothing, also before a snapshot says so.
    package func admit(token: String?, apiToken: String?, now: Timestamp) -> Admission {
        let hash: TokenHash?
        if let token {
            guard token.utf8.count <= ServerToken.maximumLength else { return .refused(.unknownToken) }
            hash = hasher.hash(token)
        } else {
            hash = nil
        }
        guard let grant = server(hash, now: now) else { return .refused(.unknownToken) }
        let tag = hash?.tag ?? 0
        guard grant.requiresAPIToken else { return .granted(Entry(grant: grant, tokenTag: tag)) }
        guard let apiToken else { return .refused(.apiTokenMissing) }
        guard apiToken.utf8.count <= ServerToken.maximumLength,
            let known = contents.apiToken(hasher.hash(apiToken)), !known.isExpired(at: now)
        else { return .refused(.apiTokenWrong) }
        guard known.opens(accountID: grant.accountID) else { return .refused(.apiTokenOutOfScope) }
        known.use(at: now)
        return .granted(Entry(grant: grant, tokenTag: tag, apiTokenID: known.id))
    }

    /// Notes that an API token admitted earlier was used again.
    package func used(apiTokenID: String, at now: Timestamp) { contents.apiTokens[apiTokenID]?.use(at: now) }

    private func server(_ hash: TokenHash?, now: Timestamp) -> ServerGrant? {
        guard let hash else { return contents.openServer }
        guard let grant = contents.server(hash), grant.record.accepts(hash, at: now) else { return nil }
        return grant
    }

    package func grant(id: String) -> ServerGrant? { contents.servers[id] }
    package func account(id: String) -> AccountRecord? { contents.accounts[id] }
    package func account(named name: String) -> AccountRecord? { contents.account(named: name) }
    package func apiToken(id: String) -> APITokenRecord? { contents.apiTokens[id]?.record }
    /// The account's site, whole: for tests of the connection and for its quota.
    package func site(of accountID: String) -> WixSite? { contents.site(of: accountID) }

    /// All accounts, oldest first; like the other lists, in the order of `createdAt` and then `id`.
    package var accounts: [AccountRecord] { contents.accounts.ordered }
    package var servers: [ServerGrant] { contents.servers.ordered }
    package var apiTokens: [APITokenRecord] { contents.apiTokens.ordered.map(\.record) }
    package func servers(of accountID: String) -> [ServerGrant] { contents.servers(of: accountID) }
}

package enum Admission: Sendable {
    case granted(Entry)
    case refused(AccessFault)
}

/// Who came in, and by which tokens.
package struct Entry: Sendable {
    package let grant: ServerGrant
    /// `TokenHash.tag` of the server's token; 0 without one.
    package let tokenTag: UInt64
    /// The API token beside it, where the server wants one.
    package let apiTokenID: String?

    init(grant: ServerGrant, tokenTag: UInt64, apiTokenID: String? = nil) {
        self.grant = grant
        self.tokenTag = tokenTag
        self.apiTokenID = apiTokenID
    }
}

/// Why somebody is not let in.
package enum AccessFault: Sendable, Equatable {
    /// No server has this token, or none can be opened without one.
    case unknownToken
    /// The server wants an API token beside its own (`require_api_token_auth`).
    case apiTokenMissing
    /// No API token, or one that expired or was revoked.
    case apiTokenWrong
    /// A good API token, but not for the server's account.
    case apiTokenOutOfScope
}
