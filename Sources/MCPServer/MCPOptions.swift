package import MCPCore

/// What the endpoint checks and offers.
package struct MCPOptions: Sendable {
    /// Host names accepted beside loopback names, e.g. `mcp.example.com`.
    package var allowedHosts: [String] = []
    /// Origins accepted beside loopback origins.
    package var allowedOrigins: [String] = []
    /// The HTTP status of a tools/call that met Wix's 429: 200 or 429.
    package var rateLimitStatus = 200
    package var sessionIdleTime: Duration = .seconds(3600)
    package var sessionLimit = 10_000
    package var serverVersion = "0.1.0"
    /// What a session keeps of its event streams for clients that come back with `Last-Event-ID`.
    package var replay = ReplayBuffer.Limits()
    /// The bytes that all sessions together may keep for that.
    package var replayBudgetBytes = 64 * 1024 * 1024
    /// How long a tools/call may take before a client that accepts an event stream is given one.
    package var callPatience = CallReplyState.patience
    package init() {}
}
