package import WixAPI
package import WixCatalogue

/// What a token opens: one site, the tools that may be called on it, and how often. Immutable but for the counts of
/// `limits`, shared by all loops and by all snapshots between two changes of it.
package final class ServerGrant: Sendable {
    package let record: ServerRecord
    package let accountName: String
    /// Why no tool can be called now, in the words of the account's state; nil while all is well.
    package let unavailable: String?
    /// The account's site as this server may use it.
    package let site: WixSite
    /// The same object as long as the server exists.
    package let limits: CallLimits
    let selection: ToolSelection

    init(_ record: ServerRecord, account: AccountRecord, site: WixSite, selection: ToolSelection, limits: CallLimits) {
        self.record = record
        accountName = account.name
        unavailable = if case .needsReauth(let reason) = account.state { reason } else { nil }
        self.site = site
        self.selection = selection
        self.limits = limits
    }

    package var id: String { record.id }
    package var name: String { record.name }
    package var accountID: String { record.accountID }
    /// In catalogue order.
    package var tools: [Tool] { selection.tools }
    /// The MCP tool objects of `tools`.
    package var definitions: [[UInt8]] { selection.definitions }
    /// The tool when the server may call it; nil otherwise, whether it exists or not.
    package func tool(named name: String) -> Tool? { selection[name] }
    /// True when no tool of the server changes anything.
    package var isReadOnly: Bool { selection.isReadOnly }
    package var requiresAPIToken: Bool { record.configuration.requiresAPIToken ?? false }
    package var maximumResultCharacters: Int {
        record.configuration.maximumResultCharacters ?? ServerConfiguration.defaultResultCharacters
    }
}

extension ServerRecord {
    package func isExpired(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// True for the hash of a token that opens the server at `now`.
    func accepts(_ hash: TokenHash, at now: Timestamp) -> Bool {
        if isExpired(at: now) { return false }
        if tokenHash == hash { return true }
        return previousToken.map { $0.hash == hash && $0.expiresAt > now } ?? false
    }

    /// The next moment at which something of the server ends.
    var nextEnd: Timestamp? { [expiresAt, previousToken?.expiresAt].compactMap { $0 }.min() }
}
