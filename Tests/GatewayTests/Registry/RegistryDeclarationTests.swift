import Gateway
import Testing
import WixAPI

@Suite struct RegistryDeclarationTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private static let account = DeclaredAccount(name: "shop", credential: RegistryBench.credential)

    @Test func declaredServersAreInForceAndKeptNowhere() async throws {
        let bench = try RegistryBench(starts: false)
        try bench.registry.declare(
            accounts: [Self.account],
            servers: [
                ServerDeclaration(name: "read", account: "shop", token: Self.token, configuration: .readOnly),
                ServerDeclaration(name: "open", account: "shop", token: nil),
            ])
        #expect(bench.opens(Self.token) == .server("config:read"))
        #expect(bench.opens(nil) == .server("config:open"))
        #expect(bench.opens("") == .refused(.unknownToken))
        #expect(bench.registry.gateway.grant(id: "config:read")?.isReadOnly == true)
        #expect(bench.store.registry.servers.isEmpty)
        #expect(bench.store.registry.accounts.map(\.manager) == [.configuration])

        try bench.registry.declare(accounts: [Self.account], servers: [])
        #expect(bench.registry.gateway.servers.isEmpty)
        #expect(bench.opens(nil) == .refused(.unknownToken))
    }

    @Test func declaredCannotBeChangedThroughTheAPI() async throws {
        let bench = try RegistryBench()
        try bench.registry.declare(
            accounts: [Self.account], servers: [ServerDeclaration(name: "a", account: "shop", token: Self.token)])
        let account = try #require(bench.registry.gateway.account(named: "shop"))
        let accountDeclared = RegistryError.declared(kind: "the integrated account", name: "shop")
        let serverDeclared = RegistryError.declared(kind: "the MCP server", name: "a")
        await #expect(throws: accountDeclared) { try await bench.registry.disconnect(accountID: account.id) }
        await #expect(throws: accountDeclared) {
            try await bench.registry.update(accountID: account.id, AccountChange())
        }
        await #expect(throws: serverDeclared) { try await bench.registry.revoke(serverID: "config:a") }
        await #expect(throws: serverDeclared) {
            try await bench.registry.rotate(serverID: "config:a", overlap: .zero)
        }
        await #expect(throws: serverDeclared) {
            try await bench.registry.update(serverID: "config:a", ServerChange())
        }
        // What it is for goes on: servers of its own, and what a test found.
        _ = try await bench.registry.mint(NewServer(name: "b"), accountID: account.id)
        try await bench.registry.setState(.needsReauth("no"), accountID: account.id)
        #expect(bench.registry.gateway.grant(id: "config:a")?.unavailable == "no")
    }

    @Test func aDeclarationTakesOverAndLetsGo() async throws {
        let bench = try RegistryBench(starts: false)
        let account = try await bench.connect()
        let minted = try await bench.registry.mint(NewServer(name: "a"), accountID: account.id)
        try await bench.registry.setState(.needsReauth("no"), accountID: account.id)
        let other = WixCredential.apiKey("key-2", siteID: "site-1", accountID: nil)
        try bench.registry.declare(accounts: [DeclaredAccount(name: "shop", credential: other)], servers: [])
        var record = try #require(bench.registry.gateway.account(id: account.id))
        #expect((record.manager, record.credential, record.state) == (.configuration, other, .active))
        #expect(bench.registry.gateway.grant(id: minted.record.id)?.site.credential == other)

        let writes = bench.store.writes
        try bench.registry.declare(accounts: [DeclaredAccount(name: "shop", credential: other)], servers: [])
        #expect(bench.store.writes == writes)
        let again = try bench.restarted()
        try again.registry.declare(accounts: [], servers: [])
        record = try #require(again.registry.gateway.account(id: account.id))
        #expect((record.manager, record.credential) == (.api, other))
        #expect(again.opens(minted.token) == .server(minted.record.id))
    }

    @Test func anAccountWithADeclaredServerStays() async throws {
        let bench = try RegistryBench()
        let account = try await bench.connect()
        try bench.registry.declare(
            accounts: [], servers: [ServerDeclaration(name: "a", account: "shop", token: Self.token)])
        await #expect(throws: RegistryError.declared(kind: "the MCP server", name: "a")) {
            try await bench.registry.disconnect(accountID: account.id)
        }
    }

    private static func server(
        _ name: String, _ account: String = "shop", token: String? = token,
        _ configuration: ServerConfiguration = ServerConfiguration()
    ) -> ServerDeclaration {
        ServerDeclaration(name: name, account: account, token: token, configuration: configuration)
    }

    static let refusals: [([ServerDeclaration], GatewayError)] = [
        ([server("a", "other")], .unknownAccount(server: "a", account: "other", nearest: nil)),
        ([server("a", "shops")], .unknownAccount(server: "a", account: "shops", nearest: "shop")),
        ([server("a"), server("a", token: token + "1")], .duplicateServer("a")),
        ([server("a"), server("b")], .duplicateToken(server: "b", other: "a")),
        ([server("a", token: nil), server("b", token: nil)], .duplicateToken(server: "b", other: "a")),
        ([server("a", token: "short")], .unacceptableToken(server: "a")),
        (
            [server("a", "shop", token: token, .with { $0.methods = ["raed"] })],
            .policy(server: "a", .unknown(field: "methods", name: "raed", nearest: "read"))
        ),
    ]

    @Test(arguments: refusals) func refuses(_ servers: [ServerDeclaration], _ expected: GatewayError) async throws {
        let bench = try RegistryBench(starts: false)
        let before = bench.store.registry
        #expect(throws: expected) { try bench.registry.declare(accounts: [Self.account], servers: servers) }
        #expect(!expected.description.contains(Self.token))
        #expect(expected.server != nil)
        #expect(bench.store.registry == before)
        #expect(bench.registry.gateway.accounts.isEmpty)
    }

    @Test func refusesTwoAccountsOfOneNameAndWhatTheStoreRefuses() throws {
        let bench = try RegistryBench(starts: false)
        #expect(throws: GatewayError.duplicateAccount("shop")) {
            try bench.registry.declare(accounts: [Self.account, Self.account], servers: [])
        }
        let nameless = DeclaredAccount(name: "", credential: RegistryBench.credential)
        #expect { try bench.registry.declare(accounts: [nameless], servers: []) } throws: {
            if case .account("", .invalid(field: "name", _))? = $0 as? GatewayError { true } else { false }
        }
        bench.store.fail(true)
        #expect(throws: GatewayError.registry(.store(.failed("disk full")))) {
            try bench.registry.declare(accounts: [Self.account], servers: [])
        }
        #expect(bench.registry.gateway.accounts.isEmpty)
    }
}
