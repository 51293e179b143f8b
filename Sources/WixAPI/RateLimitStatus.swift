/// What is known of a site's request quota, for the `ratelimit-*` fields (design 7).
package struct RateLimitStatus: Sendable, Equatable {
    package enum Source: String, Sendable {
        /// Wix's own numbers.
        case wix
        /// This daemon's count of a site's requests.
        case counted
        /// A limit of the MCP server that was called, which has nothing to do with Wix.
        case server
    }
    package var limit: Int
    package var remaining: Int
    /// Seconds from now.
    package var resetSeconds: Int
    /// Set when Wix refused: how long to wait.
    package var retryAfterSeconds: Int?
    package var source: Source
    /// Set when Wix refused for a plan's quota and not for the request rate: Wix's code, e.g. `PUBLISH_LIMIT_EXCEEDED`.
    /// Waiting does not help.
    package var quotaCode: String?
    /// The seconds that `limit` is for; nil for a limit of calls at once.
    package var windowSeconds: Int?

    package init(
        limit: Int, remaining: Int, resetSeconds: Int, retryAfterSeconds: Int? = nil, source: Source,
        quotaCode: String? = nil, windowSeconds: Int? = 60
    ) {
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retryAfterSeconds = retryAfterSeconds
        self.source = source
        self.quotaCode = quotaCode
        self.windowSeconds = windowSeconds
    }
}
