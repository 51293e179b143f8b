import Gateway
import Testing
import WixAPI
import WixCatalogue

@Suite struct GatewayTests {
    @Test func aTokenOpensItsServerOnly() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let all = try await bench.registry.mint(NewServer(name: "all"), accountID: account.id)
        let read = try await bench.registry.mint(
            NewServer(
                name: "read",
                configuration: .with {
                    $0 = .readOnly; $0.maximumResultCharacters = 5000
                }),
            accountID: account.id)
        #expect(bench.opens(all.token) == .server(all.record.id))
        #expect(bench.opens(read.token) == .server(read.record.id))
        let grant = try #require(bench.registry.gateway.grant(id: read.record.id))
        #expect(grant.name == "read")
        #expect(grant.accountName == "shop")
        #expect(grant.accountID == account.id)
        #expect(grant.maximumResultCharacters == 5000)
        #expect(grant.isReadOnly)
        for wrong in ["", "x", all.token + "0", String(all.token.dropLast()), String(repeating: "a", count: 100_000)] {
            #expect(bench.opens(wrong) == .refused(.unknownToken))
        }
        #expect(bench.opens(nil) == .refused(.unknownToken))
    }

    @Test func aGrantKnowsItsToolsAndNoOthers() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(
            NewServer(name: "read", configuration: .readOnly), accountID: account.id)
        let grant = try #require(bench.registry.gateway.grant(id: minted.record.id))
        #expect(grant.definitions == grant.tools.map(\.definition))
        let first = try #require(grant.tools.first)
        #expect(grant.tool(named: first.name)?.name == first.name)
        #expect(grant.tool(named: "no_such_tool") == nil)
        for tool in bench.catalogue.tools where tool.effect != .read { #expect(grant.tool(named: tool.name) == nil) }
    }

    @Test func expiryCountsWithoutATimer() async throws {
        let bench = try RegistryBench(starts: false)
        let account = try await bench.connect()
        let expiry = bench.clock.now + .seconds(60)
        let minted = try await bench.registry.mint(NewServer(name: "a", expiresAt: expiry), accountID: account.id)
        bench.clock.advance(.milliseconds(59_999))
        #expect(bench.opens(minted.token) == .server(minted.record.id))
        bench.clock.advance(.milliseconds(1))
        #expect(bench.opens(minted.token) == .refused(.unknownToken))
    }

    @Test func theSecondLayerNeedsAnAPITokenForTheAccount() async throws {
        let bench = try RegistryBench()
        let (one, other) = (try await bench.connect("one"), try await bench.connect("other"))
        let server = try await bench.registry.mint(
            NewServer(name: "a", configuration: .with { $0.requiresAPIToken = true }), accountID: one.id)
        let all = try await bench.registry.createAPIToken(NewAPIToken(name: "all"))
        let right = try await bench.registry.createAPIToken(NewAPIToken(name: "one", accountIDs: [one.id]))
        let wrong = try await bench.registry.createAPIToken(NewAPIToken(name: "other", accountIDs: [other.id]))
        let short = try await bench.registry.createAPIToken(
            NewAPIToken(name: "short", expiresAt: bench.clock.now + .seconds(60)))
        let opened = RegistryBench.Opening.server(server.record.id)
        #expect(bench.opens(server.token) == .refused(.apiTokenMissing))
        #expect(bench.opens(server.token, apiToken: server.token) == .refused(.apiTokenWrong))
        #expect(bench.opens(server.token, apiToken: "") == .refused(.apiTokenWrong))
        #expect(bench.opens(server.token, apiToken: wrong.token) == .refused(.apiTokenOutOfScope))
        for token in [all, right, short] { #expect(bench.opens(server.token, apiToken: token.token) == opened) }
        #expect(bench.opens(all.token, apiToken: all.token) == .refused(.unknownToken))

        bench.clock.advance(.seconds(60))
        #expect(bench.opens(server.token, apiToken: short.token) == .refused(.apiTokenWrong))
        try await bench.registry.revokeAPIToken(id: all.record.id)
        #expect(bench.opens(server.token, apiToken: all.token) == .refused(.apiTokenWrong))
        #expect(bench.opens(server.token, apiToken: right.token) == opened)
    }

    @Test func listsKeepTheOrderOfMakingThroughChangesAndRestarts() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        var ids: [String] = []
        for index in 0..<20 {
            let minted = try await bench.registry.mint(NewServer(name: "s\(index)"), accountID: account.id)
            ids.append(minted.record.id)
            bench.clock.advance(.milliseconds(1))
        }
        try await bench.registry.revoke(serverID: ids.remove(at: 7))
        var change = ServerChange()
        change.name = "renamed"
        _ = try await bench.registry.update(serverID: ids[3], change)
        _ = try await bench.registry.rotate(serverID: ids[0], overlap: .zero)
        for gateway in [bench.registry.gateway, try bench.restarted().registry.gateway] {
            #expect(gateway.servers.map(\.id) == ids)
            #expect(gateway.servers(of: account.id).map(\.id) == ids)
            #expect(gateway.servers[3].name == "renamed")
            #expect(gateway.servers(of: "nobody").isEmpty)
        }
    }
}
