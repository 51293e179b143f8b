import Dispatch
package import WixAPI
package import WixCatalogue

/// The one place where accounts, MCP servers and API tokens change. A change is written down first, then every loop has
/// it, then the call returns: what was revoked opens nothing any more, what was minted works.
package final class Registry: Sendable {
    private let writer: RegistryWriter
    private let catalogue: Catalogue

    /// Reads the store, and takes out of it what expired while the daemon was down. Blocks; call before the loops serve.
    ///
    /// - Parameter clock: the wall clock; tests bring their own.
    package init(
        store: any RegistryStore, sealer: SecretSealer, catalogue: Catalogue, sites: SiteSettings = SiteSettings(),
        limits: RegistryLimits = RegistryLimits(), clock: @escaping @Sendable () -> Timestamp = { .now }
    ) throws(RegistryError) {
        self.catalogue = catalogue
        let state = try RegistryState(
            store: store, sealer: sealer, catalogue: catalogue, sites: sites, now: clock())
        writer = RegistryWriter(
            state, executor: QueueExecutor(label: "wixmcpd.registry"), store: store, sealer: sealer, sites: sites,
            limits: limits, clock: clock)
        blocking { $0.purge() }
    }

    /// What is in force now.
    package var gateway: Gateway { writer.current.gateway }

    /// The 32 bytes of a key that the daemon makes for itself, e.g. `audit`; made when it is not in the store yet.
    /// Blocks; call before the loops serve.
    package func key(named name: String) throws(RegistryError) -> [UInt8] {
        try blocking { writer throws(RegistryError) in try writer.keys.key(named: name) }
    }

    /// Refreshes what the configuration and the environment declare. Blocks; call before `start`.
    ///
    /// An account that is there by the same name gets the declared credential; one that is not declared any more can be
    /// changed through the API. Servers are taken over for as long as the daemon runs. On an error nothing is changed.
    package func declare(accounts: [DeclaredAccount], servers: [ServerDeclaration]) throws(GatewayError) {
        try blocking { writer throws(GatewayError) in try writer.declare(accounts: accounts, servers: servers) }
    }

    /// Begins to publish what changes from here on, and to end what expires.
    package func start(publisher: any GatewayPublisher) { blocking { $0.start(publisher) } }

    /// Ends what expired by `now`, as the timer does by itself.
    package func expire(now: Timestamp) async { await writer.expire(now: now) }

    // MARK: Accounts

    package func connect(name: String, credential: WixCredential) async throws(RegistryError) -> AccountRecord {
        try await writer.connect(name: name, credential: credential)
    }

    /// Another credential makes the account active again.
    package func update(accountID: String, _ change: AccountChange) async throws(RegistryError) -> AccountRecord {
        try await writer.update(accountID: accountID, change)
    }

    /// Takes note of what a test or a call found out. The same state again costs nothing.
    package func setState(_ state: AccountRecord.State, accountID: String) async throws(RegistryError) {
        if gateway.account(id: accountID)?.state == state { return }
        try await writer.setState(state, accountID: accountID)
    }

    /// With its servers.
    package func disconnect(accountID: String) async throws(RegistryError) {
        try await writer.disconnect(accountID: accountID)
    }

    // MARK: Servers

    package func mint(_ server: NewServer, accountID: String) async throws(RegistryError) -> MintedServer {
        try await writer.mint(server, accountID: accountID)
    }

    package func update(serverID: String, _ change: ServerChange) async throws(RegistryError) -> ServerRecord {
        try await writer.update(serverID: serverID, change)
    }

    /// A new token; the old one works for `overlap` more (up to a day).
    package func rotate(serverID: String, overlap: Duration) async throws(RegistryError) -> MintedServer {
        try await writer.rotate(serverID: serverID, overlap: overlap)
    }

    package func revoke(serverID: String) async throws(RegistryError) { try await writer.revoke(serverID: serverID) }

    /// The tools that a configuration leaves on an account of `scope`, for a preview. Does not block.
    package func tools(_ configuration: ServerConfiguration, scope: AccountScope) throws(RegistryError) -> [Tool] {
        try FieldCheck.configuration(configuration)
        do throws(PolicyError) {
            return try configuration.policy.select(from: catalogue.tools, scope: scope)
        } catch {
            throw RegistryError(error)
        }
    }

    // MARK: API tokens

    package func createAPIToken(_ token: NewAPIToken) async throws(RegistryError) -> MintedAPIToken {
        try await writer.createAPIToken(token)
    }

    package func revokeAPIToken(id: String) async throws(RegistryError) { try await writer.revokeAPIToken(id: id) }

    /// Writes down when API tokens were last used. The timer does so each minute; call at the end, so that the last
    /// minute is not lost.
    package func keepLastUse() async { await writer.keepLastUse() }

    /// Waits on the writer's queue: only where nothing is served yet.
    private func blocking<Value: Sendable, Failure: Error>(
        _ body: @Sendable (isolated RegistryWriter) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try writer.executor.queue.sync {
            writer.assumeIsolated { writer in
                Result { () throws(Failure) in try body(writer) }
            }
        }.get()
    }
}
