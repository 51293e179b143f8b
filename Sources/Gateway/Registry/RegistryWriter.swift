import Dispatch
import Synchronization
import WixAPI

/// Makes every change, one after the other, on a queue of its own: check, write down, put in force, publish.
///
/// From reading `contents` to putting the next in force there is no `await`, not even of a method of this actor: a caller
/// whose task prefers another executor leaves the actor at each, and another change would come in between. What is
/// awaited is the publication, after the change.
actor RegistryWriter {
    nonisolated let executor: QueueExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    /// The wall clock.
    nonisolated let clock: @Sendable () -> Timestamp
    nonisolated let current: CurrentGateway
    let store: any RegistryStore
    let sealer: SecretSealer
    let hasher: TokenHasher
    let sites: SiteSettings
    let limits: RegistryLimits

    /// What is in force; a change puts a whole new value here.
    private(set) var contents: GatewayContents
    var selections: ToolSelectionCache
    var keys: KeyRing
    /// What has ended but could not be taken out of the store yet, by id.
    var unpurged: Unpurged
    var lastUseKeptAt: Timestamp

    private var publications = PublicationQueue()
    private var publisher: (any GatewayPublisher)?
    var timer: WallTimer?
    /// The moment for which the timer is set.
    var nextTick: Timestamp?

    init(
        _ state: RegistryState, executor: QueueExecutor, store: any RegistryStore, sealer: SecretSealer,
        sites: SiteSettings, limits: RegistryLimits, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.executor = executor
        self.clock = clock
        self.store = store
        self.sealer = sealer
        hasher = state.hasher
        self.sites = sites
        self.limits = limits
        contents = state.contents
        selections = state.selections
        keys = state.keys
        unpurged = state.unpurged
        lastUseKeptAt = clock()
        current = CurrentGateway(Gateway(revision: 1, contents: state.contents, hasher: state.hasher))
    }

    // MARK: Changing

    /// Writes `changes` down and puts `next` in force. `end` is when something of what is new expires. Everybody has it
    /// when `published` returns.
    func commit(
        _ changes: [StoreChange], _ next: GatewayContents, _ events: [GatewayEvent] = [], end: Timestamp? = nil
    ) throws(RegistryError) {
        try write(changes)
        adopt(next, events, end: end)
    }

    func write(_ changes: [StoreChange]) throws(RegistryError) {
        guard !changes.isEmpty else { return }
        do throws(StoreError) {
            try store.apply(changes)
        } catch {
            throw .store(error)
        }
    }

    /// Puts `next`, which is written down, in force.
    func adopt(_ next: GatewayContents, _ events: [GatewayEvent], end: Timestamp? = nil) {
        replace(with: next)
        if let end { setTimer(noLaterThan: end) }
        if publisher != nil { publications.add(events) }
    }

    /// Returns when everybody has what is in force now.
    func published() async {
        guard publisher != nil else { return }
        await withCheckedContinuation { continuation in
            if publications.wait(continuation) { Task { await self.publishAll() } }
        }
    }

    /// Puts `next` in force without telling anybody: before `start`.
    func replace(with next: GatewayContents) {
        contents = next
        current.set(Gateway(revision: current.gateway.revision + 1, contents: next, hasher: hasher))
    }

    /// Publishes until nobody waits: all changes that came while one snapshot was under way go with the next.
    private func publishAll() async {
        while let (events, waiting) = publications.next() {
            await publisher?.publish(current.gateway, events)
            for continuation in waiting { continuation.resume() }
        }
    }

    func start(_ publisher: any GatewayPublisher) {
        self.publisher = publisher
        if timer == nil {
            timer = Self.timer(on: executor.queue) { [weak self] in Task { await self?.tick() } }
        }
        setTimer()
    }

    private static func timer(on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void) -> WallTimer {
        WallTimer(queue: queue, handler: handler)
    }

    // MARK: Looking up

    func account(_ id: String) throws(RegistryError) -> AccountRecord {
        guard let account = contents.accounts[id] else { throw .unknownAccount(id) }
        return account
    }

    /// An account that may be changed through the API.
    func ownAccount(_ id: String) throws(RegistryError) -> AccountRecord {
        let account = try account(id)
        guard account.manager == .api else { throw .declared(kind: "the integrated account", name: account.name) }
        return account
    }

    /// A server that may be changed through the API. One that expired a moment ago is not there any more.
    func ownServer(_ id: String) throws(RegistryError) -> ServerGrant {
        guard let server = contents.servers[id], !server.record.isExpired(at: clock()) else { throw .unknownServer(id) }
        guard server.record.manager == .api else { throw .declared(kind: "the MCP server", name: server.name) }
        return server
    }
}

/// The snapshot that is in force, for those who ask from elsewhere.
final class CurrentGateway: Sendable {
    private let value: Mutex<Gateway>
    init(_ gateway: Gateway) { value = Mutex(gateway) }
    var gateway: Gateway { value.withLock { $0 } }
    func set(_ gateway: Gateway) { value.withLock { $0 = gateway } }
}

/// The events of the next publication, and who waits for it.
struct PublicationQueue {
    private var events: [GatewayEvent] = []
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var isRunning = false

    mutating func add(_ events: [GatewayEvent]) { self.events += events }

    /// True when somebody must begin to call `next`.
    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        waiting.append(continuation)
        defer { isRunning = true }
        return !isRunning
    }

    /// All that came since; nil when nobody waits, and then the round is over.
    mutating func next() -> ([GatewayEvent], [CheckedContinuation<Void, Never>])? {
        guard !waiting.isEmpty else {
            isRunning = false
            return nil
        }
        defer { (events, waiting) = ([], []) }
        return (events, waiting)
    }
}
