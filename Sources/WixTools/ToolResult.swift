package import WixAPI

/// The answer of a tool call.
package enum ToolOutcome: Sendable {
    case result(ToolResult)
    /// Wix answered 429: a JSON-RPC error with code 429 (design 7).
    case rateLimited(RateLimitStatus, wixRequestID: String?)
}

package struct ToolResult: Sendable {
    /// The JSON object for `structuredContent`, and the text block.
    package var structured: [UInt8]
    package var isError: Bool
    package var rateLimit: RateLimitStatus?
    /// Set when Wix refuses the account's credential or its site as a whole, so that no other call will work either:
    /// why, and what to do, in plain words.
    package var credentialFault: String?
    package init(
        structured: [UInt8], isError: Bool = false, rateLimit: RateLimitStatus? = nil, credentialFault: String? = nil
    ) {
        self.structured = structured
        self.isError = isError
        self.rateLimit = rateLimit
        self.credentialFault = credentialFault
    }
}

package struct ToolProgress: Sendable, Equatable {
    package var progress: Double
    package var total: Double?
    package var message: String
    package init(progress: Double, total: Double?, message: String) {
        self.progress = progress
        self.total = total
        self.message = message
    }
}
