import Glibc
import HTTPClient
import HTTPCore

extension RateLimitStatus {
    /// A wait to name when nobody knows one: the window of Wix's documented quota (platform.md 3).
    private static let unknownWait = 60

    /// The quota after an answer: Wix's fields where there are any, else our own count.
    static func after(_ answer: HTTPClientResponse, counted: RateLimitStatus?) -> RateLimitStatus? {
        let told = answer.fields.contains(mayTell) ? HTTPRateLimit(answer.fields.all, now: time(nil)) : nil
        guard answer.status == 429 else {
            guard let told, let limit = told.limit ?? counted?.limit, let remaining = told.remaining else {
                return counted
            }
            return RateLimitStatus(
                limit: limit, remaining: remaining,
                resetSeconds: told.resetSeconds ?? counted?.resetSeconds ?? unknownWait,
                source: .wix)
        }
        var status = refused(told, counted: counted)
        status.quotaCode = quotaCode(of: answer)
        return status
    }

    /// True for the names that `HTTPRateLimit` reads: `ratelimit…`, `x-ratelimit…`, `x-rate-limit…`, `retry-after…`.
    private static func mayTell(_ name: ArraySlice<UInt8>) -> Bool {
        name.starts(with: "rate".utf8) || name.starts(with: "x-rate".utf8) || name.starts(with: "retry".utf8)
    }

    /// After a 429. Without a word from Wix: when our own count is used up, until its window ends; else somebody else
    /// used the quota, and a whole window is the safe wait.
    private static func refused(_ told: HTTPRateLimit?, counted: RateLimitStatus?) -> RateLimitStatus {
        let ownWait = counted.flatMap { $0.remaining == 0 ? max(1, $0.resetSeconds) : nil } ?? unknownWait
        let toldWait = told?.retryAfterSeconds ?? told?.resetSeconds
        let wait = max(1, toldWait ?? ownWait)
        return RateLimitStatus(
            limit: told?.limit ?? counted?.limit ?? 0, remaining: told?.remaining ?? 0,
            resetSeconds: told?.resetSeconds ?? wait, retryAfterSeconds: wait, source: toldWait == nil ? .counted : .wix
        )
    }

    /// The code of a quota that no waiting refills soon (platform.md 2.2).
    private static func quotaCode(of answer: HTTPClientResponse) -> String? {
        guard let code = WixErrorBody(answer.body).code, code.contains("LIMIT_EXCEEDED") || code.contains("QUOTA"),
            !code.contains("RATE")
        else { return nil }
        return code
    }

    /// What a request refused by our own budget is told.
    static func overBudget(_ counted: RateLimitStatus?, limit: Int) -> RateLimitStatus {
        let wait = max(1, counted?.resetSeconds ?? unknownWait)
        return RateLimitStatus(
            limit: limit, remaining: 0, resetSeconds: wait, retryAfterSeconds: wait, source: .counted)
    }
}
