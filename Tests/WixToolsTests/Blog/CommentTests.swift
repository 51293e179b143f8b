import JSON
import Testing

/// Comments are about a post's `referenceId`, which nobody knows; its id is taken too.
@Suite struct CommentTests {
    private static let post = #"{"post":{"id":"p","referenceId":"64ad"}}"#
    private static let comments = "/comments/v1/comments"

    private func call(_ tool: String, _ arguments: String, _ answers: String...) async throws
        -> (requests: [ScriptedOrigin.Request], value: JSONValue)
    {
        let origin = ScriptedOrigin()
        origin.answer("/blog/v3/posts/p", Self.post)
        for answer in answers { origin.answer(Self.comments, answer) }
        let result = try await origin.bench().call(tool, arguments)
        return (origin.requests, result.value)
    }

    @Test func commentsOfAPostAreFoundByItsID() async throws {
        let found = try await call(
            "wix_comments_query", #"{"postId":"p","filter":{"status":"PENDING"}}"#, #"{"comments":[{"id":"c"}]}"#)
        #expect(found.value["result"]?.strings("id") == ["c"], "\(found.value.text)")
        #expect(found.requests.first?.line.hasPrefix("GET /blog/v3/posts/p?") == true)
        let body = try JSONValue(parsing: found.requests.last?.body ?? "")
        #expect(body.value(at: "query.filter")?.text == #"{"resourceId":"64ad","status":"PENDING"}"#)
    }

    @Test func aCursorGoesOnWithoutAnotherLook() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/blog/v3/posts/p", Self.post)
        origin.answer(
            Self.comments, #"{"comments":[{"id":"c"}],"pagingMetadata":{"cursors":{"next":"n"},"hasNext":true}}"#)
        origin.answer(Self.comments, #"{"comments":[{"id":"d"}]}"#)
        let bench = try origin.bench()
        let first = try await bench.call("wix_comments_query", #"{"postId":"p","limit":1}"#).value
        let cursor = try #require(first["next_cursor"]?.stringValue)
        let next = try await bench.call(
            "wix_comments_query", #"{"postId":"p","limit":1,"next_cursor":"\#(cursor)"}"#)
        #expect(next.value["result"]?.strings("id") == ["d"], "\(next.value.text)")
        #expect(origin.requests.count == 3)
    }

    @Test func aCommentIsPostedUnderAPostByItsID() async throws {
        let posted = try await call(
            "create_a_wix_comment", #"{"postId":"p","text":"Thanks"}"#, #"{"comment":{"id":"c"}}"#)
        let comment = try JSONValue(parsing: posted.requests.last?.body ?? "")["comment"]
        #expect(comment?["contextId"] == "64ad" && comment?["resourceId"] == "64ad", "\(posted.value.text)")
    }

    @Test(arguments: [#"{"text":"Thanks"}"#, #"{"text":"Thanks","postId":"p","resourceId":"64ad"}"#])
    func onePostIsNamed(arguments: String) async throws {
        let refused = try await call("create_a_wix_comment", arguments)
        #expect(refused.value["message"] == "Give either postId or resourceId.")
        #expect(refused.requests.isEmpty)
    }
}
