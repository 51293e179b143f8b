import Gateway
import HTTPServer

/// Everything that can be configured, with the defaults of what nobody sets.
struct Settings: Sendable {
    enum LogFormat: String, Sendable, CaseIterable { case text, json }
    enum LogLevel: String, Sendable, CaseIterable { case trace, debug, info, notice, warning, error, critical }
    /// Where accounts, servers and the audit log are kept.
    enum Store: Sendable, Equatable {
        /// Until the daemon ends.
        case memory
        case sqlite(path: String)
    }
    /// The Unix socket beside `listen` on which root and the daemon's own user need no admin token.
    enum AdminSocket: Sendable, Equatable {
        case off
        case path(String)
    }

    /// Nil until set; see `listenAddresses`.
    var listen: [ListenAddress]?
    var publicURL: String?
    /// Nil until set: a database in the state directory.
    var store: Store?
    var adminToken: Secret?
    var adminTokenFile: String?
    /// Nil until set: a socket in the runtime directory.
    var adminSocket: AdminSocket?
    /// How long audit rows are kept; zero keeps them for ever.
    var auditRetention: Duration = .seconds(90 * 86_400)
    var secretKeyFile: String?
    var allowedHosts: [String]?
    var allowedOrigins: [String]?
    /// 0 means one for each core.
    var loops = 0
    var wixBaseURL = "https://www.wixapis.com"
    var wixOAuthURL = "https://www.wixapis.com/oauth2/token"
    var wixRequestsPerMinute = 200
    var wixEnforceBudget = false
    var limits = HTTPServerLimits()
    var drainTime: Duration = .seconds(10)
    var sessionIdleTime: Duration = .seconds(3600)
    var sessionLimit = 10_000
    var logLevel = LogLevel.info
    var logFormat = LogFormat.text
    var rateLimitStatus = 200

    var accounts: [AccountDraft] = []
    var servers: [ServerDraft] = []

    static let defaultListenAddress = ListenAddress.tcp(host: "127.0.0.1", port: 8787)

    /// What was set, else the default.
    var listenAddresses: [ListenAddress] { listen ?? [Self.defaultListenAddress] }
}

/// An item of `accounts` as written.
struct AccountDraft: Sendable {
    var origin: ConfigurationOrigin
    var name: String?
    var apiKey: Secret?
    var apiKeyFile: String?
    var siteID: String?
    var accountID: String?
    var appID: String?
    var appSecret: Secret?
    var appSecretFile: String?
    var instanceID: String?
}

/// An item of `servers` as written.
struct ServerDraft: Sendable {
    var origin: ConfigurationOrigin
    var name: String?
    var account: String?
    var token: Secret?
    var tokenFile: String?
    var methods: [String]?
    var tags: [String]?
    var tools: [String]?
    var excludeTools: [String]?
    var exposure: ServerConfiguration.Exposure?
    var requiresAPIToken: Bool?
    var callsPerMinute: Int?
    var maximumConcurrent: Int?
    var maximumResultCharacters: Int?
}

extension ServerDraft {
    /// What the server may do and how much.
    var configuration: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.methods = methods
        configuration.tags = tags
        configuration.tools = tools
        configuration.excludeTools = excludeTools
        configuration.exposure = exposure
        configuration.requiresAPIToken = requiresAPIToken
        configuration.callsPerMinute = callsPerMinute
        configuration.maximumConcurrent = maximumConcurrent
        configuration.maximumResultCharacters = maximumResultCharacters
        return configuration
    }
}
