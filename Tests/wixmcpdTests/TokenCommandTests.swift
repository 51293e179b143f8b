import JSON
import Testing

@testable import wixmcpd

@Suite struct TokenCommandTests {
    private func admin() throws -> ScriptedAdmin {
        try ScriptedAdmin { line, _ in
            if line.hasPrefix("GET /integrated-account?") { return list(AdminSample.account()) }
            if line.hasPrefix("GET /api-token?") {
                return list(
                    [
                        "id": "cccccccc-1", "name": "ci", "integrated_account_ids": [.string(AdminSample.accountID)],
                        "created_at": "2026-11-24T11:00:00.000Z", "expires_at": nil,
                        "last_used_at": "2026-11-24T11:59:00.000Z",
                    ], ["id": "dddddddd-1", "name": "all", "integrated_account_ids": nil, "created_at": ""])
            }
            if line == "POST /api-token" { return json(#"{"id":"e","name":"ci","token":"SECRET"}"#, status: 201) }
            return line.hasPrefix("DELETE ") ? emptyAnswer : nil
        }
    }

    @Test func createScopesAndShowsOnce() async throws {
        let admin = try admin()
        let output = try await admin.run(["token", "create", "ci", "--account", "shop", "--expires-in", "30d"])
        #expect(
            admin.seen.last?.body == [
                "name": "ci", "integrated_account_ids": [.string(AdminSample.accountID)],
                "expires_at": "2026-12-24T12:00:00.000Z",
            ])
        #expect(output.contains("\nSECRET\n"))
        try await admin.run(["token", "create", "ci"])
        #expect(admin.seen.last?.body == ["name": "ci"])
    }

    @Test func listSaysWhatEachOpens() async throws {
        let output = try await admin().run(["token", "list"])
        #expect(output.contains("cccccccc  ci    shop               1 minute ago  1 hour ago"), "\(output)")
        #expect(output.contains("dddddddd  all   all"), "\(output)")
    }

    @Test func revokeByName() async throws {
        let admin = try admin()
        try await admin.run(["token", "revoke", "all", "--yes"])
        #expect(admin.seen.last?.line == "DELETE /api-token/dddddddd-1")
    }
}
