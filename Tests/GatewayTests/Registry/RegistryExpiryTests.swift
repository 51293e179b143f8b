import Gateway
import Synchronization
import Testing
import WixAPI

@Suite struct RegistryExpiryTests {
    @Test func whatExpiresIsPublishedThenPurged() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let expiry = bench.clock.now + .seconds(60)
        let ending = try await bench.registry.mint(NewServer(name: "a", expiresAt: expiry), accountID: account.id)
        let staying = try await bench.registry.mint(NewServer(name: "b"), accountID: account.id)
        _ = try await bench.registry.createAPIToken(NewAPIToken(name: "t", expiresAt: expiry))
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.publisher.events == [])
        #expect(bench.store.registry.servers.count == 2)

        bench.clock.advance(.seconds(60))
        await #expect(throws: RegistryError.unknownServer(ending.record.id)) {
            try await bench.registry.rotate(serverID: ending.record.id, overlap: .zero)
        }
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.publisher.events == [.ended(serverID: ending.record.id, .expired)])
        #expect(bench.publisher.last?.servers.map(\.id) == [staying.record.id])
        #expect(bench.store.registry.servers.map(\.id) == [staying.record.id])
        #expect(bench.registry.gateway.apiTokens.isEmpty)
        #expect(bench.store.registry.apiTokens.isEmpty)
        let writes = bench.store.writes
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.store.writes == writes)
    }

    @Test func whatExpiredWhileDownIsPurgedAtTheStart() async throws {
        let bench = try RegistryBench(starts: false)
        let account = try await bench.connect()
        let expiry = bench.clock.now + .seconds(60)
        let ending = try await bench.registry.mint(NewServer(name: "a", expiresAt: expiry), accountID: account.id)
        let rotated = try await bench.registry.mint(NewServer(name: "b"), accountID: account.id)
        let current = try await bench.registry.rotate(serverID: rotated.record.id, overlap: .seconds(30))
        _ = try await bench.registry.createAPIToken(NewAPIToken(name: "t", expiresAt: expiry))
        bench.clock.advance(.seconds(60))
        let again = try bench.restarted()
        #expect(again.opens(ending.token) == .refused(.unknownToken))
        #expect(again.opens(rotated.token) == .refused(.unknownToken))
        #expect(again.opens(current.token) == .server(rotated.record.id))
        #expect(again.store.registry.servers.map(\.id) == [rotated.record.id])
        #expect(again.store.registry.servers.map(\.previousToken) == [nil])
        #expect(again.store.registry.apiTokens.isEmpty)
    }

    @Test func aPurgeThatFailsIsMadeGoodAndOpensNothingMeanwhile() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let ending = try await bench.registry.mint(
            NewServer(name: "a", expiresAt: bench.clock.now + .seconds(60)), accountID: account.id)
        let rotated = try await bench.registry.mint(NewServer(name: "b"), accountID: account.id)
        _ = try await bench.registry.rotate(serverID: rotated.record.id, overlap: .seconds(60))
        bench.clock.advance(.seconds(60))
        bench.store.fail(true)
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.opens(ending.token) == .refused(.unknownToken))
        #expect(bench.registry.gateway.servers.map(\.id) == [rotated.record.id])
        #expect(bench.store.registry.servers.count == 2)
        // The same at a start.
        let again = try bench.restarted()
        #expect(again.opens(ending.token) == .refused(.unknownToken))

        bench.store.fail(false)
        // A change in between must not be undone by the late purge.
        var change = ServerChange()
        change.name = "renamed"
        _ = try await bench.registry.update(serverID: rotated.record.id, change)
        await bench.registry.expire(now: bench.clock.now)
        #expect(bench.store.registry.servers.map(\.name) == ["renamed"])
        #expect(bench.store.registry.servers.map(\.previousToken) == [nil])
    }

    /// The real timer; awaits the publication.
    @Test func theTimerEndsAServerByItself() async throws {
        let bench = try RegistryBench(starts: false)
        let ahead = Mutex(Duration.zero)
        let clock: @Sendable () -> Timestamp = { Timestamp.now + ahead.withLock { $0 } }
        let registry = try Registry(
            store: FakeRegistryStore(), sealer: RegistryBench.sealer, catalogue: bench.catalogue, clock: clock)
        let account = try await registry.connect(name: "shop", credential: RegistryBench.credential)
        let minted = try await registry.mint(
            NewServer(name: "a", expiresAt: clock() + .seconds(61)), accountID: account.id)
        ahead.withLock { $0 = .milliseconds(60_950) }
        let (stream, continuation) = AsyncStream<GatewayEvent>.makeStream()
        registry.start(publisher: StreamPublisher(continuation: continuation))
        var events = stream.makeAsyncIterator()
        #expect(await events.next() == .ended(serverID: minted.record.id, .expired))
        #expect(registry.gateway.servers.isEmpty)
    }

    @Test func theLastUseOfAnAPITokenIsKept() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        let server = try await bench.registry.mint(
            NewServer(name: "a", configuration: .with { $0.requiresAPIToken = true }), accountID: account.id)
        let token = try await bench.registry.createAPIToken(NewAPIToken(name: "t"))
        let unused = try await bench.registry.createAPIToken(NewAPIToken(name: "u"))
        bench.clock.advance(.seconds(5))
        let used = bench.clock.now
        _ = bench.opens(server.token, apiToken: token.token)
        #expect(bench.registry.gateway.apiToken(id: token.record.id)?.lastUsedAt == used)
        #expect(bench.registry.gateway.apiToken(id: unused.record.id)?.lastUsedAt == nil)
        #expect(bench.store.registry.apiTokens.allSatisfy { $0.lastUsedAt == nil })
        bench.store.fail(true)
        await bench.registry.keepLastUse()
        bench.store.fail(false)
        await bench.registry.keepLastUse()
        #expect(try bench.restarted().registry.gateway.apiToken(id: token.record.id)?.lastUsedAt == used)
        let writes = bench.store.writes
        await bench.registry.keepLastUse()
        #expect(bench.store.writes == writes)
    }
}

private struct StreamPublisher: GatewayPublisher {
    let continuation: AsyncStream<GatewayEvent>.Continuation
    func publish(_ gateway: Gateway, _ events: [GatewayEvent]) async { events.forEach { continuation.yield($0) } }
}
