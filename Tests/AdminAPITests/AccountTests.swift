import Gateway
import JSON
import Synchronization
import Testing

@testable import AdminAPI

@Suite struct AccountTests {
    @Test func anAccountIsConnectedShownChangedAndDisconnected() async throws {
        try await AdminServer.with { server in
            let created = try await server.send(
                "POST", "/integrated-account",
                [
                    "name": "bakery",
                    "credentials": [
                        "type": "api_key", "api_key": "IST.secret", "site_id": "site-1", "account_id": nil,
                    ],
                ])
            #expect(created.status == 201)
            let id = try #require(created.json["id"]?.stringValue)
            let expected: JSONValue = [
                "id": .string(id), "name": "bakery", "type": "api_key", "site_id": "site-1", "account_id": nil,
                "app_id": nil, "instance_id": nil, "state": "active", "state_reason": nil, "managed_by": "api",
                "mcp_count": 0, "created_at": "2026-11-18T11:06:40.000Z", "updated_at": "2026-11-18T11:06:40.000Z",
            ]
            #expect(created.json == expected)
            #expect(try await server.send("GET", "/integrated-account/\(id)").json == expected)

            server.clock.advance(.seconds(5))
            let changed = try await server.send(
                "PATCH", "/integrated-account/\(id)",
                [
                    "name": "café",
                    "credentials": [
                        "type": "oauth_app", "app_id": "app", "app_secret": "very-secret", "instance_id": "instance",
                    ],
                ])
            #expect(changed.json["name"] == "café")
            #expect(changed.json["type"] == "oauth_app")
            #expect(changed.json["instance_id"] == "instance")
            #expect(changed.json["site_id"] == .null)
            #expect(changed.json["updated_at"] == "2026-11-18T11:06:45.000Z")
            let same = try await server.send("PATCH", "/integrated-account/\(id)", [:])
            #expect(same.json == changed.json)

            try await server.mint(id)
            #expect(try await server.send("GET", "/integrated-account/\(id)").json["mcp_count"] == 1)
            let gone = try await server.send("DELETE", "/integrated-account/\(id)")
            #expect(gone.status == 204)
            #expect(gone.body.isEmpty)
            #expect(try await server.send("GET", "/integrated-account/\(id)").status == 404)
            #expect(try await server.send("GET", "/mcp-server").items.count == 1)
        }
    }

    @Test func noAnswerHoldsASecret() async throws {
        try await AdminServer.with { server in
            let id = try await server.account()
            let minted = try await server.mint(id)
            let token = try #require(minted.json["token"]?.stringValue)
            for path in [
                "/integrated-account", "/integrated-account/\(id)", "/integrated-account/\(id)/mcp", "/status",
            ] {
                let text = try await server.send("GET", path).text
                for secret in ["IST.secret", token, AdminServer.token] { #expect(!text.contains(secret), "\(path)") }
            }
        }
    }

    @Test func aTestSetsTheState() async throws {
        try await AdminServer.with { server in
            let id = try await server.account()
            let fine = try await server.send("POST", "/integrated-account/\(id)/test")
            #expect(fine.json["ok"] == true)
            #expect(
                fine.json["checks"] == [["name": "credential", "ok": true, "message": "Wix accepts the API key."]])
            #expect(fine.json["account"]?["state"] == "active")

            server.probe.script.withLock {
                $0.report = AccountReport(
                    verdict: .refused("The key was revoked."),
                    checks: [.init(name: "credential", isFine: false, message: "The key was revoked.")])
            }
            let refused = try await server.send("POST", "/integrated-account/\(id)/test")
            #expect(refused.status == 200)
            #expect(refused.json["ok"] == false)
            #expect(refused.json["account"]?["state"] == "needs_reauth")
            #expect(refused.json["account"]?["state_reason"] == "The key was revoked.")

            // Nothing is known of an account whose test reached nobody.
            server.probe.script.withLock { $0.report = AccountReport(verdict: .unreachable, checks: []) }
            let unknown = try await server.send("POST", "/integrated-account/\(id)/test")
            #expect(unknown.json["ok"] == false)
            #expect(unknown.json["account"]?["state"] == "needs_reauth")

            server.probe.script.withLock { $0.report = AccountReport(verdict: .works, checks: []) }
            let back = try await server.send("POST", "/integrated-account/\(id)/test")
            #expect(back.json["account"]?["state"] == "active")
        }
    }

    @Test func theQuotaOfASite() async throws {
        try await AdminServer.with { server in
            let id = try await server.account()
            let reply = try await server.send("GET", "/integrated-account/\(id)/quota")
            let expected: JSONValue = [
                "limit": 200, "remaining": 198, "reset_seconds": 42, "source": "counted", "enforced": false,
                "history": [["minute": "2026-11-18T11:06:40.000Z", "requests": 2]],
            ]
            #expect(reply.json == expected)
        }
    }

    @Test func theSitesOfAnAccountKey() async throws {
        try await AdminServer.with { server in
            _ = try await server.account("bakery")
            let key: JSONValue = ["credentials": ["type": "api_key", "api_key": "k", "account_id": "a"]]
            let reply = try await server.send("POST", "/integrated-account/sites", key)
            #expect(
                reply.items == [
                    [
                        "site_id": "site-1", "name": "Bakery", "url": "https://bakery.example", "published": true,
                        "connected_as": "bakery",
                    ],
                    ["site_id": "site-2", "name": "Draft", "url": nil, "published": false, "connected_as": nil],
                ])
            #expect(reply.json["result_count"] == 2)

            for (error, status) in [(ProbeError.refused("the key is revoked"), 400), (.unreachable("no answer"), 502)] {
                server.probe.script.withLock { $0.sites = .failure(error) }
                let reply = try await server.send("POST", "/integrated-account/sites", key)
                #expect(reply.status == status)
                #expect(reply.message == error.description)
            }
        }
    }
}
