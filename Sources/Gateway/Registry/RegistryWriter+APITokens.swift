extension RegistryWriter {
    func createAPIToken(_ new: NewAPIToken) async throws(RegistryError) -> MintedAPIToken {
        let now = clock()
        try FieldCheck.name(new.name)
        try checkScope(new.accountIDs)
        try FieldCheck.expiry(new.expiresAt, now: now)
        guard contents.apiTokens.count < limits.apiTokens else {
            throw .limitReached(kind: "API tokens", limit: limits.apiTokens)
        }
        let token = ServerToken.generate()
        let record = APITokenRecord(
            name: new.name, hash: hasher.hash(token), accountIDs: new.accountIDs, createdAt: now,
            expiresAt: new.expiresAt)
        var next = contents
        next.put(APITokenEntry(record))
        try commit([.putAPIToken(record)], next, end: record.expiresAt)
        await published()
        return MintedAPIToken(record: record, token: token)
    }

    func revokeAPIToken(id: String) async throws(RegistryError) {
        guard let token = contents.apiTokens[id], !token.isExpired(at: clock()) else { throw .unknownAPIToken(id) }
        var next = contents
        next.removeAPIToken(token.id)
        try commit([.deleteAPIToken(id: token.id)], next, retirements(of: token))
        await published()
    }

    /// Somebody may be connected to these servers with the help of the token.
    func retirements(of token: APITokenEntry) -> [GatewayEvent] {
        contents.servers.ordered.filter { $0.requiresAPIToken && token.opens(accountID: $0.accountID) }
            .map { .tokenRetired(serverID: $0.id) }
    }

    private func checkScope(_ accountIDs: [String]?) throws(RegistryError) {
        guard let accountIDs else { return }
        let field = "integrated_account_ids"
        guard !accountIDs.isEmpty else {
            throw .invalid(field: field, problem: "is an empty list; name accounts, or leave it out for all of them")
        }
        for id in accountIDs where contents.accounts[id] == nil {
            throw .invalid(field: field, problem: "names \(id.debugDescription), which is no integrated account")
        }
    }

    /// Writes down when API tokens were last used; a failure is made good the next time.
    func keepLastUse() {
        lastUseKeptAt = clock()
        let used = contents.apiTokens.ordered.compactMap { entry in entry.unkept.map { (entry, $0) } }
        guard !used.isEmpty, (try? write(used.map { .putAPIToken($0.1) })) != nil else { return }
        for (entry, record) in used { entry.keep(record) }
    }
}
