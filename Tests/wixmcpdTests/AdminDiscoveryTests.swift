import HTTPServer
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct AdminDiscoveryTests {
    private let state: TemporaryFolder
    private let system: TemporaryFolder

    init() throws {
        state = try TemporaryFolder(["wixmcpd.sock": "", "admin.token": "own-token\n", "other.token": "other-token"])
        system = try TemporaryFolder(["wixmcpd.sock": "", "admin.token": "system-token"])
    }

    private func discovery(user: UInt32? = nil, _ environment: [String: String] = [:]) -> AdminDiscovery {
        var discovery = AdminDiscovery()
        discovery.environment = environment.merging(["STATE_DIRECTORY": state.path]) { own, _ in own }
        if let user { discovery.user = user }
        discovery.system = StateDirectory(path: system.path)
        discovery.systemSocket = "\(system.path)/wixmcpd.sock"
        return discovery
    }

    private func targets(_ discovery: AdminDiscovery, _ settings: Settings = Settings()) throws -> [AdminTarget] {
        try discovery.targets { settings }
    }

    @Test func looksForThisUsersDaemonThenTheSystemsThenTheAddress() throws {
        let found = try targets(discovery())
        #expect(
            found.map(\.place) == [
                "unix:\(state.path)/wixmcpd.sock", "unix:\(system.path)/wixmcpd.sock", "http://127.0.0.1:8787",
            ])
        // Whoever owns the socket needs no token on it.
        #expect(found.map { $0.token?.value } == [nil, nil, "own-token"])
    }

    @Test func anotherUserSendsTheToken() throws {
        #expect(
            try targets(discovery(user: 4_000_000)).map { $0.token?.value } == Array(repeating: "own-token", count: 3))
    }

    @Test func flagsBeatTheEnvironmentBeatsTheConfiguration() throws {
        var named = discovery(["WIXMCPD_URL": "http://127.0.0.1:2/"])
        #expect(try targets(named).map(\.place) == ["http://127.0.0.1:2"])
        named.url = "http://127.0.0.1:3"
        #expect(try targets(named).map(\.place) == ["http://127.0.0.1:3"])
        named.socketPath = "/run/x.sock"
        named.tokenFile = "\(state.path)/other.token"
        #expect(try targets(named) == [.socket("/run/x.sock", token: Secret("other-token"))])
    }

    @Test func theConfigurationSaysWhere() throws {
        var settings = Settings()
        settings.adminSocket = .off
        settings.listen = [.unix(path: "/run/y.sock"), .tcp(host: "0.0.0.0", port: 9)]
        settings.adminTokenFile = "\(state.path)/other.token"
        let found = try targets(discovery(user: 4_000_000), settings)
        #expect(found.map(\.place) == ["unix:/run/y.sock", "http://127.0.0.1:9"])
        #expect(found.map { $0.token?.value } == ["other-token", "other-token"])
        settings.adminSocket = .path("\(state.path)/wixmcpd.sock")
        #expect(try targets(discovery(), settings).first?.place == "unix:\(state.path)/wixmcpd.sock")
    }

    @Test func theTokenOfThisMachineStaysHere() throws {
        var settings = Settings()
        settings.publicURL = "https://mcp.example.com"
        func token(_ url: String, _ environment: [String: String] = [:]) throws -> String? {
            var named = discovery(environment)
            named.url = url
            return try targets(named, settings).first?.token?.value
        }
        #expect(try token("http://127.0.0.1:1") == "own-token")
        #expect(try token("http://localhost:1") == "own-token")
        #expect(try token("https://mcp.example.com") == "own-token")
        #expect(try token("https://elsewhere.example.com") == nil)
        #expect(try token("http://127.example.com") == nil)
        #expect(try token("https://elsewhere.example.com", ["WIXMCPD_ADMIN_TOKEN": "given"]) == "given")
        #expect(
            try token("https://elsewhere.example.com", ["WIXMCPD_ADMIN_TOKEN_FILE": "\(state.path)/other.token"])
                == "other-token")
    }

    /// What is named needs no configuration that this user may not be able to read.
    @Test func aNamedPlaceNeedsNoConfiguration() throws {
        var named = discovery()
        named.url = "https://elsewhere.example.com"
        #expect(try named.targets { throw CommandFailure("unreadable") }.count == 1)
    }

    @Test(arguments: [
        (["WIXMCPD_URL": "mcp.example.com"], "WIXMCPD_URL"), (["WIXMCPD_ADMIN_TOKEN": "a b"], "WIXMCPD_ADMIN_TOKEN"),
        (["WIXMCPD_ADMIN_TOKEN_FILE": "/nowhere/x"], "/nowhere/x"),
    ]) func faultsNameTheirPlace(_ environment: [String: String], _ word: String) throws {
        let error = try #require(throws: ConfigurationError.self) {
            try targets(discovery(user: 4_000_000, environment))
        }
        #expect(error.description.contains(word) && !error.description.contains("a b"), "\(error)")
    }
}
