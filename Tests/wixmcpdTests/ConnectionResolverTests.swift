import Gateway
import TestSupport
import Testing
import WixAPI

@testable import wixmcpd

private func resolve(
    _ yaml: String = "", environment: [String: String] = [:]
) throws -> Connections {
    let file = try TemporaryFile(yaml)
    let settings = try ConfigurationLoader(environment: [:], path: file.path).load().settings
    return try ConnectionResolver(settings: settings, environment: environment).resolve()
}

@Suite struct ConnectionResolverTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    @Test func theEnvironmentConnectsTheDefaultAccount() throws {
        let connections = try resolve(environment: [
            "WIX_API_KEY": "IST.x", "WIX_SITE_ID": "site", "WIX_ACCOUNT_ID": "acc",
        ])
        #expect(connections.accounts.map(\.name) == ["default"])
        #expect(connections.accounts[0].credential == .apiKey("IST.x", siteID: "site", accountID: "acc"))
        // The first start makes a server; the configuration declares none.
        #expect(connections.servers.isEmpty)
    }

    @Test func aTokenInTheEnvironmentOpensAServerThatReads() throws {
        let environment = ["WIX_API_KEY": "k", "WIX_SITE_ID": "s", "WIXMCPD_TOKEN": Self.token]
        let connections = try resolve(environment: environment)
        let server = try #require(connections.servers.first)
        #expect(server.token == Self.token)
        #expect(server.configuration.methods == ["read"])
    }

    @Test func aTokenFileIsRead() throws {
        let file = try TemporaryFile(Self.token + "\n", suffix: ".token")
        let connections = try resolve(environment: [
            "WIX_API_KEY": "k", "WIX_SITE_ID": "s", "WIXMCPD_TOKEN_FILE": file.path,
        ])
        #expect(connections.servers.first?.token == Self.token)
    }

    @Test func systemdCredentialsAreUsed() throws {
        let folder = try TemporaryFolder(["wix_api_key": "IST.c\n", "wix_site_id": "-", "wixmcpd_token": Self.token])
        let connections = try resolve(environment: ["CREDENTIALS_DIRECTORY": folder.path, "WIX_SITE_ID": "s"])
        #expect(connections.accounts.first?.credential == .apiKey("IST.c", siteID: "s", accountID: nil))
        #expect(connections.servers.first?.token == Self.token)
    }

    @Test func accountsAndServersOfTheFile() throws {
        let key = try TemporaryFile("IST.file", suffix: ".key")
        let connections = try resolve(
            """
            accounts:
              - {name: shop, api_key_file: \(key.path), site_id: s1}
              - {name: app, app_id: a, app_secret: b, instance_id: c}
            servers:
              - {name: read, account: shop, token: \(Self.token), methods: [read], tags: [stores], max_result_chars: 9000}
              - {name: app, account: app, token: \(Self.token)2, exclude_tools: wix_bookings_cancel}
            """)
        #expect(
            connections.accounts.map(\.credential) == [
                .apiKey("IST.file", siteID: "s1", accountID: nil), .oauthApp(appID: "a", secret: "b", instanceID: "c"),
            ])
        var read = ServerConfiguration()
        read.methods = ["read"]
        read.tags = ["stores"]
        read.maximumResultCharacters = 9000
        var app = ServerConfiguration()
        app.excludeTools = ["wix_bookings_cancel"]
        #expect(
            connections.servers == [
                ServerDeclaration(name: "read", account: "shop", token: Self.token, configuration: read),
                ServerDeclaration(name: "app", account: "app", token: Self.token + "2", configuration: app),
            ])
    }

    @Test func theOnlyAccountNeedsNoName() throws {
        let yaml = "accounts: [{name: shop, api_key: k, site_id: s}]\nservers: [{name: a, token: \(Self.token)}]"
        #expect(try resolve(yaml).servers.first?.account == "shop")
    }

    @Test func environmentBeatsTheFilesDefaultAccount() throws {
        let yaml = "accounts: [{name: default, api_key: file, site_id: s}]"
        let connections = try resolve(yaml, environment: ["WIX_API_KEY": "env", "WIX_SITE_ID": "s"])
        #expect(connections.accounts.map(\.credential) == [.apiKey("env", siteID: "s", accountID: nil)])
    }

    static let faults: [(String, [String: String], [String])] = [
        ("", ["WIX_API_KEY": "k"], ["WIX_SITE_ID"]),
        ("", ["WIX_SITE_ID": "s"], ["WIX_API_KEY"]),
        ("", ["WIX_API_KEY": "k k", "WIX_SITE_ID": "s"], ["environment WIX_API_KEY", "not a secret"]),
        (
            "", ["WIX_API_KEY": "k", "WIX_SITE_ID": "s", "WIXMCPD_TOKEN_FILE": "/nonexistent"],
            ["WIXMCPD_TOKEN_FILE", "No such file"]
        ),
        ("accounts: [{api_key: k, site_id: s}]", [:], ["yaml:1", "accounts[0].name is missing"]),
        ("accounts: [{name: a, api_key: k}]", [:], ["site_id or account_id"]),
        ("accounts: [{name: a}]", [:], ["accounts[0]", "needs either"]),
        ("accounts: [{name: a, api_key: k, site_id: s, app_id: x}]", [:], ["not both"]),
        ("accounts: [{name: a, app_id: x, app_secret: y}]", [:], ["instance_id"]),
        ("accounts: [{name: a, api_key: k, api_key_file: f, site_id: s}]", [:], ["accounts[0].api_key", "keep one"]),
        (
            "accounts: [{name: a, api_key_file: /nonexistent, site_id: s}]", [:],
            ["accounts[0].api_key_file", "/nonexistent", "No such file"]
        ),
        ("servers: [{name: a, token: \(token)}]", [:], ["servers[0].account", "no account is declared"]),
        (
            "accounts: [{name: a, api_key: k, site_id: s}]\nservers:\n  - {name: b}", [:],
            ["yaml:3", "servers[0].token is missing"]
        ),
    ]

    @Test(arguments: faults) func refuses(_ yaml: String, _ environment: [String: String], _ words: [String]) throws {
        let error = try #require(throws: ConfigurationError.self) { try resolve(yaml, environment: environment) }
        for word in words { #expect(error.description.contains(word), "\(error)") }
    }
}
