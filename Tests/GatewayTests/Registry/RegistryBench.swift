import Gateway
import Synchronization
import Testing
import WixAPI
import WixCatalogue

/// A wall clock that only moves when told to.
final class TestClock: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 1_800_000_000_000))
    var now: Timestamp { time.withLock { $0 } }
    func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// A store in memory that refuses to write when told to.
final class FakeRegistryStore: RegistryStore {
    private struct State {
        var registry = StoredRegistry()
        var isFailing = false
        var writes = 0
    }
    private let state: Mutex<State>

    init(_ registry: StoredRegistry = StoredRegistry()) { state = Mutex(State(registry: registry)) }

    var registry: StoredRegistry { state.withLock { $0.registry } }
    var writes: Int { state.withLock { $0.writes } }
    func fail(_ isFailing: Bool) { state.withLock { $0.isFailing = isFailing } }

    func load() throws(StoreError) -> StoredRegistry { registry }

    func apply(_ changes: [StoreChange]) throws(StoreError) {
        let isFailing = state.withLock { state in
            if state.isFailing { return true }
            for change in changes { Self.apply(change, to: &state.registry) }
            state.writes += 1
            return false
        }
        if isFailing { throw .failed("disk full") }
    }

    private static func apply(_ change: StoreChange, to registry: inout StoredRegistry) {
        switch change {
        case .putAccount(let account):
            registry.accounts.removeAll { $0.id == account.id }
            registry.accounts.append(account)
        case .deleteAccount(let id):
            registry.accounts.removeAll { $0.id == id }
            registry.servers.removeAll { $0.accountID == id }
        case .putServer(let server):
            registry.servers.removeAll { $0.id == server.id }
            registry.servers.append(server)
        case .deleteServer(let id): registry.servers.removeAll { $0.id == id }
        case .putAPIToken(let token):
            registry.apiTokens.removeAll { $0.id == token.id }
            registry.apiTokens.append(token)
        case .deleteAPIToken(let id): registry.apiTokens.removeAll { $0.id == id }
        case .putKey(let name, let sealed): registry.keys[name] = sealed
        }
    }
}

/// Notes what is published.
final class FakePublisher: GatewayPublisher {
    private let log = Mutex<[(gateway: Gateway, events: [GatewayEvent])]>([])
    var events: [GatewayEvent] { log.withLock { $0.flatMap(\.events) } }
    var revisions: [Int] { log.withLock { $0.map(\.gateway.revision) } }
    var last: Gateway? { log.withLock { $0.last?.gateway } }

    func publish(_ gateway: Gateway, _ events: [GatewayEvent]) async {
        log.withLock { $0.append((gateway, events)) }
    }
}

/// A registry over a fake store, publisher and clock.
struct RegistryBench: Sendable {
    static let sealer = SecretSealer(key: [UInt8](repeating: 7, count: 32))
    static let credential = WixCredential.apiKey("key-1", siteID: "site-1", accountID: nil)
    private static let loaded = Result { try Catalogue.load() }

    let store: FakeRegistryStore
    let clock: TestClock
    let publisher = FakePublisher()
    let catalogue: Catalogue
    let registry: Registry

    init(
        store: FakeRegistryStore = FakeRegistryStore(), clock: TestClock = TestClock(),
        limits: RegistryLimits = RegistryLimits(),
        starts: Bool = true
    ) throws {
        self.store = store
        self.clock = clock
        catalogue = try Self.loaded.get()
        registry = try Registry(
            store: store, sealer: Self.sealer, catalogue: catalogue, limits: limits, clock: { clock.now })
        if starts { registry.start(publisher: publisher) }
    }

    /// A registry that reads what this one has written.
    func restarted() throws -> RegistryBench { try RegistryBench(store: store, clock: clock) }

    func connect(_ name: String = "shop") async throws -> AccountRecord {
        try await registry.connect(name: name, credential: Self.credential)
    }

    /// What a token opens now: the server's id, or why nothing.
    func opens(_ token: String?, apiToken: String? = nil) -> Opening {
        switch registry.gateway.admit(token: token, apiToken: apiToken, now: clock.now) {
        case .granted(let entry): .server(entry.grant.id)
        case .refused(let fault): .refused(fault)
        }
    }

    enum Opening: Equatable {
        case server(String)
        case refused(AccessFault)
    }
}

extension ServerConfiguration {
    /// A configuration with some settings.
    static func with(_ body: (inout ServerConfiguration) -> Void) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        body(&configuration)
        return configuration
    }
}
