import Gateway
import JSON

extension AdminAPI {
    static let tokenAccounts = 1000

    func listAPITokens(_ call: AdminCall) throws(AdminError) -> JSONValue {
        let request = try PageRequest(try call.query(PageRequest.parameters), list: "api-token")
        return Page(of: directory.gateway.apiTokens, request, list: "api-token", position: \.position).json(
            \.json)
    }

    func createAPIToken(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.body(
            ["name", "integrated_account_ids", "expires_at"], nullable: ["integrated_account_ids", "expires_at"])
        let token = NewAPIToken(
            name: try body.string("name", lengths: Self.nameLengths),
            accountIDs: try body.strings("integrated_account_ids", atMost: Self.tokenAccounts),
            expiresAt: try body.timestamp("expires_at"))
        let minted = try await change { () async throws(RegistryError) in
            try await self.registry.createAPIToken(token)
        }
        var json = minted.record.json
        json["token"] = .string(minted.token)
        return json
    }

    func getAPIToken(_ call: AdminCall) throws(AdminError) -> JSONValue {
        _ = try call.query()
        return try directory.apiToken(call.parameter("id")).json
    }

    func deleteAPIToken(_ call: AdminCall) async throws(AdminError) {
        _ = try call.query()
        let id = call.parameter("id")
        try await change { () async throws(RegistryError) in try await self.registry.revokeAPIToken(id: id) }
    }
}
