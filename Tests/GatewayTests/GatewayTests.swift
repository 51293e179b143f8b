import Gateway
import Testing
import WixAPI
import WixCatalogue

@Suite struct GatewayTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    /// Loaded once: every case is a suite of its own.
    private static let loaded = Result { try Catalogue.load() }
    private let catalogue: Catalogue
    private let account = Account(
        name: "shop", site: WixSite(credential: .apiKey("key", siteID: "site", accountID: nil)))

    init() throws { catalogue = try Self.loaded.get() }

    private func gateway(_ servers: [ServerDeclaration], accounts: [Account]? = nil) throws -> Gateway {
        try Gateway(catalogue: catalogue, accounts: accounts ?? [account], servers: servers)
    }

    @Test func aTokenOpensItsServerOnly() throws {
        let other = String(Self.token.reversed())
        let gateway = try gateway([
            ServerDeclaration(name: "all", account: "shop", token: Self.token),
            ServerDeclaration(
                name: "read", account: "shop", token: other, policy: .readOnly, maximumResultCharacters: 5000),
        ])
        #expect(gateway.grant(token: Self.token)?.name == "all")
        #expect(gateway.grant(token: other)?.name == "read")
        #expect(gateway.grant(token: other)?.maximumResultCharacters == 5000)
        #expect(gateway.grant(token: other)?.isReadOnly == true)
        #expect(gateway.grant(id: "read")?.name == "read")
        for wrong in ["", "x", Self.token + "0", String(Self.token.dropLast()), String(repeating: "a", count: 100_000)]
        {
            #expect(gateway.grant(token: wrong) == nil)
        }
    }

    @Test func withoutATokenOnlyTheOpenServerAnswers() throws {
        #expect(
            try gateway([ServerDeclaration(name: "a", account: "shop", token: Self.token)]).grant(token: nil) == nil)
        let open = try gateway([ServerDeclaration(name: "open", account: "shop", token: nil)])
        #expect(open.grant(token: nil)?.name == "open")
        #expect(open.grant(token: "") == nil)
    }

    @Test func aGrantKnowsItsToolsAndNoOthers() throws {
        let grant = try #require(
            gateway([ServerDeclaration(name: "a", account: "shop", token: Self.token, policy: .readOnly)]).grant(
                id: "a"))
        #expect(grant.definitions.count == grant.tools.count)
        let first = try #require(grant.tools.first)
        #expect(grant.tool(named: first.name)?.name == first.name)
        #expect(grant.tool(named: "no_such_tool") == nil)
        for tool in catalogue.tools where tool.effect != .read { #expect(grant.tool(named: tool.name) == nil) }
    }

    static let refusals: [([ServerDeclaration], GatewayError)] = [
        (
            [ServerDeclaration(name: "a", account: "other", token: token)],
            .unknownAccount(server: "a", account: "other", nearest: nil)
        ),
        (
            [ServerDeclaration(name: "a", account: "shops", token: token)],
            .unknownAccount(server: "a", account: "shops", nearest: "shop")
        ),
        (
            [
                ServerDeclaration(name: "a", account: "shop", token: token),
                ServerDeclaration(name: "a", account: "shop", token: token + "1"),
            ],
            .duplicateServer("a")
        ),
        (
            [
                ServerDeclaration(name: "a", account: "shop", token: token),
                ServerDeclaration(name: "b", account: "shop", token: token),
            ],
            .duplicateToken(server: "b", other: "a")
        ),
        ([ServerDeclaration(name: "a", account: "shop", token: "short")], .unacceptableToken(server: "a")),
        (
            [ServerDeclaration(name: "a", account: "shop", token: token, policy: ToolPolicy(methods: []))],
            .policy(server: "a", .emptyList(field: "methods"))
        ),
    ]

    @Test(arguments: refusals) func refuses(_ servers: [ServerDeclaration], _ expected: GatewayError) {
        #expect(throws: expected) { try gateway(servers) }
        #expect(!expected.description.contains(Self.token))
        #expect(expected.server != nil)
    }

    @Test func refusesTwoAccountsOfOneName() {
        #expect(throws: GatewayError.duplicateAccount("shop")) { try gateway([], accounts: [account, account]) }
    }
}
