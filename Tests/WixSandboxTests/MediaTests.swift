import JSON
import Testing

@testable import WixSandbox

/// The site's media: imports that take a while, lists and the trash (blog reference 7).
@Suite struct MediaTests {
    private let client = SandboxClient()
    private static let files = "/site-media/v1/files"

    private func add(_ body: JSONValue) -> JSONValue {
        client.post(Self.files + "/import", body).json["file"] ?? .null
    }

    private func read(_ id: String) -> JSONValue {
        client.get(Self.files + "/get-file-by-id?fileId=\(id)").json["file"] ?? .null
    }

    @Test func importIsPendingThenReady() {
        let file = add(["url": "https://cdn.example.org/a/terrace.jpg?x=1", "labels": ["menu"]])
        #expect(file.id.hasSuffix("~mv2.jpg") && file["operationStatus"] == "PENDING")
        #expect(file["displayName"] == "terrace.jpg" && file["media"] == nil)
        #expect(file["sourceUrl"] == "https://cdn.example.org/a/terrace.jpg?x=1")
        #expect(file.objectValue?.keys.contains { $0.hasPrefix("_") } == false)
        #expect(read(file.id)["operationStatus"] == "PENDING")
        let ready = read(file.id)
        #expect(ready["operationStatus"] == "READY")
        #expect(ready.number("media.image.image.width") ?? 0 > 0 && ready.number("media.image.image.height") ?? 0 > 0)
        #expect(read(file.id) == ready)
    }

    @Test(
        arguments: [
            ["url": "https://cdn.example.org/broken.jpg"], ["url": "https://cdn.example.org/x/broken.jpg?v=2"],
            ["url": "https://cdn.example.org/film.mp4", "mediaType": "IMAGE"],
        ] as [JSONValue]) func importFails(body: JSONValue)
    {
        let file = add(body)
        #expect(file["operationStatus"] == "PENDING")
        _ = client.post(Self.files + "/get-files", ["fileIds": [.string(file.id)]])
        let answer = client.post(Self.files + "/get-files", ["fileIds": [.string(file.id), "none"]])
        #expect(answer.array("files").map { $0["operationStatus"] } == ["FAILED"])
        #expect(answer.array("files").first?["media"] == nil)
    }

    /// Each call makes a new file.
    @Test func theSameAddressTwiceIsTwoFiles() {
        let body: JSONValue = ["url": "https://cdn.example.org/a.png", "mimeType": "image/png"]
        #expect(add(body).id != add(body).id)
    }

    @Test(
        arguments: [
            ([:], "url"), (["url": ""], "url"), (["url": "ftp://x.example/a.jpg"], "url"), (["url": 1], "url"),
            (["url": "https://x.example/a.jpg", "mediaType": "PICTURE"], "mediaType"),
            (["url": "https://x.example/a.jpg", "fileUrl": "x"], "fileUrl"),
            (["url": "https://x.example/a.jpg", "labels": "menu"], "labels"),
            (["url": "https://x.example/a.jpg", "parentFolderId": "a", "filePath": "/b"], "filePath"),
        ] as [(JSONValue, String)]) func importIsStrict(body: JSONValue, field: String)
    {
        let answer = client.post(Self.files + "/import", body)
        #expect(answer.status == 400 && answer.field == field, "\(answer.json.text)")
    }

    @Test func bulkImport() {
        let path = "/site-media/v1/bulk/files/import-v2"
        let request: JSONValue = ["url": "https://x.example/a.jpg"]
        let answer = client.post(path, ["importFileRequests": [request, request], "returnEntity": true])
        #expect(answer.array("results").map { $0["item"]?["operationStatus"] } == ["PENDING", "PENDING"])
        #expect(answer["bulkActionMetadata.totalSuccesses"] == 2)
        let many = JSONValue.array(Array(repeating: request, count: 101))
        #expect(client.post(path, ["importFileRequests": many]).status == 400)
        #expect(client.post(path, ["importFileRequests": [["url": 1]]]).field == "importFileRequests[0].url")
        #expect(client.post(path, ["importFileRequests": []]).status == 400)
    }

    @Test func importedFilesAreListedAndFound() {
        let file = add(["url": "https://x.example/a.jpg", "displayName": "Harbour at dawn.jpg"])
        client.wait(1_000)
        let film = add(["url": "https://x.example/film.mp4", "parentFolderId": "films"])
        let listed = client.get(Self.files + "?mediaTypes=IMAGE").array("files").map(\.id)
        #expect(listed.contains(file.id) && !listed.contains(film.id))
        #expect(client.get(Self.files + "?parentFolderId=films").array("files").map(\.id) == [film.id])
        #expect(client.post(Self.files + "/search", ["search": "harb"]).array("files").map(\.id) == [file.id])
        #expect(
            client.post(Self.files + "/query", ["query": ["filter": ["mediaType": "VIDEO"]]]).array("files").map(\.id)
                == [film.id])
    }

    @Test func listsArePaged() {
        for index in 0..<5 { _ = add(["url": .string("https://x.example/\(index).jpg"), "labels": ["paged"]]) }
        var found: [String] = []
        var body: JSONValue = ["search": "paged", "paging": ["limit": 2]]
        for _ in 0..<4 {
            let page = client.post(Self.files + "/search", body)
            found += page.array("files").map(\.id)
            guard let next = page["nextCursor.cursors.next"] else { break }
            #expect(page["nextCursor.hasNext"] == true)
            body = ["paging": ["limit": 2, "cursor": next]]
        }
        #expect(Set(found).count == 5 && found.count == 5)
        #expect(client.post(Self.files + "/search", ["paging": ["limit": 201]]).status == 400)
    }

    @Test func changeAndTrash() {
        let id = add(["url": "https://x.example/a.jpg"]).id
        let renamed = client.patch(
            Self.files + "/update-file-descriptor",
            ["file": ["id": .string("wix:image://v1/\(id)/a.jpg#originWidth=1"), "displayName": "b.jpg"]])
        #expect(renamed["file.displayName"] == "b.jpg")
        #expect(client.patch(Self.files + "/update-file-descriptor", ["file": ["id": "none"]]).status == 404)
        let trash = { client.get("/site-media/v1/trash-bin/files").array("files").map(\.id) }
        #expect(client.post("/site-media/v1/bulk/files/delete", ["fileIds": [.string(id)]]).json == [:])
        #expect(trash().contains(id))
        #expect(!client.get(Self.files).array("files").map(\.id).contains(id))
        _ = client.post("/site-media/v1/bulk/trash-bin/files/restore", ["fileIds": [.string(id)]])
        #expect(!trash().contains(id) && client.get(Self.files).array("files").map(\.id).contains(id))
        _ = client.post("/site-media/v1/bulk/files/delete", ["fileIds": [.string(id)], "permanent": true])
        #expect(client.get(Self.files + "/get-file-by-id?fileId=\(id)").status == 404)
    }
}
