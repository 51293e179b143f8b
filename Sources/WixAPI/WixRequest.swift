import HTTPClient
package import JSON

/// When a request may be sent again after a failure (platform.md 2.2). A 429 is never retried.
package enum WixRetryClass: String, Sendable {
    /// Changes nothing: up to two retries after 500, 502, 503, 504 or a lost connection.
    case read
    /// A write that may be repeated: one retry after 500 or 503.
    case idempotent
    case never
}

/// One request to Wix, before host, credentials and scope are added.
package struct WixRequest: Sendable {
    package var method: String
    package var path: WixPath
    /// Unencoded; names may repeat. Sent in this order.
    package var query: [(name: String, value: String)]
    /// JSON text. Ignored for GET and DELETE; nil is sent as `{}` with the other methods.
    package var body: [UInt8]?
    package var retry: WixRetryClass
    /// True for the operations that take `wix-account-id` instead of `wix-site-id` (platform.md 1.2).
    package var isAccountLevel: Bool

    package init(
        _ method: String, _ path: WixPath, query: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        retry: WixRetryClass = .never, isAccountLevel: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.retry = retry
        self.isAccountLevel = isAccountLevel
    }
}

/// A successful answer of Wix.
package struct WixResponse: Sendable {
    package let status: Int
    /// One valid JSON text; `{}` when Wix sent nothing.
    package let document: JSONDocument
    private let fields: ResponseFields
    /// Wix's trace id.
    package var wixRequestID: String? { WixRequestID.of(fields) }
    /// From Wix's fields where it sends any, else our own count.
    package let rateLimit: RateLimitStatus?
    init(status: Int, document: JSONDocument, fields: ResponseFields, rateLimit: RateLimitStatus?) {
        self.status = status
        self.document = document
        self.fields = fields
        self.rateLimit = rateLimit
    }

    /// The text of `document`.
    package var body: [UInt8] { document.bytes }
}
