import JSON
import Testing
import WixTools

@Suite struct BlogTermTests {
    @Test(arguments: [
        "Recipes", " recipes ", "RECIPES", "Our recipes", BlogOrigin.recipes, BlogOrigin.recipes.uppercased(),
    ])
    func categoryByAnyName(name: String) async throws {
        let wix = try BlogOrigin()
        #expect(try await wix.create(["memberId": "m", "categories": [.string(name)]]).isError == false)
        #expect(wix.sentPost?["categoryIds"] == [.string(BlogOrigin.recipes)])
    }

    @Test func sameCategoryTwiceIsOne() async throws {
        let wix = try BlogOrigin()
        let arguments: JSONObject = [
            "memberId": "m", "categories": ["Recipes", "recipes"], "categoryIds": [.string(BlogOrigin.recipes)],
        ]
        #expect(try await wix.create(arguments).isError == false)
        #expect(wix.sentPost?["categoryIds"] == [.string(BlogOrigin.recipes)])
    }

    @Test(arguments: [
        ("Recipies", "UNKNOWN_CATEGORY", "Did you mean \"Recipes\"?"),
        ("Weather", "UNKNOWN_CATEGORY", "The categories are: News, Recipes."),
        ("00000000-0000-4000-8000-000000000000", "UNKNOWN_CATEGORY", "with the id"),
        ("News", "AMBIGUOUS_CATEGORY", "Several categories"),
    ]) func categoryThatIsNone(name: String, code: String, words: String) async throws {
        let wix = try BlogOrigin()
        let (answer, isError) = try await wix.create([
            "categories": [.string(name)], "tags": ["brand new"], "createMissingTags": true,
        ])
        #expect(isError)
        #expect(answer.value(at: "error.code") == .string(code))
        #expect(answer["message"]?.stringValue?.contains(words) == true, "\(answer.text)")
        #expect(wix.writes.isEmpty)
    }

    @Test func languageDecidesBetweenNames() async throws {
        let wix = try BlogOrigin()
        _ = try await wix.create(["memberId": "m", "categories": ["News"], "language": "de"])
        #expect(wix.sentPost?["categoryIds"] == ["8f0e5f0a-1c55-4c7e-9a0e-2a6c7d1b9e13"])
    }

    @Test func exactTagTakesOneRequest() async throws {
        let wix = try BlogOrigin()
        _ = try await wix.create(["memberId": "m", "tags": ["Green Tea"]])
        #expect(wix.lines == ["POST /blog/v3/tags/query", "POST /blog/v3/draft-posts"])
        #expect(wix.sentPost?["tagIds"] == [.string(BlogOrigin.tea)])
    }

    @Test func missingTagIsNotMadeUnasked() async throws {
        let wix = try BlogOrigin()
        let (answer, isError) = try await wix.create(["tags": ["Green Tee"]])
        #expect(isError)
        #expect(answer["message"]?.stringValue?.contains("Did you mean \"Green Tea\"?") == true)
        #expect(answer.value(at: "error.hint")?.stringValue?.contains("createMissingTags") == true)
        #expect(wix.writes.isEmpty)
    }

    @Test func missingTagsAreMadeOnce() async throws {
        let wix = try BlogOrigin()
        let (post, isError) = try await wix.create([
            "memberId": "m", "tags": ["vegan", "Oolong", "oolong"], "createMissingTags": true,
        ])
        #expect(!isError)
        // Flat, unlike every other create.
        #expect(wix.writes.first == BlogOrigin.Write(line: "POST /blog/v3/tags", body: ["label": "Oolong"]))
        #expect(wix.writes.count == 2)
        #expect(
            wix.sentPost?["tagIds"] == ["5e2d8f4b-9b1a-4f0c-8d77-0f6f2f1c3a91", .string(BlogOrigin.newTag)])
        #expect(post["tagsCreated"] == ["Oolong"])
    }

    @Test(arguments: [(50, false), (51, true)]) func lengthOfANewTag(length: Int, refused: Bool) async throws {
        let wix = try BlogOrigin()
        let label = String(repeating: "x", count: length)
        let (_, isError) = try await wix.create([
            "memberId": "m", "tags": [.string(label)], "createMissingTags": true,
        ])
        #expect(isError == refused)
        #expect(wix.writes.isEmpty == refused)
    }

    /// Somebody else made the tag between the look-up and the create.
    @Test func tagMadeMeanwhileIsUsed() async throws {
        let wix = try BlogOrigin { line, body in
            if line == "POST /blog/v3/tags" { return (409, #"{"message":"exists"}"#) }
            guard body.value(at: "query.filter.label.$eq") == "Oolong" else { return nil }
            return (200, #"{"tags":[{"id":"tag-of-another","label":"Oolong"}]}"#)
        }
        let (post, isError) = try await wix.create([
            "memberId": "m", "tags": ["Oolong"], "createMissingTags": true,
        ])
        #expect(!isError)
        #expect(wix.sentPost?["tagIds"] == ["tag-of-another"])
        #expect(post["tagsCreated"] == nil)
    }

    /// The post fails after the tags were made: the answer says what stays.
    @Test func tagsThatOutliveTheirPost() async throws {
        let wix = try BlogOrigin { line, _ in
            line == "POST /blog/v3/draft-posts" ? (400, #"{"message":"no"}"#) : nil
        }
        let (answer, isError) = try await wix.create([
            "memberId": "m", "tags": ["Oolong"], "createMissingTags": true,
        ])
        #expect(isError)
        #expect(answer["tagsCreated"] == ["Oolong"])
        #expect(answer["message"] == "The post was not saved; what was made for it stays.")
        #expect(answer.value(at: "error.status") == 400)
    }

    @Test func secondTagFails() async throws {
        let wix = try BlogOrigin { line, body in
            line == "POST /blog/v3/tags" && body["label"] == "B" ? (403, #"{"message":"no"}"#) : nil
        }
        let (answer, isError) = try await wix.create(["memberId": "m", "tags": ["A", "B"], "createMissingTags": true])
        #expect(isError)
        #expect(answer["tagsCreated"] == ["A"])
        #expect(wix.lines.contains("POST /blog/v3/draft-posts") == false)
    }

    @Test func manyCategoriesArePagedThrough() async throws {
        let wix = try BlogOrigin { line, _ in
            guard line == "GET /blog/v3/categories" else { return nil }
            let page = (0..<100).map { #"{"id":"c\#($0)","label":"Category \#($0)"}"# }.joined(separator: ",")
            return (200, #"{"categories":[\#(page)],"metaData":{"total":250}}"#)
        }
        #expect(try await wix.create(["memberId": "m", "categories": ["nowhere"]]).isError)
        #expect(wix.lines.filter { $0 == "GET /blog/v3/categories" }.count == 3)
    }
}
