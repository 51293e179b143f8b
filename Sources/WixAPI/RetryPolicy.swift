/// Which failures are met by sending the same request again (platform.md 2.2). One for each request; a 429 is never
/// among them.
struct RetryPolicy {
    private static let readStatuses: Set<Int> = [500, 502, 503, 504]
    private static let idempotentStatuses: Set<Int> = [500, 503]
    private static let lostCodes: Set<String> = ["CONNECTION_LOST", "TRUNCATED_ANSWER"]
    private static let longestFirstWait = 300

    private let request: WixRequest
    private var retries = 0
    private var wasTokenRenewed = false

    init(_ request: WixRequest) { self.request = request }

    /// How long to wait before the next try; nil when `error` is final. `chance` from 0 to 1 spreads the waits.
    mutating func wait(after error: WixError, chance: Double) -> Duration? {
        guard allowsAnother(after: error) else { return nil }
        retries += 1
        // 100-300 ms, then 300-900 ms.
        let longest = retries == 1 ? RetryPolicy.longestFirstWait : 3 * RetryPolicy.longestFirstWait
        return .milliseconds(longest / 3 + Int(Double(longest * 2 / 3) * min(max(chance, 0), 1)))
    }

    /// True once, when a new token may cure the error.
    mutating func renewsToken(after error: WixError, credential: WixCredential) -> Bool {
        guard case .oauthApp = credential, error.status == 401, !wasTokenRenewed else { return false }
        wasTokenRenewed = true
        return true
    }

    private func allowsAnother(after error: WixError) -> Bool {
        // A known passing fault of draft creation; nothing was created (blog-media-cms.md).
        if error.status == 401, request.method == "POST", request.path.text.hasSuffix("/draft-posts"),
            error.message.contains("No identity found")
        {
            return retries == 0
        }
        return switch request.retry {
        case .never: false
        case .idempotent: retries == 0 && error.status.map(RetryPolicy.idempotentStatuses.contains) ?? false
        case .read:
            retries < 2
                && (error.status.map(RetryPolicy.readStatuses.contains) ?? RetryPolicy.lostCodes.contains(error.code))
        }
    }
}
