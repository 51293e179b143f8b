/// A request quota as HTTP fields tell it: the `RateLimit-*` triple of the early drafts, `RateLimit` and
/// `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10, the `X-RateLimit-*` names of many APIs, and
/// `Retry-After` (RFC 9110 section 10.2.3).
package struct HTTPRateLimit: Sendable, Equatable {
    /// Requests in a window.
    package var limit: Int?
    package var remaining: Int?
    /// Seconds from now until the quota is whole again, or at least larger.
    package var resetSeconds: Int?
    /// Seconds from now before which nothing should be sent.
    package var retryAfterSeconds: Int?
    /// Length of a window.
    package var windowSeconds: Int?

    /// Waits longer than a day are told as a day: they are mistakes, or nothing that a caller can wait for.
    package static let longestWait = 86_400
    private static let largestCount = 1_000_000_000

    package init(
        limit: Int? = nil, remaining: Int? = nil, resetSeconds: Int? = nil, retryAfterSeconds: Int? = nil,
        windowSeconds: Int? = nil
    ) {
        self.limit = limit
        self.remaining = remaining
        self.resetSeconds = resetSeconds
        self.retryAfterSeconds = retryAfterSeconds
        self.windowSeconds = windowSeconds
    }

    /// Reads the fields of an answer received at `now` (seconds since 1970). Malformed fields are passed over; nil
    /// when no field says anything.
    package init?(_ fields: HTTPFields, now: Int) {
        self.init()
        readPolicies(fields)
        for prefix in ["ratelimit-", "x-ratelimit-", "x-rate-limit-"] {
            limit = limit ?? Self.count(fields[prefix + "limit"])
            remaining = remaining ?? Self.count(fields[prefix + "remaining"])
            resetSeconds = resetSeconds ?? Self.reset(fields[prefix + "reset"], now: now)
        }
        retryAfterSeconds = Self.retryAfter(fields, now: now)
        if self == HTTPRateLimit() { return nil }
    }

    /// The fields that tell this quota, in both spellings that clients read. What is not known is left out.
    package func fields(policy name: String = "default") -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        if let limit {
            fields.append(("ratelimit-limit", String(limit)))
            let window = windowSeconds.map { ";w=\($0)" } ?? ""
            fields.append(("ratelimit-policy", "\"\(name)\";q=\(limit)\(window)"))
        }
        if let remaining {
            fields.append(("ratelimit-remaining", String(remaining)))
            let reset = resetSeconds.map { ";t=\($0)" } ?? ""
            fields.append(("ratelimit", "\"\(name)\";r=\(remaining)\(reset)"))
        }
        if let resetSeconds { fields.append(("ratelimit-reset", String(resetSeconds))) }
        if let retryAfterSeconds { fields.append(("retry-after", String(retryAfterSeconds))) }
        return fields
    }
}

extension HTTPRateLimit {
    /// `RateLimit` and `RateLimit-Policy`: of several policies the one with the least left counts.
    private mutating func readPolicies(_ fields: HTTPFields) {
        let states = Self.members(fields["ratelimit"])
        let policies = Self.members(fields["ratelimit-policy"])
        // Draft -07 has one dictionary: limit=100, remaining=50, reset=5.
        for state in states {
            if let value = state.value("limit") { limit = Self.count(value) }
            if let value = state.value("remaining") { remaining = Self.count(value) }
            if let value = state.value("reset") { resetSeconds = Self.delay(value) }
        }
        let counted = states.compactMap { state in Self.count(state.value("r")).map { (state, $0) } }
        if let (state, left) = counted.min(by: { $0.1 < $1.1 }) {
            remaining = left
            resetSeconds = Self.delay(state.value("t"))
            readPolicy(policies.first { $0.name == state.name })
        } else if remaining == nil || limit == nil {
            readPolicy(policies.first)
        } else {
            windowSeconds = Self.delay(policies.first?.value("w"))
        }
    }

    /// `"name";q=100;w=60`, or `100;w=60` in the drafts before.
    private mutating func readPolicy(_ policy: Member?) {
        guard let policy else { return }
        limit = Self.count(policy.value("q")) ?? Self.count(policy.name) ?? limit
        windowSeconds = Self.delay(policy.value("w"))
    }

    private struct Member {
        let name: String
        let parameters: [(name: String, value: String)]
        func value(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
    }

    private static func members(_ field: String?) -> [Member] {
        guard let field else { return [] }
        return HTTPList.split(Array(field.utf8)[...], UInt8(ascii: ",")).compactMap { member in
            let parts = HTTPList.split(member, UInt8(ascii: ";"))
            let parameters: [(name: String, value: String)] = parts.compactMap { part in
                guard let equals = part.firstIndex(of: UInt8(ascii: "=")), part.first != UInt8(ascii: "\""),
                    let value = HTTPList.unquoted(part[(equals + 1)...])
                else { return nil }
                return (String(decoding: part[..<equals], as: UTF8.self), value)
            }
            guard let first = parts.first, !first.isEmpty, let name = HTTPList.unquoted(first) ?? parameters.first?.name
            else { return nil }
            return Member(name: name, parameters: parameters)
        }
    }

    /// The first whole number of a field such as `100` or `100, 100;w=60`.
    private static func count(_ text: String?) -> Int? {
        guard let text else { return nil }
        let first = text.utf8.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") }
        return ASCII.decimal(ASCII.trimmed(Array(first)[...])).map { min($0, largestCount) }
    }

    /// Seconds from now: a whole number, or one with a fraction, which is rounded up.
    private static func delay(_ text: String?) -> Int? {
        number(text).map { min($0, longestWait) }
    }

    /// Seconds from now, or a moment in seconds or milliseconds since 1970, told apart by size.
    private static func reset(_ text: String?, now: Int) -> Int? {
        guard let value = number(text) else { return nil }
        let seconds =
            switch value {
            case ..<1_000_000_000: value
            case ..<1_000_000_000_000: value - now
            default: (value - 1) / 1000 + 1 - now
            }
        return min(max(seconds, 0), longestWait)
    }

    private static func retryAfter(_ fields: HTTPFields, now: Int) -> Int? {
        if let text = fields["retry-after"] {
            if let seconds = delay(text) { return seconds }
            if let moment = HTTPDate.epochSeconds(text) { return min(max(moment - now, 0), longestWait) }
        }
        return number(fields["retry-after-ms"]).map { min(max($0 - 1, 0) / 1000 + ($0 > 0 ? 1 : 0), longestWait) }
    }

    private static func number(_ text: String?) -> Int? {
        guard let text else { return nil }
        let parts = ASCII.trimmed(Array(text.utf8)[...])
            .split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap(ASCII.decimal), whole < Int.max else { return nil }
        guard parts.count == 2 else { return whole }
        guard !parts[1].isEmpty, parts[1].allSatisfy(ASCII.isDigit) else { return nil }
        return whole + (parts[1].contains { $0 != UInt8(ascii: "0") } ? 1 : 0)
    }
}
