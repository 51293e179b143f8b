package import JSON

/// Why a request to Wix gave no result.
package struct WixError: Error, Sendable, Equatable {
    /// What became of the request.
    package enum Outcome: String, Sendable {
        /// It never left: nothing changed.
        case notSent
        /// Wix said no: nothing changed.
        case refused
        /// A read that Wix had a fault with, or whose answer is lost: there was nothing to change.
        case failed
        /// A write was sent and its answer is lost: it may have been applied. Never call this a failure.
        case unknown
    }

    /// One complaint of Wix about one field (platform.md 2.1).
    package struct FieldViolation: Sendable, Equatable {
        package var field: String
        package var description: String
        /// `MAX_LENGTH`, `REQUIRED_FIELD` …; for `CUSTOM` the rule's own name.
        package var rule: String?
        package init(field: String, description: String, rule: String? = nil) {
            self.field = field
            self.description = description
            self.rule = rule
        }
    }

    package var outcome: Outcome
    /// Wix's HTTP status; nil when there was no answer.
    package var status: Int?
    /// Wix's `applicationError.code`, else a code of ours in the same spelling (`TIMEOUT`, `CONNECTION_FAILED`,
    /// `RATE_LIMITED` …).
    package var code: String
    package var message: String
    package var fieldViolations: [FieldViolation]
    /// What Wix says besides, for instance the id of the contact that a new one would double; nil when nothing fits.
    package var data: JSONValue?
    package var wixRequestID: String?
    /// True when the same call may work later without any change.
    package var retryable: Bool
    /// What to do next, in plain words; empty when there is nothing to add.
    package var hint: String
    /// Set for a 429.
    package var rateLimit: RateLimitStatus?
    /// True when Wix answered so to the request for an access token, before the call itself.
    var isTokenRefusal = false

    package init(
        outcome: Outcome, status: Int? = nil, code: String, message: String, fieldViolations: [FieldViolation] = [],
        data: JSONValue? = nil, wixRequestID: String? = nil, retryable: Bool = false, hint: String = "",
        rateLimit: RateLimitStatus? = nil
    ) {
        self.outcome = outcome
        self.status = status
        self.code = code
        self.message = message
        self.fieldViolations = fieldViolations
        self.data = data
        self.wixRequestID = wixRequestID
        self.retryable = retryable
        self.hint = hint
        self.rateLimit = rateLimit
    }

    /// True when Wix says that the site has the other catalogue (stores-ecommerce.md 0.3).
    package var isCatalogMismatch: Bool { catalogNamed != nil }

    /// The catalogue that the site has, as a mismatch tells it. Three spellings are in use.
    var catalogNamed: WixCatalogVersion? {
        guard status == 428 || status == 501, !code.contains("PROVISIONING") else { return nil }
        if code.hasPrefix("CATALOG_V1_SITE") { return .v1 }
        if code.hasPrefix("CATALOG_V3_SITE") { return .v3 }
        return message.contains("CATALOG_V3") || message.contains("Catalog V3") ? .v3 : nil
    }

    /// True for a 409 about an old revision (platform.md 5.3).
    package var isStaleRevision: Bool {
        status == 409
            && (code.contains("REVISION") || message.contains("changed since the requested revision")
                || message.lowercased().contains("revision"))
    }
}
