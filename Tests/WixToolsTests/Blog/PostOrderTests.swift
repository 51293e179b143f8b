import JSON
import Testing

/// "The last five posts" are the newest, whatever is pinned.
@Suite struct PostOrderTests {
    @Test func theNewestPostsComeFirst() async throws {
        let bench = try ToolBench.shared()
        let all = try await bench.everything(
            "wix_posts_query", "{}", limit: 3)
        let dates = JSONValue.array(all).strings("firstPublishedDate")
        #expect(dates == dates.sorted(by: >) && dates.count == all.count)
        let pinned = try await bench.firstID("wix_posts_query", #"{"filter":{"pinned":true}}"#)
        let place = all.firstIndex { $0["id"]?.stringValue == pinned }
        #expect(place != nil && place != 0, "a pinned post that is old")
        let oldest = try await bench.first(
            "wix_posts_query", #"{"sort":[{"fieldName":"firstPublishedDate"}],"limit":1}"#)
        #expect(oldest["firstPublishedDate"]?.stringValue == dates.last)
    }
}
