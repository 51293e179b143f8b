import Gateway
import Testing
import WixAPI

@Suite struct RegistryServerTests {
    static let badConfigurations: [(ServerConfiguration, String)] = [
        (.with { $0.methods = ["raed"] }, "config.methods"), (.with { $0.tags = ["nothing"] }, "config.tags"),
        (.with { $0.tools = [] }, "config.tools"), (.with { $0.excludeTools = ["x"] }, "config.exclude_tools"),
        (.with { $0.callsPerMinute = -1 }, "config.calls_per_minute"),
        (.with { $0.maximumConcurrent = 0 }, "config.max_concurrent"),
        (.with { $0.maximumResultCharacters = 999 }, "config.max_result_chars"),
        (
            .with {
                $0.methods = ["read"]; $0.tools = ["create_a_wix_contact"]
            }, "config"
        ),
    ]

    @Test(arguments: badConfigurations) func refusesTheConfiguration(
        _ configuration: ServerConfiguration, _ field: String
    ) async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let good = try await bench.registry.mint(NewServer(name: "good"), accountID: account.id)
        let server = NewServer(name: "a", configuration: configuration)
        let change = {
            var change = ServerChange()
            change.configuration = configuration
            return change
        }()
        await #expect { _ = try await bench.registry.mint(server, accountID: account.id) } throws: {
            isInvalid($0, field)
        }
        await #expect { _ = try await bench.registry.update(serverID: good.record.id, change) } throws: {
            isInvalid($0, field)
        }
        #expect { try bench.registry.tools(configuration, scope: .site) } throws: { isInvalid($0, field) }
        #expect(bench.registry.gateway.servers.map(\.id) == [good.record.id])
    }

    @Test func anExpiryIsAMinuteAheadAtLeast() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let soon = bench.clock.now + .milliseconds(59_999)
        await #expect {
            _ = try await bench.registry.mint(NewServer(name: "a", expiresAt: soon), accountID: account.id)
        } throws: { isInvalid($0, "expires_at") }
        await #expect {
            _ = try await bench.registry.createAPIToken(NewAPIToken(name: "a", expiresAt: soon))
        } throws: { isInvalid($0, "expires_at") }
        let minted = try await bench.registry.mint(
            NewServer(name: "a", expiresAt: bench.clock.now + .seconds(60)), accountID: account.id)
        var change = ServerChange()
        change.expiresAt = .some(nil)
        let updated = try await bench.registry.update(serverID: minted.record.id, change)
        #expect(updated.expiresAt == nil)
        bench.clock.advance(.seconds(100))
        #expect(bench.opens(minted.token) == .server(minted.record.id))
    }

    @Test func clientsHearOfOtherToolsAndOfNothingElse() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(NewServer(name: "a"), accountID: account.id)
        let id = minted.record.id
        let limits = try #require(bench.registry.gateway.grant(id: id)).limits
        func update(_ body: (inout ServerChange) -> Void) async throws {
            var change = ServerChange()
            body(&change)
            _ = try await bench.registry.update(serverID: id, change)
        }
        try await update { $0.name = "b" }
        try await update { $0.configuration = .with { $0.callsPerMinute = 7 } }
        try await update { $0.configuration = .with { $0.methods = ["read", "write", "custom"] } }
        #expect(bench.publisher.events == [])
        try await update { $0.configuration = .readOnly }
        #expect(bench.publisher.events == [.toolsChanged(serverID: id)])
        try await update {
            $0.configuration = .with {
                $0 = .readOnly; $0.requiresAPIToken = true
            }
        }
        #expect(bench.publisher.events == [.toolsChanged(serverID: id), .tokenRetired(serverID: id)])
        #expect(bench.registry.gateway.grant(id: id)?.isReadOnly == true)
        #expect(bench.registry.gateway.grant(id: id)?.limits === limits)
        #expect(bench.publisher.last?.revision == bench.registry.gateway.revision)
        let writes = bench.store.writes
        try await update { $0.name = "b" }
        #expect(bench.store.writes == writes)
    }

    @Test func anotherLimitKeepsTheCount() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(
            NewServer(name: "a", configuration: .with { $0.callsPerMinute = 0 }), accountID: account.id)
        let grant = try #require(bench.registry.gateway.grant(id: minted.record.id))
        var change = ServerChange()
        change.configuration = .with { $0.maximumConcurrent = 1 }
        #expect(grant.limits.begin(now: 1) == nil)
        _ = try await bench.registry.update(serverID: minted.record.id, change)
        let refusal = bench.registry.gateway.grant(id: minted.record.id)?.limits.begin(now: 1)
        #expect(refusal?.kind == .concurrentCalls)
    }

    @Test func serversWithTheSameFilterShareTheirTools() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        for index in 0..<2 {
            _ = try await bench.registry.mint(
                NewServer(
                    name: "\(index)",
                    configuration: .with {
                        $0 = .readOnly; $0.callsPerMinute = index + 1
                    }),
                accountID: account.id)
        }
        let servers = bench.registry.gateway.servers
        try #require(servers.count == 2)
        #expect(
            servers[0].definitions.withUnsafeBufferPointer(\.baseAddress)
                == servers[1].definitions.withUnsafeBufferPointer(\.baseAddress))
    }

    @Test func rotationWithoutOverlapEndsTheOldTokenAtOnce() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let old = try await bench.registry.mint(NewServer(name: "a"), accountID: account.id)
        let new = try await bench.registry.rotate(serverID: old.record.id, overlap: .zero)
        #expect(bench.opens(old.token) == .refused(.unknownToken))
        #expect(bench.opens(new.token) == .server(old.record.id))
        #expect(bench.publisher.events == [.tokenRetired(serverID: old.record.id)])
        await #expect {
            _ = try await bench.registry.rotate(serverID: old.record.id, overlap: .seconds(86_401))
        } throws: { isInvalid($0, "overlap_seconds") }
        await #expect { _ = try await bench.registry.rotate(serverID: old.record.id, overlap: .seconds(-1)) } throws: {
            isInvalid($0, "overlap_seconds")
        }
    }

    @Test func rotationWithOverlapKeepsOneTokenForAWhile() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let first = try await bench.registry.mint(NewServer(name: "a"), accountID: account.id)
        let id = first.record.id
        let second = try await bench.registry.rotate(serverID: id, overlap: .seconds(10))
        #expect(bench.publisher.events == [])
        #expect(bench.opens(first.token) == .server(id))
        let third = try await bench.registry.rotate(serverID: id, overlap: .seconds(10))
        #expect(bench.publisher.events == [.tokenRetired(serverID: id)])
        #expect(bench.opens(first.token) == .refused(.unknownToken))
        #expect(bench.opens(second.token) == .server(id))
        bench.clock.advance(.seconds(10))
        #expect(bench.opens(second.token) == .refused(.unknownToken))
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.publisher.events == [.tokenRetired(serverID: id), .tokenRetired(serverID: id)])
        #expect(bench.opens(third.token) == .server(id))
        #expect(bench.store.registry.servers.map(\.previousToken) == [nil])
    }

    @Test func revokedIsGone() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(NewServer(name: "a"), accountID: account.id)
        try await bench.registry.revoke(serverID: minted.record.id)
        #expect(bench.opens(minted.token) == .refused(.unknownToken))
        #expect(bench.publisher.events == [.ended(serverID: minted.record.id, .revoked)])
        #expect(bench.store.registry.servers.isEmpty)
        let unknown = RegistryError.unknownServer(minted.record.id)
        await #expect(throws: unknown) { try await bench.registry.revoke(serverID: minted.record.id) }
        await #expect(throws: unknown) { try await bench.registry.rotate(serverID: minted.record.id, overlap: .zero) }
        await #expect(throws: unknown) {
            try await bench.registry.update(serverID: minted.record.id, ServerChange())
        }
    }

    @Test func theEndOfAnAPITokenRetiresItsConnections() async throws {
        let bench = try RegistryBench()
        let (one, other) = (try await bench.connect("one"), try await bench.connect("other"))
        let closed = NewServer(name: "a", configuration: .with { $0.requiresAPIToken = true })
        let server = try await bench.registry.mint(closed, accountID: one.id)
        _ = try await bench.registry.mint(closed, accountID: other.id)
        _ = try await bench.registry.mint(NewServer(name: "a"), accountID: one.id)
        let new = NewAPIToken(name: "t", accountIDs: [one.id], expiresAt: bench.clock.now + .seconds(60))
        let token = try await bench.registry.createAPIToken(new)
        _ = try await bench.registry.createAPIToken(new)
        try await bench.registry.revokeAPIToken(id: token.record.id)
        let retired = GatewayEvent.tokenRetired(serverID: server.record.id)
        #expect(bench.publisher.events == [retired])
        bench.clock.advance(.seconds(60))
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.publisher.events == [retired, retired])
    }

    @Test func anAPITokenIsForAccountsThatExist() async throws {
        let bench = try RegistryBench()
        for accountIDs in [[], ["nobody"]] {
            await #expect {
                _ = try await bench.registry.createAPIToken(NewAPIToken(name: "t", accountIDs: accountIDs))
            } throws: { isInvalid($0, "integrated_account_ids") }
        }
        await #expect(throws: RegistryError.unknownAPIToken("x")) { try await bench.registry.revokeAPIToken(id: "x") }
    }
}
