/// What is known of a site's request quota, for the `ratelimit-*` fields (design 7).
package struct RateLimitStatus: Sendable, Equatable {
    package enum Source: String, Sendable { case wix, counted }
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

    package init(
        limit: Int, remaining: Int, resetSeconds: Int, retryAfterSeconds: Int? = nil, source: Source,
        quotaCode: String? = nil
    ) {
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retryAfterSeconds = retryAfterSeconds
        self.source = source
        self.quotaCode = quotaCode
    }
}
