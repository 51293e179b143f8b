import Dispatch
import WixAPI

extension RegistryWriter {
    func mint(_ server: NewServer, accountID: String) async throws(RegistryError) -> MintedServer {
        let account = try account(accountID)
        let now = clock()
        try FieldCheck.name(server.name)
        let selection = try selection(of: server.configuration, account)
        try FieldCheck.expiry(server.expiresAt, now: now)
        guard contents.servers.count < limits.servers else {
            throw .limitReached(kind: "MCP servers", limit: limits.servers)
        }
        let token = ServerToken.generate()
        let record = ServerRecord(
            accountID: accountID, name: server.name, configuration: server.configuration,
            tokenHash: hasher.hash(token), createdAt: now, updatedAt: now, expiresAt: server.expiresAt)
        var next = contents
        next.put(
            ServerGrant(
                record, account: account,
                site: (contents.site(of: accountID) ?? sites.site(account.credential)).share(of: record.id),
                selection: selection, limits: CallLimits(record.configuration)))
        try commit([.putServer(record)], next, end: record.expiresAt)
        await published()
        return MintedServer(record: record, token: token)
    }

    func update(serverID: String, _ change: ServerChange) async throws(RegistryError) -> ServerRecord {
        let server = try ownServer(serverID)
        let now = clock()
        var record = server.record
        var selection = server.selection
        if let name = change.name {
            try FieldCheck.name(name)
            record.name = name
        }
        if let configuration = change.configuration, configuration != record.configuration {
            selection = try self.selection(of: configuration, account(record.accountID))
            record.configuration = configuration
        }
        if let expiresAt = change.expiresAt, expiresAt != record.expiresAt {
            try FieldCheck.expiry(expiresAt, now: now)
            record.expiresAt = expiresAt
        }
        guard record != server.record else { return record }
        record.updatedAt = now
        let (next, grant) = try replacing(server, record, selection)
        try write([.putServer(record)])
        // Shared with the snapshot in force, and therefore not before the write.
        grant.limits.adopt(record.configuration, now: DispatchTime.now().uptimeNanoseconds)
        var events: [GatewayEvent] = []
        if !selection.hasSameTools(as: server.selection) { events.append(.toolsChanged(serverID: serverID)) }
        if grant.requiresAPIToken, !server.requiresAPIToken { events.append(.tokenRetired(serverID: serverID)) }
        adopt(next, events, end: record.expiresAt)
        await published()
        return record
    }

    func rotate(serverID: String, overlap: Duration) async throws(RegistryError) -> MintedServer {
        let server = try ownServer(serverID)
        try FieldCheck.overlap(overlap)
        let now = clock()
        let token = ServerToken.generate()
        var record = server.record
        let hadPrevious = record.previousToken.map { $0.expiresAt > now } ?? false
        record.previousToken = nil
        if overlap > .zero, let hash = record.tokenHash {
            record.previousToken = ServerRecord.PreviousToken(hash: hash, expiresAt: now + overlap)
        }
        record.tokenHash = hasher.hash(token)
        record.updatedAt = now
        let (next, _) = try replacing(server, record, server.selection)
        // With an overlap only the token before the last one ends here, if it was still good.
        let isRetired = overlap == .zero || hadPrevious
        try commit(
            [.putServer(record)], next, isRetired ? [.tokenRetired(serverID: serverID)] : [],
            end: record.previousToken?.expiresAt)
        await published()
        return MintedServer(record: record, token: token)
    }

    func revoke(serverID: String) async throws(RegistryError) {
        let server = try ownServer(serverID)
        var next = contents
        next.removeServer(server.id)
        try commit([.deleteServer(id: server.id)], next, [.ended(serverID: server.id, .revoked)])
        await published()
    }

    private func selection(
        of configuration: ServerConfiguration, _ account: AccountRecord
    ) throws(RegistryError) -> ToolSelection {
        try FieldCheck.configuration(configuration)
        do throws(PolicyError) {
            return try selections.selection(of: configuration.policy, in: account.credential.scope)
        } catch {
            throw RegistryError(error)
        }
    }

    /// The contents with another record and selection for the same server; its site and counts stay.
    func replacing(
        _ server: ServerGrant, _ record: ServerRecord, _ selection: ToolSelection
    ) throws(RegistryError) -> (GatewayContents, ServerGrant) {
        let grant = ServerGrant(
            record, account: try account(record.accountID), site: server.site, selection: selection,
            limits: server.limits)
        var next = contents
        next.put(grant)
        return (next, grant)
    }
}
