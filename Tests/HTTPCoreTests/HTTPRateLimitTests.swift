import HTTPCore
import Testing

@Suite struct HTTPRateLimitTests {
    static let now = 1_795_506_060

    struct Upstream: Sendable, CustomTestStringConvertible {
        let fields: [(String, String)]
        let expected: HTTPRateLimit?
        init(_ fields: [(String, String)], _ expected: HTTPRateLimit?) {
            self.fields = fields
            self.expected = expected
        }
        var testDescription: String { fields.map { "\($0): \($1)" }.joined(separator: ", ") }
    }

    static let upstream: [Upstream] = [
        Upstream([], nil), Upstream([("x-other", "1")], nil),
        Upstream(
            [("RateLimit-Limit", "200"), ("RateLimit-Remaining", "7"), ("RateLimit-Reset", "12")],
            HTTPRateLimit(limit: 200, remaining: 7, resetSeconds: 12)),
        Upstream(
            [("X-RateLimit-Limit", "200"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795506090")],
            HTTPRateLimit(limit: 200, remaining: 0, resetSeconds: 30)),
        Upstream([("x-ratelimit-reset", "1795506090500")], HTTPRateLimit(resetSeconds: 31)),
        Upstream([("x-ratelimit-reset", "1795506000")], HTTPRateLimit(resetSeconds: 0)),
        Upstream(
            [("X-Rate-Limit-Limit", "10"), ("X-Rate-Limit-Reset", "1.2")], HTTPRateLimit(limit: 10, resetSeconds: 2)),
        Upstream([("ratelimit-limit", "100, 100;w=60")], HTTPRateLimit(limit: 100)),
        Upstream(
            [("RateLimit", "limit=100, remaining=50, reset=5"), ("RateLimit-Policy", "100;w=60")],
            HTTPRateLimit(limit: 100, remaining: 50, resetSeconds: 5, windowSeconds: 60)),
        Upstream(
            [
                ("RateLimit", #""daily";r=900;t=4000, "burst";r=3;t=12"#),
                ("RateLimit-Policy", #""daily";q=1000;w=86400, "burst";q=100;w=60"#),
            ],
            HTTPRateLimit(limit: 100, remaining: 3, resetSeconds: 12, windowSeconds: 60)),
        Upstream(
            [("RateLimit-Policy", #""a;b, c";q=5;w=10;pk=:cHsdsRa894==:"#)], HTTPRateLimit(limit: 5, windowSeconds: 10)),
        Upstream([("Retry-After", "17")], HTTPRateLimit(retryAfterSeconds: 17)),
        Upstream([("Retry-After", "Tue, 24 Nov 2026 07:41:30 GMT")], HTTPRateLimit(retryAfterSeconds: 30)),
        Upstream([("Retry-After", "Tue, 24 Nov 2026 07:40:00 GMT")], HTTPRateLimit(retryAfterSeconds: 0)),
        Upstream([("Retry-After-Ms", "1500")], HTTPRateLimit(retryAfterSeconds: 2)),
        Upstream([("Retry-After-Ms", "0")], HTTPRateLimit(retryAfterSeconds: 0)),
        Upstream([("Retry-After", "99999999")], HTTPRateLimit(retryAfterSeconds: 86_400)),
        Upstream([("ratelimit-reset", "999999999")], HTTPRateLimit(resetSeconds: 86_400)),
        Upstream([("x-ratelimit-reset", "9223372036854775806")], HTTPRateLimit(resetSeconds: 86_400)),
        Upstream([("ratelimit-limit", "9223372036854775807")], HTTPRateLimit(limit: 1_000_000_000)),
        // The standard names come before the others.
        Upstream([("x-ratelimit-limit", "1"), ("ratelimit-limit", "2")], HTTPRateLimit(limit: 2)),
        Upstream([("ratelimit-limit", "x"), ("x-ratelimit-limit", "1")], HTTPRateLimit(limit: 1)),
    ]

    @Test(arguments: upstream)
    func readsEverySpelling(example: Upstream) {
        #expect(HTTPRateLimit(HTTPFields(example.fields), now: Self.now) == example.expected)
    }

    @Test(arguments: [
        "", "-1", "+5", "abc", "1e3", "0x10", "5 5", "1.", ".5", "1.x", "99999999999999999999", "9223372036854775807.5",
    ])
    func passesOverMalformedValues(value: String) {
        for name in ["ratelimit-reset", "x-ratelimit-reset", "retry-after", "retry-after-ms"] {
            #expect(HTTPRateLimit(HTTPFields([(name, value)]), now: Self.now) == nil, "\(name): \(value)")
        }
        if value.contains(".") || value.contains(" ") { return }
        #expect(
            HTTPRateLimit(HTTPFields([("ratelimit-limit", value), ("ratelimit-remaining", value)]), now: Self.now)
                == nil)
    }

    @Test(arguments: [#""unclosed;r=1"#, "r", ";r=1", "=1", #""a";r=x"#, #""a""#, ",,;;", "\"\\"])
    func passesOverMalformedLists(value: String) {
        #expect(
            HTTPRateLimit(HTTPFields([("ratelimit", value), ("ratelimit-policy", value)]), now: Self.now) == nil,
            "\(value)")
    }

    @Test func writesBothSpellings() {
        let quota = HTTPRateLimit(limit: 200, remaining: 0, resetSeconds: 12, retryAfterSeconds: 13, windowSeconds: 60)
        let fields = quota.fields(policy: "wix").map { "\($0.name): \($0.value)" }
        #expect(
            fields == [
                "ratelimit-limit: 200", #"ratelimit-policy: "wix";q=200;w=60"#, "ratelimit-remaining: 0",
                #"ratelimit: "wix";r=0;t=12"#, "ratelimit-reset: 12", "retry-after: 13",
            ])
        #expect(HTTPRateLimit(HTTPFields(quota.fields().map { ($0.name, $0.value) }), now: Self.now) == quota)
        #expect(HTTPRateLimit().fields().isEmpty)
    }
}
