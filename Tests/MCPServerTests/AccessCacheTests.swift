import Testing

@testable import MCPServer

@Suite struct AccessCacheTests {
    private let shop = ServerAccess(id: "shop", name: "Shop")

    private func decision(
        _ cache: inout AccessCache, _ token: String?, _ credential: String?, revision: Int?, look: AccessDecision
    ) -> AccessDecision {
        cache.decision(token: token, authorization: credential.map { Array($0.utf8)[...] }, revision: revision) { look }
    }

    /// Whether the cache knows the pair: it then does not ask.
    private func knows(_ cache: inout AccessCache, _ credential: String?, token: String? = nil, revision: Int? = 1)
        -> Bool
    {
        decision(&cache, token, credential, revision: revision, look: .refused(.unknownToken)) == .granted(shop)
    }

    private func add(_ cache: inout AccessCache, _ credential: String?, token: String? = nil, revision: Int? = 1) {
        #expect(decision(&cache, token, credential, revision: revision, look: .granted(shop)) == .granted(shop))
    }

    @Test func knowsExactlyWhatWasLetIn() {
        var cache = AccessCache()
        #expect(!knows(&cache, "Bearer a"))
        add(&cache, "Bearer a")
        #expect(knows(&cache, "Bearer a"))
        for guess in ["Bearer b", "Bearer ", "Bearer aa", ""] { #expect(!knows(&cache, guess)) }
        #expect(!knows(&cache, nil, token: "Bearer a"))
        #expect(!knows(&cache, nil))
    }

    /// Each of two credentials counts: a URL without its API token, or with another one, is another request.
    @Test func knowsPairs() {
        var cache = AccessCache()
        add(&cache, "Bearer a", token: "t")
        #expect(knows(&cache, "Bearer a", token: "t"))
        for (credential, token) in [("Bearer b", "t"), ("Bearer a", "u"), ("Bearer a", nil), (nil, "t"), (nil, nil)] {
            #expect(!knows(&cache, credential, token: token))
        }
        add(&cache, nil, token: "t")
        #expect(knows(&cache, nil, token: "t"))
        #expect(!knows(&cache, "", token: "t"))
    }

    @Test func keepsNoRefusal() {
        var cache = AccessCache()
        let refusal = decision(&cache, "t", nil, revision: 1, look: .refused(.apiTokenMissing))
        #expect(refusal == .refused(.apiTokenMissing))
        add(&cache, nil, token: "t")
    }

    @Test func forgetsWithTheRevision() {
        var cache = AccessCache()
        add(&cache, "Bearer a")
        #expect(!knows(&cache, "Bearer a", revision: 2))
        #expect(!knows(&cache, "Bearer a", revision: 1))
    }

    @Test func keepsNothingWithoutARevision() {
        var cache = AccessCache()
        add(&cache, "Bearer a", revision: nil)
        #expect(!knows(&cache, "Bearer a", revision: nil))
        #expect(!knows(&cache, "Bearer a"))
    }

    @Test func keepsTheLatestFew() {
        var cache = AccessCache()
        for letter in ["a", "b", "c", "d", "e"] { add(&cache, letter) }
        #expect(!knows(&cache, "a"))
        for letter in ["b", "c", "d", "e"] { #expect(knows(&cache, letter)) }
    }
}
