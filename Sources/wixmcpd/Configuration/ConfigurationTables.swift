import HTTPServer

/// Every key there is. The tables drive the parser, `check-config` and `check-config --keys`.
enum ConfigurationTables {
    private static let day: Duration = .seconds(86_400)

    static let settings = ConfigurationTable<Settings>([
        .many(
            "listen", .listenAddress, \.listen,
            "Where to listen; repeatable. Sockets inherited from systemd replace the default."),
        .optional(
            "public_url", .url, \.publicURL, "The URL under which clients reach the daemon, for the URLs it prints."),
        .optional(
            "store", .store, \.store,
            "Where accounts, servers and the audit log are kept; unless set, sqlite: in the state directory. The folder of a "
                + "named store is the state directory."),
        .optional("admin.token", .secret, \.adminToken, "The bearer token of the administrator."),
        .optional(
            "admin.token_file", .path, \.adminTokenFile,
            "A file that holds it; unless set, admin.token in the state directory, made at the first start."),
        .optional(
            "admin.socket", .adminSocket, \.adminSocket,
            "A Unix socket on which root and the daemon's user need no token; unless set, wixmcpd.sock in the runtime "
                + "directory."),
        .optional(
            "secret_key_file", .path, \.secretKeyFile,
            "A file with the key that seals Wix credentials in the store; unless set, the systemd credential secret_key, "
                + "or secret.key in the state directory, made at the first start."),
        .one(
            "audit.retention", .duration(.zero...(day * 3650)), \.auditRetention,
            "How long audit entries are kept; 0 keeps them for ever."),
        .many(
            "allowed_hosts", .hostName, \.allowedHosts,
            "Host names accepted beside loopback names and that of public_url."),
        .many("allowed_origins", .text, \.allowedOrigins, "Browser origins accepted beside loopback ones."),
        .one("loops", .integer(0...256), \.loops, "Event loops; 0 means one for each core."),
        .one("wix.base_url", .url, \.wixBaseURL, "Where Wix's REST API is."),
        .one("wix.oauth_url", .url, \.wixOAuthURL, "Where Wix hands out access tokens."),
        .one(
            "wix.requests_per_minute", .integer(1...1_000_000), \.wixRequestsPerMinute,
            "Wix's quota for a site, for the rate-limit numbers."),
        .one(
            "wix.enforce_budget", .boolean, \.wixEnforceBudget,
            "Refuse calls beyond that quota instead of only counting them."),
        .one(
            "limits.target_bytes", .size(256...(1 << 20)), \.limits.targetBytes,
            "Longest request target; longer is answered 414."),
        .one(
            "limits.head_bytes", .size(1024...(1 << 20)), \.limits.headBytes,
            "Longest request head; longer is answered 431."),
        .one(
            "limits.field_count", .integer(10...10_000), \.limits.fieldCount,
            "Most fields in a head; more is answered 431."),
        .one(
            "limits.body_bytes", .size(1024...(1 << 30)), \.limits.bodyBytes,
            "Longest request body; longer is answered 413."),
        .one(
            "limits.header_time", .duration(.milliseconds(100)...day), \.limits.headerTime,
            "Time to send a head; later is answered 408."),
        .one(
            "limits.body_time", .duration(.milliseconds(100)...day), \.limits.bodyTime,
            "Time to send a body; later is answered 408."),
        .one(
            "limits.idle_time", .duration(.milliseconds(100)...day), \.limits.idleTime,
            "Time a connection may rest between requests."),
        .one(
            "limits.connections", .integer(1...1_000_000), \.limits.connections,
            "Most connections; more are answered 503."),
        .one(
            "limits.streams", .integer(1...1_000_000), \.limits.streams,
            "Most open event streams; more are answered 503."),
        .one(
            "limits.stream_queue_bytes", .size(4096...(1 << 30)), \.limits.streamQueueBytes,
            "Most bytes that wait for a slow stream before it is dropped."),
        .one(
            "limits.keep_alive_interval", .duration(.milliseconds(100)...day), \.limits.keepAliveInterval,
            "Time between comments on a quiet stream."),
        .one(
            "limits.drain_time", .duration(.zero...day), \.drainTime,
            "Time that running calls get to finish at shutdown."),
        .one(
            "limits.session_idle_time", .duration(.seconds(1)...day), \.sessionIdleTime,
            "Time after which an unused MCP session ends."),
        .one("limits.sessions", .integer(1...1_000_000), \.sessionLimit, "Most MCP sessions."),
        .one("log.level", .choice, \.logLevel, "The least urgent level that is logged."),
        .one("log.format", .choice, \.logFormat, "How log lines are written."),
        .one(
            "rate_limit.http_status", .number(of: [200, 429]), \.rateLimitStatus,
            "HTTP status of a call that met Wix's 429."),
    ])

    static let account = ConfigurationTable<AccountDraft>([
        .optional("name", .identifier, \.name, "What servers call the account."),
        .optional("api_key", .secret, \.apiKey, "Wix API key."),
        .optional("api_key_file", .path, \.apiKeyFile, "A file that holds it."),
        .optional("site_id", .text, \.siteID, "The site the key is used for."),
        .optional("account_id", .text, \.accountID, "The Wix account, for account-level operations."),
        .optional("app_id", .text, \.appID, "Wix app id, for OAuth instead of a key."),
        .optional("app_secret", .secret, \.appSecret, "The app's secret."),
        .optional("app_secret_file", .path, \.appSecretFile, "A file that holds it."),
        .optional("instance_id", .text, \.instanceID, "The app's instance on the site."),
    ])

    static let server = ConfigurationTable<ServerDraft>([
        .optional("name", .identifier, \.name, "The server's name."),
        .optional(
            "account", .identifier, \.account, "The account it works for; may be left out when there is only one."),
        .optional("token", .secret, \.token, "The token that opens it."),
        .optional("token_file", .path, \.tokenFile, "A file that holds the token."),
        .many("methods", .text, \.methods, "read, write, custom, single verbs and tool names."),
        .many("tags", .text, \.tags, "Tags of which a tool must have one."),
        .many("tools", .text, \.tools, "The only tools; core stands for the everyday ones."),
        .many("exclude_tools", .text, \.excludeTools, "Tools left out whatever else is said."),
        .optional("exposure", .choice, \.exposure, "core (the everyday tools, unless a filter names others) or all."),
        .optional(
            "require_api_token_auth", .boolean, \.requiresAPIToken,
            "Callers must send an API token beside the server's own."),
        .optional(
            "calls_per_minute", .integer(0...100_000), \.callsPerMinute,
            "Most tool calls a minute; 0 means no limit, 120 unless set."),
        .optional(
            "max_concurrent", .integer(1...1000), \.maximumConcurrent,
            "Most tool calls at a time; no limit unless set."),
        .optional(
            "max_result_chars", .integer(1000...10_000_000), \.maximumResultCharacters,
            "Longest result in characters; 60000 unless set."),
    ])
}
