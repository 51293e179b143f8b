import Gateway
import Testing
import WixAPI
import WixCatalogue

@Suite struct RegistryAccountTests {
    static let badNames = ["", String(repeating: "a", count: 65), "a\nb", "a\u{0}", "\u{7F}", "\u{85}"]
    static let badCredentials: [(WixCredential, String)] = [
        (.apiKey("", siteID: "s", accountID: nil), "credentials.api_key"),
        (.apiKey("a b", siteID: "s", accountID: nil), "credentials.api_key"),
        (.apiKey("k", siteID: "s\r\nx: y", accountID: nil), "credentials.site_id"),
        (.apiKey("k", siteID: "s", accountID: "é"), "credentials.account_id"),
        (.apiKey("k", siteID: nil, accountID: nil), "credentials"),
        (.oauthApp(appID: "a", secret: "", instanceID: "i"), "credentials.app_secret"),
        (
            .oauthApp(appID: "a", secret: "s", instanceID: String(repeating: "i", count: 4097)),
            "credentials.instance_id"
        ),
    ]

    @Test(arguments: badNames) func refusesTheName(_ name: String) async throws {
        let bench = try RegistryBench()
        await #expect { _ = try await bench.connect(name) } throws: { isInvalid($0, "name") }
        #expect(bench.registry.gateway.accounts.isEmpty)
    }

    @Test(arguments: badCredentials) func refusesTheCredential(_ credential: WixCredential, _ field: String)
        async throws
    {
        let bench = try RegistryBench()
        await #expect {
            _ = try await bench.registry.connect(name: "shop", credential: credential)
        } throws: { isInvalid($0, field) }
    }

    @Test func aNameIsTakenOnce() async throws {
        let bench = try RegistryBench()
        let shop = try await bench.connect(String(repeating: "é", count: 64))
        let other = try await bench.connect("other")
        let taken = RegistryError.nameTaken(kind: "an integrated account", name: shop.name)
        await #expect(throws: taken) { try await bench.connect(shop.name) }
        var change = AccountChange()
        change.name = shop.name
        let renaming = change
        await #expect(throws: taken) {
            try await bench.registry.update(accountID: other.id, renaming)
        }
        // Its own name is free for it, and a name left behind is free for all.
        _ = try await bench.registry.update(accountID: shop.id, change)
        change.name = "new"
        _ = try await bench.registry.update(accountID: shop.id, change)
        _ = try await bench.connect(shop.name)
        #expect(bench.registry.gateway.account(named: "new")?.id == shop.id)
    }

    @Test func aRenameKeepsTheSiteAndACredentialBringsAnother() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(NewServer(name: "a"), accountID: account.id)
        let site = try #require(bench.registry.gateway.site(of: account.id))
        let limits = try #require(bench.registry.gateway.grant(id: minted.record.id)).limits
        var change = AccountChange()
        change.name = "renamed"
        _ = try await bench.registry.update(accountID: account.id, change)
        #expect(bench.registry.gateway.site(of: account.id) === site)
        #expect(bench.registry.gateway.grant(id: minted.record.id)?.accountName == "renamed")

        try await bench.registry.setState(.needsReauth("key revoked"), accountID: account.id)
        #expect(bench.registry.gateway.grant(id: minted.record.id)?.unavailable == "key revoked")
        let writes = bench.store.writes
        let revision = bench.registry.gateway.revision
        try await bench.registry.setState(.needsReauth("key revoked"), accountID: account.id)
        #expect((bench.store.writes, bench.registry.gateway.revision) == (writes, revision))

        change.credential = .apiKey("key-2", siteID: "site-1", accountID: nil)
        let updated = try await bench.registry.update(accountID: account.id, change)
        #expect(updated.state == .active)
        let grant = try #require(bench.registry.gateway.grant(id: minted.record.id))
        #expect(grant.unavailable == nil)
        #expect(grant.site.credential == change.credential)
        #expect(grant.limits === limits)
        #expect(bench.registry.gateway.site(of: account.id) !== site)
        #expect(bench.opens(minted.token) == .server(minted.record.id))
        #expect(bench.publisher.events.isEmpty)
        #expect(try bench.restarted().registry.gateway.account(id: account.id) == updated)
    }

    @Test func credentialsAreKeptSealed() async throws {
        let bench = try RegistryBench()
        let credentials: [WixCredential] = [
            .apiKey("secret-a", siteID: "s", accountID: "a"), .apiKey("secret-b", siteID: nil, accountID: "a"),
            .oauthApp(appID: "app", secret: "secret-c", instanceID: "i"),
        ]
        for (index, credential) in credentials.enumerated() {
            _ = try await bench.registry.connect(name: "\(index)", credential: credential)
        }
        for account in bench.store.registry.accounts {
            let text = String(decoding: account.sealedCredential, as: UTF8.self)
            #expect(!text.contains("secret"))
        }
        let reloaded = try bench.restarted().registry.gateway.accounts
        #expect(Set(reloaded.map(\.name)) == ["0", "1", "2"])
        for account in reloaded { #expect(account.credential == credentials[Int(account.name) ?? 0]) }
    }

    @Test func disconnectingEndsItsServers() async throws {
        let bench = try RegistryBench()
        let (one, other) = (try await bench.connect("one"), try await bench.connect("other"))
        let gone = try await bench.registry.mint(NewServer(name: "a"), accountID: one.id)
        let kept = try await bench.registry.mint(NewServer(name: "a"), accountID: other.id)
        try await bench.registry.disconnect(accountID: one.id)
        #expect(bench.opens(gone.token) == .refused(.unknownToken))
        #expect(bench.opens(kept.token) == .server(kept.record.id))
        #expect(bench.publisher.events == [.ended(serverID: gone.record.id, .revoked)])
        #expect(bench.registry.gateway.servers.map(\.id) == [kept.record.id])
        await #expect(throws: RegistryError.unknownAccount(one.id)) {
            try await bench.registry.disconnect(accountID: one.id)
        }
        await #expect(throws: RegistryError.unknownAccount(one.id)) {
            try await bench.registry.mint(NewServer(name: "a"), accountID: one.id)
        }
    }

    @Test func thereIsALimitOfEachKind() async throws {
        var limits = RegistryLimits()
        (limits.accounts, limits.servers, limits.apiTokens) = (2, 3, 1)
        let bench = try RegistryBench(limits: limits)
        let account = try await bench.connect("0")
        _ = try await bench.connect("1")
        await #expect(throws: RegistryError.limitReached(kind: "integrated accounts", limit: 2)) {
            try await bench.connect("2")
        }
        for _ in 0..<3 { _ = try await bench.registry.mint(NewServer(name: "same"), accountID: account.id) }
        await #expect(throws: RegistryError.limitReached(kind: "MCP servers", limit: 3)) {
            try await bench.registry.mint(NewServer(name: "same"), accountID: account.id)
        }
        let token = try await bench.registry.createAPIToken(NewAPIToken(name: "t"))
        await #expect(throws: RegistryError.limitReached(kind: "API tokens", limit: 1)) {
            try await bench.registry.createAPIToken(NewAPIToken(name: "t"))
        }
        try await bench.registry.revokeAPIToken(id: token.record.id)
        _ = try await bench.registry.createAPIToken(NewAPIToken(name: "t"))
        try await bench.registry.disconnect(accountID: account.id)
        _ = try await bench.connect("2")
    }

    /// A server of one site has no tool that reaches the Wix account around it, and the other way round.
    @Test func anotherKindOfCredentialHasOtherTools() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(
            NewServer(name: "a", configuration: .with { $0.exposure = .all }), accountID: account.id)
        func tools() throws -> [Tool] { try #require(bench.registry.gateway.grant(id: minted.record.id)).tools }
        #expect(try tools().allSatisfy { !$0.isAccountLevel })
        var change = AccountChange()
        change.credential = .apiKey("key-1", siteID: nil, accountID: "account-1")
        _ = try await bench.registry.update(accountID: account.id, change)
        #expect(try tools().allSatisfy(\.isAccountLevel))
        #expect(try tools().contains { $0.name == "list_all_wix_sites" })
        #expect(bench.publisher.events == [.toolsChanged(serverID: minted.record.id)])
        #expect(try bench.restarted().registry.gateway.grant(id: minted.record.id)?.tools.count == tools().count)
    }
}

/// True for a refusal of that field.
func isInvalid(_ error: any Error, _ field: String) -> Bool {
    guard case .invalid(let named, let problem)? = error as? RegistryError else { return false }
    return named == field && !problem.isEmpty
}
