/// How a sandbox behaves.
package struct SandboxOptions: Sendable {
    package enum CatalogVersion: String, Sendable { case v1, v3 }
    package var seed: UInt64 = 1
    /// Requests a minute and site; 0 means no limit.
    package var requestsPerMinute = 200
    package var catalog = CatalogVersion.v3
    package var latency: Duration = .zero
    /// Faults to inject: rules separated by `;`, each a list of words separated by `,`. The first rule that matches a
    /// request decides.
    ///
    /// | word | meaning |
    /// |---|---|
    /// | `path=/ecom` | only requests whose path starts so; without it, every request |
    /// | `method=POST` | only this method |
    /// | `after=N` | let the first N matching requests pass |
    /// | `count=N` | at most N times |
    /// | `rate=0.1` | each matching request with this probability (seeded, so repeatable) |
    /// | `status=503` | answer this status (200-599) instead of doing anything |
    /// | `html` | with `status`: an HTML page of the edge instead of JSON; alone: status 502 |
    /// | `slow=MS` | answer this many milliseconds later (at most 600,000) |
    /// | `truncate` | do the work, then cut the body of the answer in half |
    /// | `lost` | do the work, then answer 504: a write whose outcome the caller cannot know |
    ///
    /// Example: `status=500,rate=0.1,path=/ecom;lost,count=1,path=/contacts/v4,method=POST`. Wrong rules are left out
    /// and named by `faultProblem`.
    package var faults = ""
    /// Seconds an access token of `/oauth2/token` lives.
    package var tokenLifetime = 14_400
    package init() {}

    /// What is wrong with `faults`, in one sentence; nil when every rule is understood.
    package var faultProblem: String? { FaultPlan(faults).problem }
}
