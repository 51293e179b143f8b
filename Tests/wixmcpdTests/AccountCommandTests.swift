import ArgumentParser
import JSON
import Testing

@testable import wixmcpd

@Suite struct AccountCommandTests {
    /// One account, `shop`; whatever is created is answered as an account.
    private func admin(_ more: @escaping ScriptedAdmin.Script = { _, _ in nil }) throws -> ScriptedAdmin {
        try ScriptedAdmin { line, body in
            if let answer = more(line, body) { return answer }
            if line.hasPrefix("GET /integrated-account?") { return list(AdminSample.account()) }
            if line == "POST /integrated-account" {
                return json(AdminSample.account(body.text("name"), id: AdminSample.otherID).text, status: 201)
            }
            if line.hasPrefix("PATCH ") { return json(AdminSample.account(body.text("name")).text) }
            if line.hasSuffix("/test") {
                return json(#"{"ok":true,"account":{},"checks":[{"name":"API key","ok":true,"message":"valid"}]}"#)
            }
            if line.hasSuffix("/quota") {
                return json(#"{"limit":200,"remaining":150,"reset_seconds":9,"enforced":true}"#)
            }
            if line.contains("/mcp?") { return list(AdminSample.server()) }
            return line.hasPrefix("DELETE ") ? emptyAnswer : nil
        }
    }

    // MARK: add

    @Test func addReadsTheKeyFromAFileAndTests() async throws {
        let admin = try admin()
        let key = try TemporaryFile("IST.key\n", suffix: ".key")
        let output = try await admin.run([
            "account", "add", "blog", "--api-key-file", key.path, "--site-id", "site-2", "--account-id", "owner",
        ])
        #expect(
            admin.seen.map(\.line) == [
                "POST /integrated-account", "POST /integrated-account/\(AdminSample.otherID)/test",
            ])
        #expect(
            admin.seen.first?.body == [
                "name": "blog",
                "credentials": ["type": "api_key", "api_key": "IST.key", "site_id": "site-2", "account_id": "owner"],
            ])
        #expect(
            output.contains("connected blog") && output.contains("ok   API key: valid") && !output.contains("IST.key"))
    }

    @Test func theEnvironmentBringsKeyAndSite() async throws {
        let admin = try admin()
        let environment = ["WIX_API_KEY": "IST.env", "WIX_SITE_ID": "site-3"]
        try await admin.run(["account", "add", "blog", "--no-test"], environment: environment)
        #expect(
            admin.seen.first?.body["credentials"] == ["type": "api_key", "api_key": "IST.env", "site_id": "site-3"])
    }

    @Test func aTerminalIsAskedForTheKey() async throws {
        let admin = try admin()
        try await admin.run(["account", "add", "blog", "--site-id", "s", "--no-test"], answers: ["IST.typed"])
        #expect(admin.seen.first?.body["credentials"]?["api_key"] == "IST.typed")
        #expect(admin.questions == ["Wix API key (not shown): "])
    }

    @Test func anAppBringsItsOwnParts() async throws {
        let admin = try admin()
        let secret = try TemporaryFile("app-secret", suffix: ".key")
        try await admin.run([
            "account", "add", "blog", "--app-id", "app", "--app-secret-file", secret.path, "--instance-id", "i",
            "--no-test",
        ])
        #expect(
            admin.seen.first?.body["credentials"] == [
                "type": "oauth_app", "app_id": "app", "app_secret": "app-secret", "instance_id": "i",
            ])
    }

    @Test func aFailedTestIsAFailureThatKeepsTheAccount() async throws {
        let admin = try admin { line, _ in
            line.hasSuffix("/test")
                ? json(#"{"ok":false,"account":{},"checks":[{"name":"site","ok":false,"message":"not found"}]}"#) : nil
        }
        let environment = ["WIX_API_KEY": "IST.env"]
        await #expect(throws: CommandFailure.self) {
            try await admin.run(["account", "add", "blog", "--site-id", "s"], environment: environment)
        }
        #expect(admin.output.contains("FAIL site: not found"))
    }

    @Test(arguments: [
        ["account", "add"], ["account", "add", "x", "--sites", "a"],
        ["account", "add", "x", "--api-key-file", "f", "--api-key-stdin"],
        ["account", "add", "x", "--site-id", "s", "--app-id", "a"], ["account", "add", "x", "--api-key", "IST.secret"],
        ["account", "update", "x"], ["account", "list", "--url", "http://x", "--socket", "/x"],
    ]) func refusesWrongCommands(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try WixMCPD.parseAsRoot(arguments) }
    }

    @Test(arguments: [
        ["account", "add", "x", "--site-id", "s"], ["account", "add", "x", "--app-id", "a"],
        ["account", "add", "--all-sites", "--account-id", "o"], ["account", "add", "--all-sites"],
    ]) func withoutATerminalNothingIsAsked(_ arguments: [String]) async throws {
        let admin = try admin()
        await #expect(throws: (any Error).self) { try await admin.run(arguments) }
        #expect(admin.seen.isEmpty && admin.questions.isEmpty)
    }

    // MARK: --all-sites

    private func manySites() throws -> ScriptedAdmin {
        try admin { line, _ in
            line == "POST /integrated-account/sites"
                ? list(
                    [
                        "site_id": "aaaaaaaa-1", "name": "Shop", "url": "https://a", "published": true,
                        "connected_as": nil,
                    ],
                    [
                        "site_id": "bbbbbbbb-2", "name": "Old Blog!", "url": nil, "published": false,
                        "connected_as": nil,
                    ],
                    ["site_id": "cccccccc-3", "name": "Gone", "url": nil, "published": true, "connected_as": "gone"])
                : nil
        }
    }

    static let environment = ["WIX_API_KEY": "IST.env", "WIX_ACCOUNT_ID": "owner"]

    /// What is chosen, what is typed, and the accounts that are made of it.
    static let choices: [([String], [String]?, [String])] = [
        (["--yes"], nil, ["shop-2 aaaaaaaa-1", "old-blog bbbbbbbb-2"]),
        (["--sites", "old blog!"], nil, ["old-blog bbbbbbbb-2"]),
        (["--sites", "aaaaaaaa-1, 2"], nil, ["shop-2 aaaaaaaa-1", "old-blog bbbbbbbb-2"]),
        ([], ["2"], ["old-blog bbbbbbbb-2"]), ([], [" all "], ["shop-2 aaaaaaaa-1", "old-blog bbbbbbbb-2"]),
        (["agency", "--yes"], nil, ["agency-shop aaaaaaaa-1", "agency-old-blog bbbbbbbb-2"]),
    ]

    @Test(arguments: choices) func connectsTheSitesChosen(_ more: [String], _ answers: [String]?, _ made: [String])
        async throws
    {
        let admin = try manySites()
        let output = try await admin.run(
            ["account", "add", "--all-sites"] + more, environment: Self.environment, answers: answers)
        let posts = admin.seen.filter { $0.line == "POST /integrated-account" }
        #expect(posts.map { "\($0.body.text("name")) \($0.body["credentials"]?.text("site_id") ?? "")" } == made)
        #expect(posts.allSatisfy { $0.body["credentials"]?["account_id"] == "owner" })
        #expect(output.contains("connected "))
    }

    @Test(
        arguments: [
            (["--sites", "Shp"], nil, "did you mean Shop?"), (["--sites", "gone"], nil, "connected already, as gone"),
            ([], [""], "nothing"),
            ([], nil, "--sites"),
        ] as [([String], [String]?, String)]) func saysWhyNoSiteIsConnected(
            _ more: [String], _ answers: [String]?, _ word: String
        ) async throws
    {
        let admin = try manySites()
        let error = try await #require(throws: (any Error).self) {
            try await admin.run(
                ["account", "add", "--all-sites"] + more, environment: Self.environment, answers: answers)
        }
        #expect("\(error)".contains(word), "\(error)")
        #expect(admin.seen.filter { $0.line == "POST /integrated-account" }.isEmpty)
    }

    // MARK: The others

    @Test func listIsATableOrTheApisJSON() async throws {
        let table = try await admin().run(["account", "list"])
        #expect(table.contains("11111111  shop  api_key  site-1  active  2        api         3 days ago"), "\(table)")
        let text = try await admin().run(["account", "list"], json: true)
        #expect(try JSONValue(parsing: text)["result"]?.arrayValue == [AdminSample.account()])
    }

    @Test func anEmptyListSaysWhatToDo() async throws {
        let admin = try ScriptedAdmin { _, _ in list() }
        #expect(try await admin.run(["account", "list"]).contains("wixmcpd account add"))
    }

    @Test func showHasQuotaAndServers() async throws {
        let text = try await admin().run(["account", "show", "shop"])
        for piece in [
            AdminSample.accountID, "150 of 200 requests a minute left, refused beyond", "reports", "reads only",
        ] {
            #expect(text.contains(piece), "\(text)")
        }
    }

    @Test func updateKeepsWhatIsNotNamed() async throws {
        let admin = try admin()
        let key = try TemporaryFile("IST.new", suffix: ".key")
        try await admin.run(["account", "update", "shop", "--name", "store", "--api-key-file", key.path])
        #expect(admin.seen.last?.line == "PATCH /integrated-account/\(AdminSample.accountID)")
        #expect(
            admin.seen.last?.body == [
                "name": "store", "credentials": ["type": "api_key", "api_key": "IST.new", "site_id": "site-1"],
            ])
        try await admin.run(["account", "update", "shop", "--name", "store"])
        #expect(admin.seen.last?.body == ["name": "store"])
    }

    @Test func removalAsksFirst() async throws {
        let admin = try admin()
        let delete = "DELETE /integrated-account/\(AdminSample.accountID)"
        await #expect(throws: CommandFailure.self) {
            try await admin.run(["account", "remove", "shop"], answers: ["n"])
        }
        #expect(admin.questions.first?.contains("2 MCP servers stop") == true)
        await #expect(throws: ValidationError.self) { try await admin.run(["account", "remove", "shop"]) }
        #expect(!admin.seen.contains { $0.line == delete })
        try await admin.run(["account", "remove", "shop"], answers: ["y"])
        try await admin.run(["account", "remove", "11111111", "--yes"])
        #expect(admin.seen.filter { $0.line == delete }.count == 2)
    }

    @Test func testFailsWithAnExitCode() async throws {
        let admin = try admin { line, _ in
            line.hasSuffix("/test")
                ? json(
                    #"{"ok":false,"account":{"state":"needs_reauth","state_reason":"the key is revoked"},"checks":[]}"#)
                : nil
        }
        await #expect(throws: ExitCode.failure) { try await admin.run(["account", "test", "shop"]) }
        #expect(admin.output.contains("the key is revoked"))
    }
}
