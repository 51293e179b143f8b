import JSON
import Testing

@testable import WixSandbox

@Suite struct BlogTests {
    private static let drafts = "/blog/v3/draft-posts"
    private static let posts = "/blog/v3/posts"
    private let client = SandboxClient()

    private var author: String { client.sandbox.withState { $0[.members].entities[0].id } }

    private func draft(_ changes: JSONValue = [:]) -> JSONValue {
        var draft: JSONValue = [
            "title": "Spring notes", "memberId": .string(author),
            "richContent": RicosBuilder.document([RicosBuilder.paragraph("Asparagus is back.")]),
        ]
        for member in changes.objectValue?.members ?? [] {
            draft[member.key] = member.value.isNull ? nil : member.value
        }
        return ["draftPost": draft]
    }

    @Test func postsShowOnlyWhatIsAskedFor() throws {
        let plain = client.post(Self.posts + "/query").array("posts")
        #expect(plain.count == 40)
        #expect(plain[0]["pinned"] == true)
        let dates = plain.dropFirst().map { $0.text("firstPublishedDate") }
        #expect(dates == dates.sorted(by: >))
        for member in ["url", "richContent", "contentText", "metrics", "contactId", "referenceId"] {
            #expect(plain.allSatisfy { $0[member] == nil })
        }
        let id = plain[3].id
        let rich = client.get("\(Self.posts)/\(id)?fieldsets=URL&fieldsets=RICH_CONTENT&fieldsets=METRICS")
        #expect(rich["post.url.path"]?.stringValue == "/post/\(plain[3].text("slug"))")
        #expect(rich["post.richContent.nodes"] != nil)
        #expect(rich["post.metrics.views"] != nil)
        #expect(client.get("\(Self.posts)/slugs/\(plain[3].text("slug"))")["post.id"]?.stringValue == id)
        #expect(client.get("\(Self.posts)/\(id)?fieldsets=CONTENT").status == 400)
        #expect(client.get("\(Self.posts)/\(id)/metrics")["metrics.likes"] != nil)
    }

    @Test func listsSortByViews() {
        let answer = client.get(Self.posts + "?sort=VIEW_COUNT&paging.limit=10&fieldsets=METRICS")
        let views = answer.array("posts").compactMap { $0.number("metrics.views") }
        #expect(views.count == 10)
        #expect(views == views.sorted(by: >))
        #expect(answer["metaData"] == ["count": 10, "offset": 0, "total": 40])
        #expect(client.get(Self.posts + "?sort=NEWEST").status == 400)
        #expect(client.get("/blog/v2/stats/posts/total")["total"] == 40)
    }

    @Test func aSortMayStandBesideABlogCursor() throws {
        let sort: JSONValue = [["fieldName": "firstPublishedDate", "order": "DESC"]]
        let first = client.post(Self.posts + "/query", ["query": ["sort": sort, "cursorPaging": ["limit": 4]]])
        let cursor = try #require(first["pagingMetadata.cursors.next"])
        let second: JSONValue = ["query": ["sort": sort, "cursorPaging": ["cursor": cursor]]]
        #expect(client.post(Self.posts + "/query", second).array("posts").count == 4)
    }

    @Test func aDraftIsMadePublishedAndTakenBack() throws {
        let created = client.post(Self.drafts, draft())
        #expect(created.status == 200)
        #expect(created["draftPost.status"] == "UNPUBLISHED")
        #expect(created["draftPost.richContent"] == nil)
        #expect(created["draftPost.minutesToRead"] == 1)
        let id = try #require(created["draftPost.id"]?.stringValue)
        #expect(client.get("\(Self.posts)/\(id)").status == 404)
        #expect(client.post("\(Self.drafts)/\(id)/publish").json == ["postId": .string(id)])
        #expect(client.get("\(Self.posts)/\(id)")["post.slug"] == "spring-notes")
        let changed = client.patch("\(Self.drafts)/\(id)", ["draftPost": ["title": "Summer notes"]])
        #expect(changed["draftPost.hasUnpublishedChanges"] == true)
        #expect(client.get("\(Self.posts)/\(id)")["post.title"] == "Spring notes")
        let published = client.patch("\(Self.drafts)/\(id)", ["draftPost": [:], "action": "UPDATE_PUBLISH"])
        #expect(published["draftPost.status"] == "PUBLISHED")
        #expect(client.get("\(Self.posts)/\(id)")["post.title"] == "Summer notes")
        let reverted = client.patch("\(Self.drafts)/\(id)", ["draftPost": [:], "action": "UPDATE_REVERT_TO_DRAFT"])
        #expect(reverted["draftPost.status"] == "UNPUBLISHED")
        #expect(client.get("\(Self.posts)/\(id)").status == 404)
        #expect(client.delete("\(Self.drafts)/\(id)").json == [:])
        #expect(client.get("\(Self.drafts)/\(id)").code == "DRAFT_POST_NOT_FOUND")
    }

    @Test func creatingMayPublishAtOnce() {
        var body = draft()
        body["publish"] = true
        body["fieldsets"] = ["URL"]
        let first = client.post(Self.drafts, body)
        #expect(first["draftPost.status"] == "PUBLISHED")
        #expect(first["draftPost.url.path"] == "/post/spring-notes")
        #expect(client.post(Self.drafts, body)["draftPost.url.path"] == "/post/spring-notes-1")
        body["shouldPublish"] = true
        #expect(client.post(Self.drafts, body).field == "shouldPublish")
    }

    @Test func authorsAreNeeded() {
        let missing = client.post(Self.drafts, draft(["memberId": nil]))
        #expect(missing.status == 400)
        #expect(missing.message == #"INVALID_ARGUMENT: "Missing post owner information""#)
        let unknown = client.post(Self.drafts, draft(["memberId": "contact-123"]))
        #expect(unknown.status == 400)
        #expect(unknown.message.contains("do not exist"))
    }

    @Test(arguments: [
        (#"{"title":null}"#, "title"), (#"{"title":""}"#, "title"), (#"{"richContent":"text"}"#, "richContent"),
        (#"{"slug2":"x"}"#, "slug2"), (#"{"relatedPostIds":["a","b","c","d"]}"#, "relatedPostIds"),
        (#"{"featured":"yes"}"#, "featured"), (#"{"firstPublishedDate":"2026-01-01"}"#, "firstPublishedDate"),
    ])
    func wrongDraftsAreRefused(change: String, member: String) throws {
        let answer = client.post(Self.drafts, draft(try JSONValue(parsing: change)))
        #expect(answer.status == 400)
        #expect(answer.field == "draftPost.\(member)")
    }

    @Test func lengthsHoldAtTheirBounds() {
        func status(_ member: String, _ length: Int) -> Int {
            var changes: JSONValue = [:]
            changes[member] = .string(String(repeating: "x", count: length))
            return client.post(Self.drafts, draft(changes)).status
        }
        for (member, maximum) in [("title", 200), ("excerpt", 500), ("seoSlug", 100)] {
            #expect(status(member, maximum) == 200)
            #expect(status(member, maximum + 1) == 400)
        }
    }

    @Test func unknownCategoriesVanish() throws {
        let category = client.sandbox.withState { $0[.blogCategories].entities[0].id }
        let created = client.post(
            Self.drafts, draft(["categoryIds": [.string(category), "none"], "tagIds": ["none"]]))
        #expect(created["draftPost.categoryIds"] == [.string(category)])
        #expect(created["draftPost.tagIds"] == [])
    }

    @Test func coversNeedABareIdAndBothFlags() {
        func cover(_ id: String, displayed: Bool) -> JSONValue? {
            let media: JSONValue = [
                "displayed": .bool(displayed), "custom": true, "wixMedia": ["image": ["id": .string(id)]],
            ]
            return client.post(Self.drafts, draft(["media": media]))["draftPost.media.wixMedia.image.id"]
        }
        #expect(cover("a1~mv2.jpg", displayed: true) == "a1~mv2.jpg")
        #expect(cover("a1~mv2.jpg", displayed: false) == nil)
        #expect(cover("wix:image://v1/a1~mv2.jpg/x", displayed: true) == nil)
    }

    @Test func schedulingIsAnAction() throws {
        let id = client.post(Self.drafts, draft()).json.text("draftPost.id")
        let path = "\(Self.drafts)/\(id)"
        let date = SandboxClient.start.adding(Timestamp.day).text
        let done = client.patch(
            path, ["draftPost": [:], "action": "UPDATE_SCHEDULE", "scheduledPublishDate": .string(date)])
        #expect(done["draftPost.status"] == "SCHEDULED")
        #expect(client.patch(path, ["draftPost": [:], "scheduledPublishDate": .string(date)]).status == 400)
        let past = SandboxClient.start.adding(-1).text
        let late: JSONValue = ["draftPost": [:], "action": "UPDATE_SCHEDULE", "scheduledPublishDate": .string(past)]
        #expect(client.patch(path, late).status == 400)
        let cancelled = client.patch(path, ["draftPost": [:], "action": "UPDATE_CANCEL_SCHEDULE"])
        #expect(cancelled["draftPost.status"] == "UNPUBLISHED")
        #expect(client.patch(path, ["draftPost": [:], "action": "PUBLISH"]).status == 400)
    }

    @Test func draftsAreQueriedByStatus() {
        let open = client.post(Self.drafts + "/query", ["query": ["filter": ["status": "UNPUBLISHED"]]])
        #expect(open.array("draftPosts").count == 7)
        let listed = client.get(Self.drafts + "?status=UNPUBLISHED&sort=EDITING_DATE_ASC")
        #expect(listed.array("draftPosts").map(\.id) == open.array("draftPosts").map(\.id).reversed())
        #expect(listed["metaData.total"] == 7)
        #expect(client.post(Self.drafts + "/query", ["query": ["filter": ["status": "DRAFT"]]]).status == 400)
        #expect(client.get(Self.drafts + "?status=DRAFT").status == 400)
    }

    @Test func categoriesAreNestedAndTagsFlat() {
        let category = client.post("/blog/v3/categories", ["category": ["label": "Recipes"]])
        #expect(category["category.slug"] == "recipes")
        #expect(client.post("/blog/v3/categories", ["category": ["label": "Recipes"]]).code == "ALREADY_EXISTS")
        let tag = client.post("/blog/v3/tags", ["label": "Slow food"])
        #expect(tag["tag.slug"] == "slow-food")
        let again = client.post("/blog/v3/tags", ["label": "Slow food"])
        #expect(again.status == 409)
        #expect(client.get("/blog/v3/tags/labels/Slow%20food")["tag.id"] == tag["tag.id"])
        #expect(client.get("/v3/tags/slugs/slow-food")["tag.id"] == tag["tag.id"])
        #expect(client.post("/blog/v3/tags", ["label": .string(String(repeating: "x", count: 51))]).status == 400)
        let listed = client.get("/blog/v3/categories?paging.limit=2")
        #expect(listed["metaData"] == ["count": 2, "offset": 0, "total": 6])
    }

    @Test func tagsComeByUse() {
        let counts = client.post("/blog/v3/tags/query").array("tags").compactMap { $0.number("postCount") }
        #expect(counts.count == 12)
        #expect(counts == counts.sorted(by: >))
        #expect((counts.first ?? 0) > 3)
        let categories = client.post("/blog/v3/categories/query").array("categories")
        #expect(categories.allSatisfy { $0.number("postCount") == 8 })
    }
}
