import JSON
import Testing
import WixTools

/// Pictures by URL in a draft: imported by Wix, waited for, placed; what fails stays a link.
@Suite struct PictureTests {
    private static let a = "https://cdn.example.org/a.jpg"
    private static let b = "https://cdn.example.org/b.jpg"

    private static func images(_ post: JSONValue?) -> [JSONValue] {
        (post?.value(at: "richContent.nodes")?.arrayValue ?? []).filter { $0["type"] == "IMAGE" }
            .compactMap { $0.value(at: "imageData.image") }
    }

    @Test func importedWaitedForAndPlaced() async throws {
        let wix = try BlogOrigin()
        let (post, isError) = try await wix.create([
            "memberId": "m", "markdown": .string("![One](\(Self.a) \"Cap\")\n\ntext ![Two](\(Self.b))"),
        ])
        #expect(!isError, "\(post.text)")
        #expect(
            wix.lines == [
                "POST /site-media/v1/files/import", "POST /site-media/v1/files/import",
                "POST /site-media/v1/files/get-files", "POST /site-media/v1/files/get-files",
                "POST /blog/v3/draft-posts",
            ])
        #expect(wix.writes.first?.body == ["url": .string(Self.a), "mediaType": "IMAGE"])
        #expect(
            Self.images(wix.sentPost) == [
                ["src": ["id": "f_1~mv2.jpg"], "width": 1600, "height": 900],
                ["src": ["id": "f_2~mv2.jpg"], "width": 1600, "height": 900],
            ])
        #expect(
            post["pictures"] == [
                ["url": .string(Self.a), "id": "f_1~mv2.jpg"], ["url": .string(Self.b), "id": "f_2~mv2.jpg"],
            ])
        #expect(post["warnings"] == nil)
        let told = wix.progress
        #expect(told.count > 2 && zip(told, told.dropFirst()).allSatisfy { $0.progress < $1.progress })
    }

    /// The same address twice, in the text and as the cover, is one file.
    @Test func oneImportForEachAddress() async throws {
        let wix = try BlogOrigin()
        _ = try await wix.create([
            "memberId": "m", "cover": .string(Self.a), "markdown": .string("![x](\(Self.a))\n\n![y](\(Self.a))"),
        ])
        #expect(wix.writes.filter { $0.line.hasSuffix("/import") }.count == 1)
        #expect(Self.images(wix.sentPost).count == 2)
        #expect(
            wix.sentPost?["media"]
                == ["wixMedia": ["image": ["id": "f_1~mv2.jpg"]], "displayed": true, "custom": true])
    }

    @Test func picturesOfWixAreNotImported() async throws {
        let wix = try BlogOrigin()
        let (post, _) = try await wix.create([
            "memberId": "m", "cover": "c_1~mv2.png",
            "markdown":
                "![x](https://static.wixstatic.com/media/a_1~mv2.jpg) ![y](wix:image://v1/b_2~mv2.jpg/y.jpg#originWidth=5&originHeight=4)",
        ])
        #expect(wix.lines == ["POST /blog/v3/draft-posts"])
        #expect(Self.images(wix.sentPost).map { $0.value(at: "src.id") } == ["a_1~mv2.jpg", "b_2~mv2.jpg"])
        #expect(wix.sentPost?.value(at: "media.wixMedia.image.id") == "c_1~mv2.png")
        #expect(post["pictures"] == nil && post["warnings"] == nil)
    }

    @Test(arguments: ["cover", "media"]) func coverByAddress(name: String) async throws {
        let wix = try BlogOrigin()
        let address = JSONValue.string(Self.a)
        _ = try await wix.call(
            "update_a_wix_draft_post_by_id",
            ["id": "post-1", name: name == "cover" ? address : ["wixMedia": ["image": ["url": address]]]])
        #expect(
            wix.sentPost == [
                "media": ["wixMedia": ["image": ["id": "f_1~mv2.jpg"]], "displayed": true, "custom": true]
            ])
    }

    /// What Wix cannot fetch does not cost the draft.
    @Test func aFailedImportBecomesALink() async throws {
        let wix = try BlogOrigin()
        let (post, isError) = try await wix.create([
            "memberId": "m", "cover": "https://cdn.example.org/broken.jpg",
            "markdown": .string("![One](\(Self.a))\n\n![Two](https://cdn.example.org/x/broken.jpg)"),
        ])
        #expect(!isError)
        #expect(Self.images(wix.sentPost).count == 1)
        #expect(
            wix.sentPost?["richContent"]?.text.contains(#""link":{"url":"https://cdn.example.org/x/broken.jpg""#)
                == true)
        #expect(wix.sentPost?["media"] == nil)
        let warnings = post["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(warnings.count == 2)
        #expect(
            warnings.contains { $0.contains("x/broken.jpg was not placed and is a link instead: Wix could not fetch") })
        #expect(warnings.contains { $0.contains("org/broken.jpg was not placed: Wix could not fetch") })
    }

    /// What is at no address Wix can reach is named, and not lost without a word.
    @Test func whatHasNoWebAddressIsNamed() async throws {
        let wix = try BlogOrigin()
        let (post, isError) = try await wix.create([
            "memberId": "m", "markdown": "![x](/a.png) and ![y](data:image/png;base64,AAAA)",
        ])
        #expect(!isError && !wix.lines.contains { $0.hasSuffix("/import") })
        let warnings = post["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(warnings.contains { $0.contains("The picture /a.png was not placed") }, "\(post.text)")
        #expect(warnings.contains { $0.contains("data:image/png") }, "\(post.text)")
    }

    @Test(arguments: [
        (400, #"{"message":"Unsupported"}"#, "Unsupported", 2), (403, "{}", "Manage Media Manager", 1),
        (504, "{}", "look with wix_media_files_search", 2),
    ]) func refusalsAndLostAnswers(status: Int, body: String, words: String, imports: Int) async throws {
        let wix = try BlogOrigin { line, _ in line.hasSuffix("/import") ? (status, body) : nil }
        let (post, isError) = try await wix.create([
            "memberId": "m", "markdown": .string("![One](\(Self.a)) ![Two](\(Self.b))"),
        ])
        #expect(!isError)
        // Nothing is sent twice, and what would be refused again is not sent at all.
        #expect(wix.lines.filter { $0.hasSuffix("/import") }.count == imports)
        #expect(wix.lines.last == "POST /blog/v3/draft-posts")
        #expect(
            post["warnings"]?.arrayValue?.count == 2 && post["warnings"]?.text.contains(words) == true, "\(post.text)")
    }

    /// A file that is not ready in time is used without its size.
    @Test func stillPending() async throws {
        let wix = try BlogOrigin { line, _ in
            line.hasSuffix("/get-files")
                ? (200, #"{"files":[{"id":"f_1~mv2.jpg","mediaType":"IMAGE","operationStatus":"PENDING"}]}"#) : nil
        }
        let (post, _) = try await wix.create(["memberId": "m", "markdown": .string("![One](\(Self.a))")])
        #expect(wix.lines.filter { $0.hasSuffix("/get-files") }.count == 10)
        #expect(Self.images(wix.sentPost) == [["src": ["id": "f_1~mv2.jpg"]]])
        #expect(post["warnings"]?.text.contains("still fetching \(Self.a)") == true, "\(post.text)")
    }

    @Test func whatIsNoPictureIsNotPlaced() async throws {
        let wix = try BlogOrigin { line, _ in
            line.hasSuffix("/get-files")
                ? (200, #"{"files":[{"id":"f_1~mv2.jpg","mediaType":"DOCUMENT","operationStatus":"READY"}]}"#) : nil
        }
        let (post, _) = try await wix.create(["memberId": "m", "markdown": .string("![One](\(Self.a))")])
        #expect(Self.images(wix.sentPost).isEmpty)
        #expect(post["warnings"]?.text.contains("no picture but DOCUMENT") == true)
    }

    /// After a 429 nothing else would pass; what is there already is named so that it can be used.
    @Test func stoppedByTheQuota() async throws {
        let wix = try BlogOrigin { line, body in
            line.hasSuffix("/import") && body["url"] == .string(Self.b) ? (429, "{}") : nil
        }
        let (answer, isError) = try await wix.create([
            "memberId": "m", "markdown": .string("![One](\(Self.a)) ![Two](\(Self.b))"),
        ])
        #expect(isError)
        #expect(answer["pictures"] == [["url": .string(Self.a), "id": "f_1~mv2.jpg"]])
        #expect(answer.value(at: "error.status") == 429)
        #expect(!wix.lines.contains("POST /blog/v3/draft-posts"))
    }

    @Test func picturesThatOutliveTheirPost() async throws {
        let wix = try BlogOrigin { line, _ in
            line == "POST /blog/v3/draft-posts" ? (400, #"{"message":"no"}"#) : nil
        }
        let (answer, isError) = try await wix.create(["memberId": "m", "cover": .string(Self.a)])
        #expect(isError)
        #expect(answer["pictures"] == [["url": .string(Self.a), "id": "f_1~mv2.jpg"]])
    }

    @Test(arguments: [(20, false), (21, true)]) func atMostTwenty(count: Int, refused: Bool) async throws {
        let wix = try BlogOrigin()
        let markdown = (0..<count).map { "![x](https://cdn.example.org/\($0).jpg)" }.joined(separator: "\n\n")
        let (answer, isError) = try await wix.create(["memberId": "m", "markdown": .string(markdown)])
        #expect(isError == refused)
        #expect(wix.lines.isEmpty == refused)
        if refused { #expect(answer["message"]?.stringValue?.contains("21 pictures") == true) }
    }

    @Test(
        arguments: [
            (["markdown": "![x](https://ada:secret@x.example/a.jpg)"], "password"),
            (["cover": "https://ada@x.example/a.jpg"], "password"), (["cover": "ftp://x.example/a.jpg"], "https://"),
            (["cover": "https:///a.jpg"], "no host"), (["cover": "https://x.example/a b.jpg"], "blanks"),
            (["cover": .string("https://x.example/" + String(repeating: "a", count: 2_000))], "2000"),
            (["cover": "nonsense"], "the id of one"), (["cover": " "], "the id of one"),
            (["cover": "a1_b~mv2.jpg", "media": ["wixMedia": ["image": ["id": "a1_b~mv2.jpg"]]]], "not both"),
        ] as [(JSONObject, String)]) func wrongAddressesSendNothing(arguments: JSONObject, words: String) async throws
    {
        let wix = try BlogOrigin()
        let (answer, isError) = try await wix.create(arguments)
        #expect(isError)
        let message = answer["message"]?.stringValue ?? ""
        #expect(message.contains(words) && !message.contains("secret"), "\(message)")
        #expect(wix.lines.isEmpty)
    }

    /// A text that only fits while its pictures are links is refused before any of them is imported.
    @Test func tooLongWithItsPictures() async throws {
        let wix = try BlogOrigin()
        let filler = String(repeating: "word ", count: 79_700)
        let (_, fits) = try await wix.create(["memberId": "m", "markdown": .string(filler)])
        let pictures = (0..<10).map { "![x](https://x.example/\($0).jpg)" }.joined(separator: "\n\n")
        let before = wix.lines.count
        let (answer, isError) = try await wix.create(["memberId": "m", "markdown": .string(filler + "\n\n" + pictures)])
        #expect(!fits && isError, "\(answer.text)")
        #expect(wix.lines.count == before)
    }

    /// Against the sandbox, whose imports take their time: there and back again.
    @Test func thereAndBack() async throws {
        let bench = try ToolBench()
        let markdown = """
            Before

            ![One](https://cdn.example.org/one.jpg "A caption")

            ![Two](https://cdn.example.org/two.png)
            """
        let arguments: JSONValue = [
            "title": "Pictures", "markdown": .string(markdown), "cover": "https://cdn.example.org/one.jpg",
        ]
        let post = try await bench.answer("create_a_wix_draft_post", arguments.text)
        let ids = post["pictures"]?.strings("id") ?? []
        #expect(ids.count == 2 && post["warnings"] == nil)
        #expect(post.value(at: "media.wixMedia.image.id")?.stringValue == ids.first)
        let id = #"{"id":"\#(post["id"]?.stringValue ?? "")"}"#
        let draft = try await bench.answer("get_single_wix_draft_post_by_id", id)
        let text = draft["markdown"]?.stringValue ?? ""
        for (id, words) in zip(ids, ["![One](<https://static.wixstatic.com/media/", "![Two](<https://static"]) {
            #expect(text.contains(words) && text.contains("\(id)#originWidth="), "\(text)")
        }
        try await bench.answer("wix_draft_posts_publish", id)
        #expect(try await bench.answer("get_single_wix_post_by_id", id)["markdown"]?.stringValue == text)
        let files = try await bench.answer("list_all_wix_media_files")["result"]?.strings("id") ?? []
        #expect(Set(ids).isSubset(of: files))
        // Written back as it was read, nothing is imported again and nothing changes.
        let again: JSONValue = ["id": post["id"] ?? "", "markdown": .string(text)]
        #expect(try await bench.answer("update_a_wix_draft_post_by_id", again.text)["pictures"] == nil)
        #expect(try await bench.answer("get_single_wix_draft_post_by_id", id)["markdown"]?.stringValue == text)
    }
}
