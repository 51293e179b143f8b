import ArgumentParser
import JSON
import Testing

@testable import wixmcpd

@Suite struct ServerCommandTests {
    private let path = "/integrated-account/\(AdminSample.accountID)/mcp/\(AdminSample.serverID)"

    private func admin(accounts: [JSONValue] = [AdminSample.account()], needsToken: Bool = false) throws
        -> ScriptedAdmin
    {
        var minted = AdminSample.server(minted: true)
        if needsToken { minted["config"] = ["require_api_token_auth": true] }
        let answer = minted.text
        return try ScriptedAdmin { line, _ in
            if line.hasPrefix("GET /integrated-account?") {
                return json(JSONValue.object(["result": .array(accounts)]).text)
            }
            if line.hasPrefix("GET /mcp-server?") || line.contains("/mcp?") { return list(AdminSample.server()) }
            if line.contains("/tools?") {
                return list(["name": "list_all_wix_orders", "title": "List orders", "effect": "read", "tokens": 120])
            }
            if line.hasPrefix("POST ") { return json(answer, status: 201) }
            if line.hasPrefix("PATCH ") { return json(AdminSample.server().text) }
            return line.hasPrefix("DELETE ") ? emptyAnswer : nil
        }
    }

    @Test func createSendsWhatTheOptionsSay() async throws {
        let admin = try admin()
        let output = try await admin.run([
            "server", "create", "shop", "--name", "reports", "--methods", "read, custom", "--tags", "crm", "--tools",
            "a",
            "--exclude-tools", "b,c", "--exposure", "all", "--no-require-api-token", "--calls-per-minute", "0",
            "--max-concurrent", "4", "--max-result-chars", "5000", "--expires-in", "7d",
        ])
        #expect(admin.seen.last?.line == "POST /integrated-account/\(AdminSample.accountID)/mcp")
        #expect(
            admin.seen.last?.body == [
                "name": "reports",
                "config": [
                    "methods": ["read", "custom"], "tags": ["crm"], "tools": ["a"], "exclude_tools": ["b", "c"],
                    "exposure": "all", "require_api_token_auth": false, "calls_per_minute": 0, "max_concurrent": 4,
                    "max_result_chars": 5000,
                ], "expires_at": "2026-12-01T12:00:00.000Z",
            ])
        for piece in [
            "12 tools, reads only", "MCP URL   https://mcp.example.com/mcp/TOKEN", "https://mcp.example.com/sse/TOKEN",
            "in 6 days", "claude mcp add --transport http wix https://mcp.example.com/mcp/TOKEN", "mcp-remote",
        ] { #expect(output.contains(piece), "\(output)") }
    }

    @Test func theOnlyAccountNeedsNoName() async throws {
        let admin = try admin()
        try await admin.run(["server", "create", "--name", "x", "--expires-at", "2027-01-01T00:00:00Z"])
        #expect(admin.seen.last?.body == ["name": "x", "config": [:], "expires_at": "2027-01-01T00:00:00.000Z"])
        let two = try self.admin(accounts: [
            AdminSample.account(), AdminSample.account("blog", id: AdminSample.otherID),
        ])
        let error = try await #require(throws: CommandFailure.self) {
            try await two.run(["server", "create", "--name", "x"])
        }
        #expect(error.description.contains("shop, blog"))
    }

    @Test func aSecondLayerIsInTheSnippets() async throws {
        let output = try await admin(needsToken: true).run([
            "server", "create", "shop", "--name", "x", "--require-api-token",
        ])
        #expect(
            output.contains("wixmcpd token create")
                && output.contains(#"--header "Authorization: Bearer ${WIXMCPD_API_TOKEN}""#))
        let entry = try #require(output.split(separator: "\n").first { $0.contains("mcpServers") })
        let wix = try JSONValue(parsing: entry[...].trimmed)["mcpServers"]?["wix"]
        #expect(wix?["args"]?.arrayValue?.last == "Authorization: Bearer ${WIXMCPD_API_TOKEN}")
        #expect(wix?["env"]?["WIXMCPD_API_TOKEN"] == "API TOKEN")
    }

    @Test func jsonIsTheApisAnswer() async throws {
        let output = try await admin().run(["server", "create", "shop", "--name", "x"], json: true)
        #expect(try JSONValue(parsing: output) == AdminSample.server(minted: true))
    }

    @Test func listNamesTheAccounts() async throws {
        let all = try admin()
        let output = try await all.run(["server", "list"])
        #expect(
            output.contains("aaaaaaaa  reports  shop     12     reads only  in 6 days  api         1 day ago"),
            "\(output)")
        let some = try admin()
        try await some.run(["server", "list", "shop"])
        #expect(some.seen.map(\.line).last == "GET /integrated-account/\(AdminSample.accountID)/mcp?limit=200")
    }

    @Test func showListsTheToolsThatTheFiltersLeave() async throws {
        let admin = try admin()
        let output = try await admin.run(["server", "show", "reports", "--tools"])
        #expect(
            output.contains("calls a minute  120") && output.contains("list_all_wix_orders  read    120"), "\(output)")
        #expect(admin.seen.last?.line == "GET /integrated-account/\(AdminSample.accountID)/tools?methods=read")
    }

    @Test func updateSendsOnlyWhatChanges() async throws {
        let admin = try admin()
        try await admin.run([
            "server", "update", "aaaaaaaa", "--tags", "crm", "--require-api-token", "--reset", "methods", "--no-expiry",
        ])
        #expect(admin.seen.last?.line == "PATCH \(path)")
        #expect(
            admin.seen.last?.body == [
                "config": ["tags": ["crm"], "require_api_token_auth": true, "methods": nil], "expires_at": nil,
            ])
        try await admin.run(["server", "update", "reports", "--name", "sales"])
        #expect(admin.seen.last?.body == ["name": "sales"])
    }

    @Test func rotateAsksUnlessTheTwoOverlap() async throws {
        let admin = try admin()
        try await admin.run(["server", "rotate", "reports", "--overlap", "1h"])
        #expect(admin.seen.last?.line == "POST \(path)/rotate" && admin.seen.last?.body == ["overlap_seconds": 3600])
        #expect(admin.output.contains("/mcp/TOKEN"))
        await #expect(throws: ValidationError.self) { try await admin.run(["server", "rotate", "reports"]) }
        try await admin.run(["server", "rotate", "reports"], answers: ["yes"])
        #expect(admin.seen.last?.body == ["overlap_seconds": 0])
    }

    @Test func revokeAsksFirst() async throws {
        let admin = try admin()
        await #expect(throws: CommandFailure.self) {
            try await admin.run(["server", "revoke", "reports"], answers: [""])
        }
        try await admin.run(["server", "revoke", "reports", "--yes"])
        #expect(admin.seen.filter { $0.line == "DELETE \(path)" }.count == 1)
    }

    @Test(arguments: [
        ["server", "create", "shop"], ["server", "create", "shop", "--name", "x", "--expires-in", "soon"],
        ["server", "create", "shop", "--name", "x", "--expires-in", "1h", "--expires-at", "2027-01-01"],
        ["server", "create", "shop", "--name", "x", "--exposure", "some"], ["server", "update", "x"],
        ["server", "create", "shop", "--name", "x", "--expires-at", "2027-02-30"],
        ["server", "update", "x", "--reset", "metods"], ["server", "update", "x", "--no-expiry", "--expires-in", "1h"],
        ["server", "rotate", "x", "--overlap", "25h"], ["token", "create"], ["audit", "list", "--limit", "0"],
        ["audit", "list", "--from", "whenever"], ["audit", "export", "--format", "xml"],
    ]) func refusesWrongCommands(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try WixMCPD.parseAsRoot(arguments) }
    }
}
