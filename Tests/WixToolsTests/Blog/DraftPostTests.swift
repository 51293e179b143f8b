import JSON
import Testing
import WixTools

@Suite struct DraftPostTests {
    @Test func markdownNamesAndAuthor() async throws {
        let wix = try BlogOrigin()
        let (post, isError) = try await wix.create([
            "title": "Hello", "markdown": "A **b**.", "categories": ["recipes"], "tags": ["green tea"],
            "excerpt": "Short",
            "seoSlug": "hello",
        ])
        #expect(!isError)
        #expect(
            wix.lines == [
                "GET /blog/v3/categories", "POST /blog/v3/tags/query", "POST /blog/v3/tags/query",
                "GET /members/v1/members", "POST /blog/v3/draft-posts",
            ])
        let sent = try #require(wix.sentPost)
        #expect(sent["title"] == "Hello" && sent["excerpt"] == "Short" && sent["seoSlug"] == "hello")
        #expect(sent["categoryIds"] == [.string(BlogOrigin.recipes)])
        #expect(sent["tagIds"] == [.string(BlogOrigin.tea)])
        #expect(sent["memberId"] == .string(BlogOrigin.author))
        #expect(sent.value(at: "richContent.nodes")?.arrayValue?.first?["type"] == "PARAGRAPH")
        // What only the daemon understands does not reach Wix, and nothing is published.
        for name in ["markdown", "categories", "tags", "createMissingTags"] { #expect(sent[name] == nil) }
        #expect(wix.writes.last?.body["publish"] == nil)
        #expect(post["status"] == "UNPUBLISHED")
        #expect(post["author"] == ["memberId": .string(BlogOrigin.author), "name": "Ada"])
        #expect(post["warnings"] == nil && post["tagsCreated"] == nil && post["notes"] == nil)
    }

    /// Whatever is wrong with the arguments alone is found before any request.
    @Test(
        arguments: [
            (["markdown": "a", "richContent": ["nodes": []]], "not both"),
            (["richContent": ["nodes": [["type": "TEXT", "textData": ["text": "a"]]]]], "TEXT at nodes[0]"),
            (["richContent": [:]], "nodes"),
            (["markdown": .string(String(repeating: "x", count: 400_001))], "400001 bytes"),
            (["seoSlug": .string(String(repeating: "é", count: 17))], "percent-encoded"),
            (["media": ["wixMedia": ["image": ["id": "ftp://example.com/a.jpg"]]]], "https://"),
            (["title": .string(String(repeating: "t", count: 201))], "title"),
            (["excerpt": .string(String(repeating: "t", count: 501))], "excerpt"),
            (["nosuch": 1], "nosuch"),
        ] as [(JSONObject, String)]) func wrongArgumentsSendNothing(arguments: JSONObject, words: String) async throws
    {
        let wix = try BlogOrigin()
        let (answer, isError) = try await wix.create(arguments)
        #expect(isError)
        #expect(answer["message"]?.stringValue?.contains(words) == true, "\(answer.text)")
        #expect(wix.lines.isEmpty)
    }

    @Test func aSlugOfAHundredIsTaken() async throws {
        let wix = try BlogOrigin()
        let slug = String(repeating: "é", count: 16) + "abcd"
        #expect(try await wix.create(["seoSlug": .string(slug)]).isError == false)
        #expect(wix.sentPost?["seoSlug"] == .string(slug))
    }

    @Test(arguments: [
        ("a1_b~mv2.jpg", "a1_b~mv2.jpg"), ("https://static.wixstatic.com/media/a1_b~mv2.jpg/v1/x.jpg", "a1_b~mv2.jpg"),
        ("wix:image://v1/a1_b~mv2.jpg/name.jpg#originWidth=5", "a1_b~mv2.jpg"),
    ]) func coverIsCompleted(source: String, id: String) async throws {
        let wix = try BlogOrigin()
        _ = try await wix.create(["media": ["wixMedia": ["image": ["id": .string(source)]]]])
        #expect(
            wix.sentPost?["media"] == ["wixMedia": ["image": ["id": .string(id)]], "displayed": true, "custom": true])
    }

    @Test func coverThatWixDropped() async throws {
        let wix = try BlogOrigin { line, _ in
            line == "POST /blog/v3/draft-posts"
                ? (200, #"{"draftPost":{"id":"post-1","media":{"displayed":true}}}"#) : nil
        }
        let (post, _) = try await wix.create(["media": ["wixMedia": ["image": ["id": "a1_b~mv2.jpg"]]]])
        #expect(post["warnings"]?.text.contains("cover") == true, "\(post.text)")
    }

    @Test func givenAuthorIsNotLookedUp() async throws {
        let wix = try BlogOrigin()
        let (post, _) = try await wix.create(["memberId": "member-9"])
        #expect(wix.lines == ["POST /blog/v3/draft-posts"])
        #expect(wix.sentPost?["memberId"] == "member-9")
        #expect(post["author"] == nil)
    }

    @Test func noMembersNoPost() async throws {
        let wix = try BlogOrigin { line, _ in line == "GET /members/v1/members" ? (200, #"{"members":[]}"#) : nil }
        let (answer, isError) = try await wix.create(["tags": ["brand new"], "createMissingTags": true])
        #expect(isError)
        #expect(answer.value(at: "error.code") == "NO_AUTHOR")
        #expect(wix.writes.isEmpty)
    }

    @Test func updateSendsOnlyWhatChanges() async throws {
        let wix = try BlogOrigin()
        let (_, isError) = try await wix.call(
            "update_a_wix_draft_post_by_id", ["id": "post-1", "markdown": "new", "categories": []])
        #expect(!isError)
        #expect(wix.lines == ["PATCH /blog/v3/draft-posts/post-1"])
        #expect(wix.sentPost?.objectValue?.keys.sorted() == ["categoryIds", "richContent"])
        #expect(wix.sentPost?["categoryIds"] == [])
    }

    @Test func editedLivePostIsNoted() async throws {
        let wix = try BlogOrigin { line, _ in
            line.hasPrefix("PATCH")
                ? (200, #"{"draftPost":{"id":"post-1","status":"PUBLISHED","hasUnpublishedChanges":true}}"#) : nil
        }
        let (post, _) = try await wix.call("update_a_wix_draft_post_by_id", ["id": "post-1", "title": "New"])
        #expect(post["notes"]?.text.contains("wix_draft_posts_publish") == true)
    }
}
