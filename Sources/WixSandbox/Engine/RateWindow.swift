/// Counts requests of a site in windows of one minute (platform reference 3).
struct RateWindow: Sendable {
    /// How a refusal looks: Wix's edge answers JSON or HTML, with or without `Retry-After`.
    struct Refusal: Sendable, Equatable {
        let isHTML: Bool
        /// Seconds until the window ends; nil where the answer keeps it to itself.
        let retryAfter: Int?
    }

    private let limit: Int
    private var start = Timestamp(milliseconds: 0)
    private var used = 0
    private var refused = 0

    init(limit: Int) { self.limit = limit }

    /// Counts one request; a refusal when the minute's quota is used up.
    mutating func take(at now: Timestamp) -> Refusal? {
        guard limit > 0 else { return nil }
        let age = now.milliseconds - start.milliseconds
        if age >= Timestamp.minute || age < 0 {
            start = now
            used = 0
        }
        guard used >= limit else {
            used += 1
            return nil
        }
        defer { refused += 1 }
        let seconds = Int((start.milliseconds + Timestamp.minute - now.milliseconds + 999) / 1000)
        // The four forms come in turn.
        return Refusal(isHTML: refused % 2 == 1, retryAfter: refused % 4 < 2 ? seconds : nil)
    }
}
