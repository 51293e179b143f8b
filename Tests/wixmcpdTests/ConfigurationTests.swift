import Gateway
import HTTPServer
import Testing

@testable import wixmcpd

/// The merged configuration of a YAML text, an environment and flags.
private func load(_ yaml: String = "", environment: [String: String] = [:], flags: [ConfigurationFlag] = []) throws
    -> Settings
{
    let file = try TemporaryFile(yaml)
    let loader = ConfigurationLoader(flags: flags, environment: environment, path: file.path)
    return try loader.load().settings
}

@Suite struct ConfigurationTests {
    @Test func defaultsAreTheDocumentedOnes() throws {
        let settings = try ConfigurationLoader(environment: [:], path: nil).load().settings
        #expect(settings.listenAddresses == [.tcp(host: "127.0.0.1", port: 8787)])
        #expect(settings.wixBaseURL == "https://www.wixapis.com")
        #expect(settings.wixOAuthURL == "https://www.wixapis.com/oauth2/token")
        #expect(settings.wixRequestsPerMinute == 200)
        #expect(settings.rateLimitStatus == 200)
        #expect(settings.drainTime == .seconds(10))
        #expect(settings.limits == HTTPServerLimits())
        #expect(settings.store == nil && settings.adminSocket == nil)
        #expect(settings.auditRetention == .seconds(90 * 86_400))
    }

    @Test func readsEveryForm() throws {
        let settings = try load(
            """
            listen:
              - 127.0.0.1:9000
              - "[::1]:9001"
              - unix:/run/wixmcpd.sock
            public_url: https://mcp.example.com/
            loops: 2
            wix: {base_url: "http://127.0.0.1:8788", enforce_budget: yes}
            wix.requests_per_minute: 60
            limits:
              body_bytes: 8MiB
              header_time: 500ms
              idle_time: 2m
              drain_time: 0
            log: {level: debug, format: json}
            rate_limit: {http_status: 429}
            store: sqlite:/var/lib/wixmcpd/wixmcpd.db
            admin: {socket: none, token_file: /etc/wixmcpd/admin}
            audit: {retention: 2d}
            allowed_hosts: MCP.example.com
            """)
        #expect(
            settings.listen == [
                .tcp(host: "127.0.0.1", port: 9000), .tcp(host: "::1", port: 9001), .unix(path: "/run/wixmcpd.sock"),
            ])
        #expect(settings.publicURL == "https://mcp.example.com")
        #expect(settings.loops == 2)
        #expect(settings.wixBaseURL == "http://127.0.0.1:8788")
        #expect(settings.wixEnforceBudget)
        #expect(settings.wixRequestsPerMinute == 60)
        #expect(settings.limits.bodyBytes == 8 << 20)
        #expect(settings.limits.headerTime == .milliseconds(500))
        #expect(settings.limits.idleTime == .seconds(120))
        #expect(settings.drainTime == .zero)
        #expect(settings.logLevel == .debug)
        #expect(settings.logFormat == .json)
        #expect(settings.rateLimitStatus == 429)
        #expect(settings.allowedHosts == ["mcp.example.com"])
        #expect(settings.store == .sqlite(path: "/var/lib/wixmcpd/wixmcpd.db"))
        #expect(settings.adminSocket == .off)
        #expect(settings.adminTokenFile == "/etc/wixmcpd/admin")
        #expect(settings.auditRetention == .seconds(2 * 86_400))
    }

    @Test func serversTakeEveryLimit() throws {
        let settings = try load(
            """
            servers:
              - name: a
                methods: [read]
                exposure: all
                require_api_token_auth: true
                calls_per_minute: 0
                max_concurrent: 3
                max_result_chars: 2000
            """)
        var wanted = ServerConfiguration()
        wanted.methods = ["read"]
        wanted.exposure = .all
        wanted.requiresAPIToken = true
        wanted.callsPerMinute = 0
        wanted.maximumConcurrent = 3
        wanted.maximumResultCharacters = 2000
        #expect(settings.servers.map(\.configuration) == [wanted])
    }

    @Test func flagsBeatEnvironmentBeatsFile() throws {
        let yaml = "loops: 1\nlog.level: error\nlisten: 127.0.0.1:1"
        let environment = [
            "WIXMCPD_LOOPS": "2", "WIXMCPD_LOG_LEVEL": "debug", "WIXMCPD_LISTEN": "127.0.0.1:2, 127.0.0.1:3",
        ]
        let flags = [ConfigurationFlag(key: "loops", values: ["3"], flag: "--loops")]
        let settings = try load(yaml, environment: environment, flags: flags)
        #expect(settings.loops == 3)
        #expect(settings.logLevel == .debug)
        #expect(settings.listen == [.tcp(host: "127.0.0.1", port: 2), .tcp(host: "127.0.0.1", port: 3)])
        #expect(try load(yaml).loops == 1)
    }

    /// YAML, the line that is named, and what the message must hold.
    static let faults: [(String, Int, [String])] = [
        ("loops: 1\nlisen: 127.0.0.1:1", 2, ["lisen", "127.0.0.1:1", "unknown key", "did you mean listen?"]),
        ("something_else: 1", 1, ["something_else", "unknown key", "the keys are"]),
        ("\n\nloops: many", 3, ["loops", "many", "whole number"]),
        ("loops: 257", 1, ["loops", "257", "0 to 256"]),
        ("loops: -1", 1, ["loops", "-1"]),
        ("loops: [1, 2]", 1, ["loops", "takes one value"]),
        ("loops:", 1, ["loops", "has no value"]),
        ("loops: {a: 1}", 1, ["loops.a", "unknown key"]),
        ("listen: 8787", 1, ["listen", "8787", "HOST:PORT"]),
        ("listen: 127.0.0.1:65536", 1, ["listen", "65536"]),
        ("listen: unix:relative", 1, ["unix:relative"]),
        ("listen:\n  - 127.0.0.1:1\n  - {a: 1}", 1, ["listen", "plain values"]),
        ("public_url: mcp.example.com", 1, ["public_url", "http"]),
        ("store: sqlite:wixmcpd.db", 1, ["store", "sqlite:wixmcpd.db", "absolute"]),
        ("store: postgres", 1, ["store", "postgres", "memory"]),
        ("admin.socket: wixmcpd.sock", 1, ["admin.socket", "wixmcpd.sock", "none"]),
        ("admin:\n  tokn: x", 2, ["admin.tokn", "did you mean admin.token?"]),
        ("audit.retention: 3651d", 1, ["audit.retention", "3651d", "0s to 3650d"]),
        ("servers:\n  - name: a\n    exposure: some", 3, ["servers[0].exposure", "some", "core or all"]),
        ("servers:\n  - name: a\n    max_concurrent: 0", 3, ["servers[0].max_concurrent", "0"]),
        ("wix:\n  base_url: ftp://x", 2, ["wix.base_url", "ftp://x"]),
        ("wix:\n  bse_url: http://x", 2, ["wix.bse_url", "did you mean wix.base_url?"]),
        ("wix.enforce_budget: maybe", 1, ["maybe", "true nor false"]),
        ("limits.body_bytes: 1023", 1, ["limits.body_bytes", "1023", "1KiB to 1GiB"]),
        ("limits.body_bytes: 4 MB", 1, ["limits.body_bytes", "4 MB"]),
        ("limits.idle_time: 25h", 1, ["limits.idle_time", "25h", "24h"]),
        ("limits.idle_time: 10x", 1, ["limits.idle_time", "10x"]),
        ("log.level: loud", 1, ["log.level", "loud", "debug"]),
        ("log.format: xml", 1, ["log.format", "text or json"]),
        ("rate_limit.http_status: 503", 1, ["rate_limit.http_status", "503", "200 or 429"]),
        ("loops: 1\nloops: 2", 1, ["loops", "twice"]),
        ("a: b: c", 1, ["not YAML"]),
        ("x: [1\n\n", 3, ["not YAML"]),
        ("- loops", 1, ["mapping"]),
        ("accounts: shop", 1, ["accounts", "list"]),
        ("accounts:\n  - shop", 2, ["accounts", "mappings"]),
        ("accounts:\n  - name: shop\n    api_ky: x", 3, ["accounts[0].api_ky", "did you mean api_key?"]),
        ("servers:\n  - name: my server", 2, ["servers[0].name", "my server"]),
        ("servers:\n  - name: a\n    max_result_chars: 10", 3, ["servers[0].max_result_chars", "10"]),
    ]

    @Test(arguments: faults) func namesKeyValueAndLine(_ yaml: String, _ line: Int, _ words: [String]) throws {
        do {
            _ = try load(yaml)
            Issue.record("accepted: \(yaml)")
        } catch let error as ConfigurationError {
            let text = error.description
            #expect(text.contains(".yaml:\(line):"), "\(text)")
            for word in words { #expect(text.contains(word), "\(text)") }
        }
    }

    @Test(arguments: [
        (["WIXMCPD_LOPS": "1"], ["WIXMCPD_LOPS", "did you mean WIXMCPD_LOOPS?"]),
        (["WIXMCPD_LOOPS": "x"], ["environment WIXMCPD_LOOPS", "x"]),
    ]) func namesTheVariable(_ environment: [String: String], _ words: [String]) throws {
        let error = try #require(throws: ConfigurationError.self) { try load(environment: environment) }
        for word in words { #expect(error.description.contains(word), "\(error)") }
    }

    @Test func secretsDoNotShow() throws {
        let hidden = "s3cret value"
        let error = try #require(throws: ConfigurationError.self) { try load("admin.token: \(hidden)") }
        #expect(!error.description.contains("s3cret"))
        let misspelt = try #require(throws: ConfigurationError.self) {
            try load("accounts:\n  - name: shop\n    api_kee: s3cret")
        }
        #expect(!misspelt.description.contains("s3cret"))
        #expect("\(Secret("s3cret")) \(String(reflecting: Secret("s3cret")))" == "(hidden) (hidden)")
        let settings = try load("admin.token: s3cret")
        let shown = ConfigurationTables.settings.keys.flatMap { $0.show(settings) }
        #expect(shown.contains("(hidden)") && !shown.joined().contains("s3cret"))
    }

    @Test func theTableIsWellFormed() {
        let keys = ConfigurationTables.settings.keys
        #expect(Set(keys.map(\.name)).count == keys.count)
        #expect(Set(keys.map { ConfigurationLoader.environmentName(of: $0.name) }).count == keys.count)
        for key in keys { #expect(!key.summary.isEmpty && key.summary.hasSuffix("."), "\(key.name)") }
    }

    /// What a key shows is what it reads.
    @Test func defaultsReadBack() throws {
        let defaults = Settings()
        for key in ConfigurationTables.settings.keys where !key.isSecret {
            let shown = key.show(defaults)
            guard !shown.isEmpty else { continue }
            var settings = defaults
            try key.set(shown, &settings)
            #expect(key.show(settings) == shown, "\(key.name)")
        }
    }
}
