import Gateway

/// One snapshot, looked up in the API's terms.
struct Directory {
    let gateway: Gateway

    func account(_ id: String) throws(AdminError) -> AccountRecord {
        guard let account = gateway.account(id: id) else { throw .registry(.unknownAccount(id)) }
        return account
    }

    /// The server, which must be the account's.
    func server(_ id: String, of accountID: String) throws(AdminError) -> ServerGrant {
        let account = try account(accountID)
        guard let server = gateway.grant(id: id), server.accountID == account.id else {
            throw .registry(.unknownServer(id))
        }
        return server
    }

    func apiToken(_ id: String) throws(AdminError) -> APITokenRecord {
        guard let token = gateway.apiToken(id: id) else { throw .registry(.unknownAPIToken(id)) }
        return token
    }
}
