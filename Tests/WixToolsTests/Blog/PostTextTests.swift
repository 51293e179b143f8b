import JSON
import Testing
import WixTools

@Suite struct PostTextTests {
    private static let document =
        #"{"nodes":[{"type":"HEADING","headingData":{"level":2},"nodes":[{"type":"TEXT","textData":{"text":"Hours","decorations":[]}}]},{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":"Open","decorations":[{"type":"BOLD"}]}}]}]}"#

    private static func origin(_ document: String = document) throws -> BlogOrigin {
        try BlogOrigin { line, _ in
            line == "GET /blog/v3/draft-posts/post-1"
                ? (200, #"{"draftPost":{"id":"post-1","title":"T","status":"UNPUBLISHED","richContent":\#(document)}}"#)
                : nil
        }
    }

    private static func read(_ wix: BlogOrigin, _ arguments: JSONObject = [:]) async throws -> JSONValue {
        var arguments = arguments
        arguments["id"] = "post-1"
        let (post, isError) = try await wix.call("get_single_wix_draft_post_by_id", arguments)
        #expect(!isError, "\(post.text)")
        return post
    }

    @Test func textInPlaceOfRicos() async throws {
        let post = try await Self.read(try Self.origin())
        #expect(post["markdown"] == "## Hours\n\n**Open**")
        #expect(post["richContent"] == nil && post["title"] == "T" && post["warnings"] == nil)
    }

    @Test(
        arguments: [
            ([:], ["id", "title", "status", "markdown"]), (["fields": ["markdown"]], ["id", "markdown"]),
            (["fields": ["title"]], ["id", "title"]), (["fields": ["richContent"]], ["id", "richContent"]),
            (["fields": ["markdown", "richContent"]], ["id", "richContent", "markdown"]),
            (["view": "full"], ["id", "title", "status", "richContent"]),
        ] as [(JSONObject, [String])]) func fields(arguments: JSONObject, keys: [String]) async throws
    {
        let post = try await Self.read(try Self.origin(), arguments)
        #expect(post.objectValue?.keys == keys)
    }

    @Test func whatMarkdownLosesIsWarnedOf() async throws {
        let post = try await Self.read(try Self.origin(#"{"nodes":[{"type":"VIDEO"},{"type":"GALLERY"}]}"#))
        #expect(post["markdown"] == "[VIDEO]\n\n[GALLERY]")
        #expect(post["warnings"]?.text.contains("VIDEO, GALLERY") == true)
    }

    /// Published posts read the same way, by id and by slug.
    @Test(arguments: [
        ("get_single_wix_post_by_id", "id", "/blog/v3/posts/post-1"),
        ("get_single_wix_post_by_slug", "slug", "/blog/v3/posts/slugs/post-1"),
    ]) func posts(tool: String, argument: String, path: String) async throws {
        let wix = try BlogOrigin { line, _ in
            line == "GET " + path
                ? (200, #"{"post":{"id":"post-1","title":"T","richContent":\#(Self.document)}}"#) : nil
        }
        let (post, isError) = try await wix.call(tool, [argument: "post-1"])
        #expect(!isError && post["markdown"] == "## Hours\n\n**Open**" && post["richContent"] == nil, "\(post.text)")
        let (title, _) = try await wix.call(tool, [argument: "post-1", "fields": ["title"]])
        #expect(title.objectValue?.keys == ["id", "title"])
    }

    @Test func emptyDraft() async throws {
        #expect(try await Self.read(try Self.origin("null"))["markdown"] == "")
    }

    /// A text longer than an answer may be is cut; escapes do not make it longer than that.
    @Test func longTextIsCut() async throws {
        let line = String(repeating: #"\""#, count: 100_000)
        let wix = try Self.origin(
            #"{"nodes":[{"type":"PARAGRAPH","nodes":[{"type":"TEXT","textData":{"text":"\#(line)"}}]}]}"#)
        let post = try await Self.read(wix)
        #expect(post.bytes.count <= 60_000)
        #expect(post["markdown"]?.stringValue?.isEmpty == false)
        #expect(post["truncated"] != nil)
    }
}
