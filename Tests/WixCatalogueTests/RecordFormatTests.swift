import JSON
import Testing

@testable import WixCatalogue

/// What the format refuses, told with the place.
@Suite struct RecordFormatTests {
    private static let record = """
        {"name":"wix_x_get","title":"Get X","description":"Reads X.","effect":"read","tags":["site"],
        "request":{"verb":"GET","path":"/x/{id}"},
        "arguments":[{"name":"id","schema":{"type":"string"},"required":true,"to":"path:id"}],
        "answer":{"entity":"x","name":"x"}}
        """

    private func load(_ records: String...) throws -> Catalogue {
        let text = #"{"area":"test","records":["# + records.joined(separator: ",") + "]}"
        return try Catalogue(files: [(name: "test", bytes: Array(text.utf8))])
    }

    private func changed(_ old: String, _ new: String) -> String {
        let parts = Self.record.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        #expect(parts.count == 2, "\(old) is not in the record")
        return parts.joined(separator: new)
    }

    @Test func readsARecord() throws {
        let tool = try #require(try load(Self.record)["wix_x_get"])
        #expect(tool.plan.request.pathParts == [.text("/x/"), .parameter("id")])
        #expect(tool.plan.arguments[0].destinations == [.path("id")])
        #expect(tool.retry == .read)
    }

    @Test(arguments: [
        (#""title":"Get X","#, #""titel":"Get X","#, "title"), (#""effect":"read""#, #""effect":"reed""#, "effect"),
        (#""effect":"read""#, #""effect":"read","colour":1"#, "colour"), (#""to":"path:id""#, #""to":"pth:id""#, "to"),
        (#""to":"path:id""#, #""to":"query:id""#, "request.path"), (#""required":true,"#, "", "request.path"),
        (#""path":"/x/{id}""#, #""path":"x""#, "path"), (#""path":"/x/{id}""#, #""path":"/x/{id""#, "path"),
        (#""verb":"GET""#, #""verb":"HEAD""#, "verb"), (#"{"type":"string"}"#, #"{"tipe":"string"}"#, "input schema"),
        (#""tags":["site"]"#, #""tags":["site"],"marks":["loud"]"#, "marks"),
        (#""tags":["site"]"#, #""tags":["site"],"verify":"wix_none""#, "wix_none"),
        (#""tags":["site"]"#, #""tags":["site"],"view":{"like":"wix_none"}"#, "wix_none"),
        (#""tags":["site"]"#, #""tags":["site"],"view":{"lean":["a.b"],"top":["id"]}"#, "lean"),
        (#""tags":["site"]"#, #""tags":["site"],"v1":{"title":"Y"}"#, "v1.title"),
    ])
    func refuses(old: String, new: String, naming: String) throws {
        let error = #expect(throws: CatalogueError.self) { try load(changed(old, new)) }
        #expect(error?.description.contains(naming) == true, "\(error?.description ?? "")")
    }

    @Test func twoRecordsOfOneNameAreRefused() throws {
        #expect(throws: CatalogueError.self) { try load(Self.record, Self.record) }
    }

    @Test func brokenJSONIsNamed() throws {
        let error = #expect(throws: CatalogueError.self) {
            try Catalogue(files: [(name: "bad", bytes: Array("{".utf8))])
        }
        #expect(error?.place == "bad")
    }

    @Test func likeTakesOverAndOwnMembersWin() throws {
        let base = changed(#""tags":["site"]"#, #""tags":["site"],"view":{"lean":["id"],"top":["id","a"]}"#)
        let other = changed(#""wix_x_get""#, #""wix_y_get""#)
        let like = other.replacing(
            #""tags":["site"]"#, with: #""tags":["site"],"view":{"like":"wix_x_get","lean":["a.b"]}"#)
        let view = try #require(try load(base, like)["wix_y_get"]?.plan.view)
        #expect(view.lean == ["a.b"])
        #expect(view.topFields == ["id", "a"])
    }

    @Test(arguments: [
        ("body:a.b", Destination.body(["a", "b"])), ("body:", .body([])),
        ("query:paging.limit", .query("paging.limit")),
        ("filter:a.b.$in", .filter(["a.b", "$in"])), ("filter:a.b", .filter(["a.b"])), ("none", .none),
    ])
    func readsPlaces(text: String, destination: Destination) throws {
        #expect(try Destination(text, place: "x") == destination)
    }
}
