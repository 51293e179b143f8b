import Gateway
import JSON
import WixAPI

extension AdminAPI {
    static let nameLengths = 1...64

    func listAccounts(_ call: AdminCall) throws(AdminError) -> JSONValue {
        let request = try PageRequest(try call.query(PageRequest.parameters), list: "account")
        let directory = directory
        return Page(of: directory.gateway.accounts, request, list: "account", position: \.position)
            .json { json(of: $0, in: directory) }
    }

    func createAccount(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.body(["name", "credentials"])
        let name = try body.string("name", lengths: Self.nameLengths)
        guard let credential = try body.credential("credentials") else { throw .missing(field: "credentials") }
        let account = try await change { () async throws(RegistryError) in
            try await self.registry.connect(name: name, credential: credential)
        }
        return account.json(serverCount: 0)
    }

    func getAccount(_ call: AdminCall) throws(AdminError) -> JSONValue {
        _ = try call.query()
        let directory = directory
        return json(of: try directory.account(call.parameter("id")), in: directory)
    }

    func updateAccount(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.body(["name", "credentials"])
        let id = try directory.account(call.parameter("id")).id
        var update = AccountChange()
        update.name = try body.optionalString("name", lengths: Self.nameLengths)
        update.credential = try body.credential("credentials")
        let final = update
        let account = try await change { () async throws(RegistryError) in
            try await self.registry.update(accountID: id, final)
        }
        return json(of: account, in: directory)
    }

    func deleteAccount(_ call: AdminCall) async throws(AdminError) {
        _ = try call.query()
        let id = call.parameter("id")
        try await change { () async throws(RegistryError) in try await self.registry.disconnect(accountID: id) }
    }

    func testAccount(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let account = try directory.account(call.parameter("id"))
        let report = await probe.test(account, on: call.loop)
        let state: AccountRecord.State? =
            switch report.verdict {
            case .works: .active
            case .refused(let reason): .needsReauth(reason)
            case .unreachable: nil
            }
        if let state {
            try await change { () async throws(RegistryError) in
                try await self.registry.setState(state, accountID: account.id)
            }
        }
        let directory = directory
        return [
            "ok": .bool(report.verdict == .works),
            "account": json(of: try directory.account(account.id), in: directory),
            "checks": .array(report.checks.map(\.json)),
        ]
    }

    func getQuota(_ call: AdminCall) throws(AdminError) -> JSONValue {
        _ = try call.query()
        let account = try directory.account(call.parameter("id"))
        guard let quota = probe.quota(of: account) else { throw .registry(.unknownAccount(account.id)) }
        return quota.json
    }

    func listSites(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.body(["credentials"])
        guard let credential = try body.credential("credentials") else { throw .missing(field: "credentials") }
        guard case .apiKey(_, _, let accountID) = credential, accountID != nil else {
            throw .invalid(field: "credentials", problem: "must be an api_key with its account_id to list sites")
        }
        let sites: [SiteSummary]
        do throws(ProbeError) {
            sites = try await probe.sites(of: credential, on: call.loop)
        } catch {
            throw .probe(error)
        }
        var names: [String: String] = [:]
        for account in directory.gateway.accounts {
            if case .apiKey(_, let siteID?, _) = account.credential { names[siteID] = account.name }
        }
        return .list(sites.map { $0.json(connectedAs: names[$0.siteID]) })
    }

    private func json(of account: AccountRecord, in directory: Directory) -> JSONValue {
        account.json(serverCount: directory.gateway.servers(of: account.id).count)
    }

    /// Runs a change of the registry and says its refusals in the API's terms.
    func change<Value>(_ work: () async throws(RegistryError) -> Value) async throws(AdminError) -> Value {
        do throws(RegistryError) {
            return try await work()
        } catch {
            throw .registry(error)
        }
    }
}
