/// What a status means in Wix's table (platform.md 2.2) when the body does not say.
struct StatusMeaning: Sendable {
    let code: String
    let message: String
    /// True when the same request may work later.
    let isTransient: Bool
    /// True when a write that met it may still have been applied.
    let leavesWriteUnknown: Bool

    private init(_ code: String, _ message: String, isTransient: Bool = false, leavesWriteUnknown: Bool = false) {
        self.code = code
        self.message = message
        self.isTransient = isTransient
        self.leavesWriteUnknown = leavesWriteUnknown
    }

    static func of(_ status: Int) -> StatusMeaning {
        table[status]
            ?? (status >= 500
                ? StatusMeaning("SERVER_ERROR", "Wix failed", isTransient: true, leavesWriteUnknown: true)
                : StatusMeaning("REQUEST_REFUSED", "Wix refused the request"))
    }

    private static let table: [Int: StatusMeaning] = [
        400: StatusMeaning("INVALID_ARGUMENT", "Wix cannot use the request"),
        401: StatusMeaning("UNAUTHENTICATED", "Wix does not accept the credential"),
        403: StatusMeaning("PERMISSION_DENIED", "Wix refused the call without a reason"),
        404: StatusMeaning("NOT_FOUND", "Wix knows no such thing"),
        408: StatusMeaning("REQUEST_TIMEOUT", "Wix gave up waiting", isTransient: true, leavesWriteUnknown: true),
        409: StatusMeaning("CONFLICT", "The call conflicts with the present state"),
        412: StatusMeaning("FAILED_PRECONDITION", "A condition of the call is not met"),
        428: StatusMeaning("FAILED_PRECONDITION", "A condition of the call is not met"),
        429: StatusMeaning("RATE_LIMITED", "Too many requests", isTransient: true),
        499: StatusMeaning("REQUEST_TIMEOUT", "Wix gave up waiting", isTransient: true, leavesWriteUnknown: true),
        500: StatusMeaning("INTERNAL", "Wix had a fault of its own", isTransient: true, leavesWriteUnknown: true),
        501: StatusMeaning("NOT_IMPLEMENTED", "Wix does not offer this call"),
        502: StatusMeaning(
            "BAD_GATEWAY", "Wix could not reach its own service", isTransient: true, leavesWriteUnknown: true),
        503: StatusMeaning("UNAVAILABLE", "Wix is not available at the moment", isTransient: true),
        504: StatusMeaning("TIMEOUT", "Wix took too long", isTransient: true, leavesWriteUnknown: true),
    ]
}
