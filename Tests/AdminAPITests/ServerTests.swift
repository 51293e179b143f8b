import Gateway
import JSON
import Testing

@testable import AdminAPI

@Suite struct ServerTests {
    @Test func aServerIsMintedShownChangedRotatedAndRevoked() async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            let minted = try await server.mint(
                account,
                [
                    "name": "crm", "config": ["methods": ["read"], "tags": ["crm"], "max_concurrent": nil],
                    "expires_at": "2026-11-18T12:07:40+01:00",
                ])
            #expect(minted.status == 201)
            let id = try #require(minted.json["id"]?.stringValue)
            let token = try #require(minted.json["token"]?.stringValue)
            #expect(minted.json["url"] == .string("http://127.0.0.1:8787/mcp/\(token)"))
            #expect(minted.json["sse_url"] == .string("http://127.0.0.1:8787/sse/\(token)"))
            #expect(minted.json["config"] == ["methods": ["read"], "tags": ["crm"]])
            #expect(minted.json["read_only"] == true)
            #expect(minted.json["integrated_account_id"] == .string(account))
            // To the second 60 s ahead: the soonest expiry that is taken.
            #expect(minted.json["expires_at"] == "2026-11-18T11:07:40.000Z")

            let path = "/integrated-account/\(account)/mcp/\(id)"
            var shown = try #require(minted.json.objectValue)
            for member in ["token", "url", "sse_url"] { shown[member] = nil }
            #expect(try await server.send("GET", path).json == .object(shown))
            #expect(try await server.send("GET", "/integrated-account/\(account)/mcp").items == [.object(shown)])

            server.clock.advance(.seconds(1))
            let rotated = try await server.send("POST", "\(path)/rotate", ["overlap_seconds": 30])
            #expect(rotated.status == 200)
            #expect(rotated.json["token"]?.stringValue.map { $0 != token } == true)
            #expect(rotated.json["id"] == .string(id))
            let again = try await server.send("POST", "\(path)/rotate")
            #expect(again.json["token"] != rotated.json["token"])

            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("GET", path).status == 404)
            #expect(try await server.send("DELETE", path).status == 404)
        }
    }

    @Test("PATCH keeps what is absent and clears what is null")
    func patch() async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            let minted = try await server.mint(
                account,
                [
                    "name": "crm",
                    "config": ["methods": ["read"], "tags": ["crm"], "exposure": "all", "calls_per_minute": 5],
                    "expires_at": "2026-11-19T00:00:00Z",
                ])
            let path = "/integrated-account/\(account)/mcp/\(minted.json["id"]?.stringValue ?? "")"
            func change(_ body: JSONValue) async throws -> JSONValue { try await server.send("PATCH", path, body).json }

            #expect(try await change(["name": "other"])["expires_at"] == "2026-11-19T00:00:00.000Z")
            let cleared = try await change(["expires_at": nil, "config": ["tags": nil, "max_result_chars": 2000]])
            #expect(cleared["name"] == "other")
            #expect(cleared["expires_at"] == .null)
            #expect(
                cleared["config"] == [
                    "methods": ["read"], "exposure": "all", "calls_per_minute": 5, "max_result_chars": 2000,
                ])
            #expect((cleared["tool_count"]?.intValue ?? 0) > (minted.json["tool_count"]?.intValue ?? 0))
            let defaults = try await change([
                "config": [
                    "methods": nil, "tags": nil, "tools": nil, "exclude_tools": nil, "exposure": nil,
                    "require_api_token_auth": nil, "calls_per_minute": nil, "max_concurrent": nil,
                    "max_result_chars": nil,
                ]
            ])
            #expect(defaults["config"] == [:])
            #expect(defaults["read_only"] == false)
        }
    }

    @Test func everySettingIsTaken() async throws {
        try await AdminServer.with { server in
            let config: JSONValue = [
                "methods": ["read", "list"], "tags": ["crm"], "tools": ["list_all_wix_contacts"],
                "exclude_tools": ["wix_contacts_query"], "exposure": "all", "require_api_token_auth": true,
                "calls_per_minute": 0, "max_concurrent": 3, "max_result_chars": 1000,
            ]
            let minted = try await server.mint(try await server.account(), ["name": "all", "config": config])
            #expect(minted.status == 201, "\(minted.text)")
            #expect(minted.json["config"] == config)
            #expect(minted.json["tool_count"] == 1)
        }
    }

    @Test(
        "URLs begin with what is configured, else with the host that was asked",
        arguments: [
            ("https://mcp.example.com", "https://mcp.example.com/mcp/"),
            ("https://example.com/wix/", "https://example.com/wix/mcp/"),
        ])
    func publicURL(_ configured: String, _ beginning: String) async throws {
        try await AdminServer.with(options: { $0.publicURL = configured }) { server in
            let minted = try await server.mint(try await server.account())
            #expect(minted.json["url"]?.stringValue?.hasPrefix(beginning) == true)
        }
    }

    @Test func thePreviewShowsWhatAFilterLeavesAndCosts() async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            let path = "/integrated-account/\(account)/tools"
            let all = try await server.send("GET", path)
            #expect(all.items.count > 20)
            #expect(all.json["total_tokens"]?.intValue == all.items.reduce(0) { $0 + ($1["tokens"]?.intValue ?? 0) })
            #expect(
                all.json["tokens_estimated"]?.boolValue
                    == all.items.contains { $0["tokens_estimated"]?.boolValue == true })
            let first = try #require(all.items.first?.objectValue)
            #expect(
                first.keys == [
                    "name", "title", "description", "input_schema", "method", "tags", "effect", "marks", "tokens",
                    "tokens_estimated",
                ])
            let crm = try await server.send(
                "GET", "\(path)?methods=read,%20update&tags=crm&exclude_tools=wix_contacts_query")
            #expect(crm.strings("name").contains("list_all_wix_contacts"))
            #expect(!crm.strings("name").contains("wix_contacts_query"))
            #expect(crm.items.allSatisfy { ["read", "update"].contains($0["effect"]?.stringValue) })
            #expect(try await server.send("GET", "\(path)?methods=&tags=&tools=&exclude_tools=").json == all.json)

            let page = try await server.send("GET", "\(path)?limit=2")
            #expect(page.items.count == 2)
            #expect(page.json["total_tokens"] == all.json["total_tokens"])
            let cursor = try #require(page.json["next_cursor"]?.stringValue)
            let next = try await server.send("GET", "\(path)?limit=2&next_cursor=\(cursor)")
            #expect(page.items + next.items == Array(all.items.prefix(4)))
        }
    }

    @Test func apiTokens() async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            let everywhere = try await server.send("POST", "/api-token", ["name": "desktop"])
            #expect(everywhere.status == 201)
            #expect(everywhere.json["integrated_account_ids"] == .null)
            let scoped = try await server.send(
                "POST", "/api-token",
                [
                    "name": "scoped", "integrated_account_ids": [.string(account)],
                    "expires_at": "2026-12-01T00:00:00.5Z",
                ])
            #expect(scoped.json["integrated_account_ids"] == [.string(account)])
            #expect(scoped.json["expires_at"] == "2026-12-01T00:00:00.500Z")
            var shown = try #require(scoped.json.objectValue)
            #expect(shown["token"]?.stringValue?.utf8.count == 43)
            shown["token"] = nil
            let path = "/api-token/\(shown["id"]?.stringValue ?? "")"
            #expect(try await server.send("GET", path).json == .object(shown))
            #expect(try await server.send("GET", "/api-token").items.contains(.object(shown)))
            #expect(try await server.send("DELETE", path).status == 204)
            #expect(try await server.send("GET", path).status == 404)
            #expect(try await server.send("GET", "/api-token").strings("name") == ["desktop"])
        }
    }

    @Test func theStatusOfTheDaemon() async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            try await server.registry.setState(.needsReauth("gone"), accountID: account)
            let status = try await server.send("GET", "/status").json
            #expect(status["version"] == "1.2.3")
            #expect(status["accounts"] == 2)
            #expect(status["accounts_needing_reauth"] == 1)
            #expect(status["servers"] == 1)
            #expect(status["public_url"] == .null)
            #expect(status["base_url"] == "http://127.0.0.1:8787")
        }
    }
}
