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

/// Which credential and which ids a request carries (platform.md 1.2).
package enum WixScope: Sendable, Equatable, CaseIterable {
    /// The credential and `wix-site-id`: nearly everything.
    case site
    /// The credential and `wix-account-id`.
    case account
    /// The credential and both ids.
    case accountAndSite
    /// Neither: Wix refuses some calls that prove who sends them.
    case none
}

/// One request to Wix, before host, credentials and scope are added.
package struct WixRequest: Sendable {
    package var method: String
    package var path: WixPath
    /// Unencoded; names may repeat. Sent in this order.
    package var query: [(name: String, value: String)]
    /// JSON text. Ignored for GET; nil is no body for DELETE and `{}` for the other methods.
    package var body: [UInt8]?
    package var retry: WixRetryClass
    package var scope: WixScope
    /// A redirect is the answer: it is not followed, and `WixResponse.location` says where it goes.
    package var answersLocation: Bool

    package init(
        _ method: String, _ path: WixPath, query: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        retry: WixRetryClass = .never, scope: WixScope = .site, answersLocation: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.retry = retry
        self.scope = scope
        self.answersLocation = answersLocation
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
    /// Where a redirect goes.
    package var location: String? { fields["location"] }
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
