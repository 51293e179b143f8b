import Gateway
import Testing
import WixAPI

/// A random history against a simple model: after each step every live token and the
/// last of the dead ones open exactly what the model says.
@Suite struct RegistryModelTests {
    @Test func historyAgreesWithTheModel() async throws {
        var history = History(seed: 1, bench: try RegistryBench())
        for step in 0..<2000 {
            try await history.step()
            try history.check("step \(step)")
            if step.isMultiple(of: 500) { try history.restart() }
        }
        try history.restart()
        try history.check("end")
        #expect(history.bench.registry.gateway.servers.map(\.id).sorted() == history.servers.keys.sorted())
    }
}

/// What should be true, written down as plainly as possible.
private struct History {
    struct Server {
        let accountID: String
        var token: String
        var previous: (token: String, until: Timestamp)?
        var expiresAt: Timestamp?
        var isReadOnly = false
    }

    var bench: RegistryBench
    private var generator: SplitMix
    private(set) var servers: [String: Server] = [:]
    private var accountIDs: Set<String> = []
    /// The newest, alive or dead.
    private var recentTokens: [String] = []
    private var made = 0

    init(seed: UInt64, bench: RegistryBench) {
        generator = SplitMix(state: seed)
        self.bench = bench
    }

    mutating func step() async throws {
        let isFailing = Int.random(in: 0..<10, using: &generator) == 0
        bench.store.fail(isFailing)
        defer { bench.store.fail(false) }
        do {
            try await change()
            // A failing store lets only those through that change nothing.
        } catch RegistryError.store(.failed) where isFailing {}
    }

    private mutating func change() async throws {
        let now = bench.clock.now
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<8 where accountIDs.count < 12:
            made += 1
            accountIDs.insert(try await bench.connect("account \(made)").id)
        case 8..<10:
            guard let id = accountIDs.sorted().randomElement(using: &generator) else { return }
            try await bench.registry.disconnect(accountID: id)
            accountIDs.remove(id)
            servers = servers.filter { $0.value.accountID != id }
        case 10..<45 where servers.count < 60:
            guard let id = accountIDs.sorted().randomElement(using: &generator) else { return }
            let expiry = expiry(now)
            let minted = try await bench.registry.mint(NewServer(name: "same", expiresAt: expiry), accountID: id)
            recentTokens = recentTokens.suffix(99) + [minted.token]
            servers[minted.record.id] = Server(accountID: id, token: minted.token, expiresAt: expiry)
        case 45..<60:
            guard let id = anyServer() else { return }
            let overlap = Bool.random(using: &generator) ? Duration.seconds(45) : .zero
            let minted = try await bench.registry.rotate(serverID: id, overlap: overlap)
            recentTokens = recentTokens.suffix(99) + [minted.token]
            guard let old = servers[id]?.token else { return }
            servers[id]?.previous = overlap == .zero ? nil : (old, now + overlap)
            servers[id]?.token = minted.token
        case 60..<72:
            guard let id = anyServer() else { return }
            try await bench.registry.revoke(serverID: id)
            servers[id] = nil
        case 72..<85:
            guard let id = anyServer() else { return }
            var change = ServerChange()
            let isReadOnly = Bool.random(using: &generator)
            change.configuration = isReadOnly ? .readOnly : ServerConfiguration()
            let expiry = expiry(now)
            change.expiresAt = .some(expiry)
            _ = try await bench.registry.update(serverID: id, change)
            servers[id]?.expiresAt = expiry
            servers[id]?.isReadOnly = isReadOnly
        default:
            bench.clock.advance(.milliseconds(Int.random(in: 1...40_000, using: &generator)))
            let now = bench.clock.now
            // A late timer is as good as a punctual one.
            if Bool.random(using: &generator) { await bench.registry.expire(now: now) }
            servers = servers.filter { $0.value.expiresAt.map { $0 > now } ?? true }
        }
    }

    private mutating func anyServer() -> String? { servers.keys.sorted().randomElement(using: &generator) }

    private mutating func expiry(_ now: Timestamp) -> Timestamp? {
        Bool.random(using: &generator) ? now + .seconds(Int.random(in: 60...300, using: &generator)) : nil
    }

    func check(_ place: String) throws {
        let now = bench.clock.now
        var owners: [String: String] = [:]
        for (id, server) in servers {
            owners[server.token] = id
            if let previous = server.previous, previous.until > now { owners[previous.token] = id }
        }
        for token in Set(recentTokens).union(owners.keys) {
            let expected = owners[token].map { RegistryBench.Opening.server($0) } ?? .refused(.unknownToken)
            let actual = bench.opens(token)
            if actual != expected {
                Issue.record("\(place): a token opens \(actual) instead of \(expected)")
                throw RegistryError.unknownServer(place)
            }
        }
        for (id, server) in servers {
            guard let grant = bench.registry.gateway.grant(id: id) else { throw RegistryError.unknownServer(id) }
            #expect(grant.isReadOnly == server.isReadOnly)
            #expect(grant.accountID == server.accountID)
        }
        #expect(Set(bench.registry.gateway.accounts.map(\.id)) == accountIDs)
    }

    /// The same from the store.
    mutating func restart() throws {
        bench = try bench.restarted()
        try check("restart")
    }
}

/// Sebastiano Vigna's SplitMix64: the same history for the same seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
