import Testing

@testable import MCPServer

@Suite struct AccessCacheTests {
    private let shop = ServerAccess(id: "shop", name: "Shop")

    /// Whether the cache knows `credential`: it then does not ask.
    private func knows(_ cache: inout AccessCache, _ credential: String, isBearer: Bool = true, revision: Int? = 1)
        -> Bool
    {
        cache.access(credential.utf8, isBearer: isBearer, revision: revision) { nil } == shop
    }

    private func add(_ cache: inout AccessCache, _ credential: String, revision: Int? = 1) {
        let access = cache.access(credential.utf8, isBearer: true, revision: revision) { shop }
        #expect(access == shop)
    }

    @Test func knowsExactlyWhatWasLetIn() {
        var cache = AccessCache()
        #expect(!knows(&cache, "Bearer a"))
        add(&cache, "Bearer a")
        #expect(knows(&cache, "Bearer a"))
        for guess in ["Bearer b", "Bearer ", "Bearer aa", ""] { #expect(!knows(&cache, guess)) }
        #expect(!knows(&cache, "Bearer a", isBearer: false))
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
