import Gateway
import HTTPCore
import JSON
import WixCatalogue

extension AdminAPI {
    static let overlapSeconds = 0...86_400

    func listServers(_ call: AdminCall) throws(AdminError) -> JSONValue {
        let accountID = call.parameter("id")
        // Bound to the account: a cursor of another account's list is none of this one.
        let list = "mcp:\(accountID)"
        let request = try PageRequest(try call.query(PageRequest.parameters), list: list)
        let directory = directory
        let servers = directory.gateway.servers(of: try directory.account(accountID).id)
        return Page(of: servers, request, list: list, position: \.position).json(\.json)
    }

    func listAllServers(_ call: AdminCall) throws(AdminError) -> JSONValue {
        let request = try PageRequest(try call.query(PageRequest.parameters), list: "mcp")
        return Page(of: directory.gateway.servers, request, list: "mcp", position: \.position).json(\.json)
    }

    func createServer(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.body(["name", "config", "expires_at"], nullable: ["config", "expires_at"])
        let accountID = try directory.account(call.parameter("id")).id
        let server = NewServer(
            name: try body.string("name", lengths: Self.nameLengths),
            configuration: try body.configuration(over: ServerConfiguration()),
            expiresAt: try body.timestamp("expires_at"))
        let minted = try await change { () async throws(RegistryError) in
            try await self.registry.mint(server, accountID: accountID)
        }
        return try json(of: minted, call)
    }

    func getServer(_ call: AdminCall) throws(AdminError) -> JSONValue {
        _ = try call.query()
        return try server(call).json
    }

    func updateServer(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.body(["name", "config", "expires_at"], nullable: ["expires_at"])
        let server = try server(call)
        var update = ServerChange()
        update.name = try body.optionalString("name", lengths: Self.nameLengths)
        if body.contains("config") {
            update.configuration = try body.configuration(over: server.record.configuration)
        }
        if body.contains("expires_at") { update.expiresAt = .some(try body.timestamp("expires_at")) }
        let final = update
        let changed = try await change { () async throws(RegistryError) in
            try await self.registry.update(serverID: server.id, final)
        }
        return try directory.server(changed.id, of: changed.accountID).json
    }

    func deleteServer(_ call: AdminCall) async throws(AdminError) {
        _ = try call.query()
        let id = try server(call).id
        try await change { () async throws(RegistryError) in try await self.registry.revoke(serverID: id) }
    }

    func rotateServer(_ call: AdminCall) async throws(AdminError) -> JSONValue {
        _ = try call.query()
        let body = try call.optionalBody(["overlap_seconds"])
        let overlap = try body.integer("overlap_seconds", in: Self.overlapSeconds) ?? 0
        let id = try server(call).id
        let minted = try await change { () async throws(RegistryError) in
            try await self.registry.rotate(serverID: id, overlap: .seconds(overlap))
        }
        return try json(of: minted, call)
    }

    /// The server that the path names.
    private func server(_ call: AdminCall) throws(AdminError) -> ServerGrant {
        try directory.server(call.parameter("mcp_id"), of: call.parameter("id"))
    }

    /// The server with its token and URLs, which are shown this once.
    private func json(of minted: MintedServer, _ call: AdminCall) throws(AdminError) -> JSONValue {
        var json = try directory.server(minted.record.id, of: minted.record.accountID).json
        let base = baseURL(for: call.request)
        json["token"] = .string(minted.token)
        json["url"] = .string("\(base)/mcp/\(minted.token)")
        json["sse_url"] = .string("\(base)/sse/\(minted.token)")
        return json
    }

    /// The preview of a filter. The cost is that of all tools, on whatever page.
    func listTools(_ call: AdminCall) throws(AdminError) -> JSONValue {
        let query = try call.query(ServerConfiguration.previewParameters + PageRequest.parameters)
        let configuration = try ServerConfiguration(query)
        let account = try directory.account(call.parameter("id"))
        let list = "tools:\(account.id)"
        let request = try PageRequest(query, list: list, defaultLimit: PageRequest.limits.upperBound)
        let tools: [Tool]
        do throws(RegistryError) {
            tools = try registry.tools(configuration, scope: account.credential.scope)
        } catch .invalid(let field, let problem) {
            // Here the settings are parameters, and not members of `config`.
            let parameter = field.hasPrefix("config.") ? String(field.dropFirst("config.".count)) : "the filter"
            throw .invalid(field: parameter, problem: problem)
        } catch {
            throw .registry(error)
        }
        // In catalogue order: the place in it stands in for a time of creation.
        let page = Page(of: Array(tools.enumerated()), request, list: list) { index, tool in
            ListPosition(createdAt: Timestamp(milliseconds: Int64(index)), id: tool.name)
        }
        var json = page.json { $0.element.json }
        let cost = tools.reduce(TokenCost.zero) { $0 + $1.cost }
        json["total_tokens"] = .number(JSONNumber(cost.tokens))
        json["tokens_estimated"] = .bool(cost.isEstimate)
        return json
    }
}
