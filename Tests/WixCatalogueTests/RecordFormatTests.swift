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

    private static func view(_ short: String) -> String {
        #""tags":["site"],"view":{"lean":["id","a.b"],"short":[\#(short)],"top":["id","a"]}"#
    }

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
        (#""path":"/x/{id}""#, #""path":"/x/{id}","body":true"#, "request.body"),
        (#""path":"/x/{id}""#, #""path":"/x/{id}","reads":true"#, "request.reads"),
        (#""verb":"GET""#, #""verb":"PUT""#, "request.verb"),
        (#""verb":"GET""#, #""verb":"DELETE""#, "request.verb"),
        (#""to":"path:id""#, #""to":["path:id","body:id"]"#, "request"),
        (#""path":"/x/{id}""#, #""path":"/x/{id}","constants":[{"to":"query:s","from":"site.key"}]"#, "from"),
        (#""path":"/x/{id}""#, #""path":"/x/{id}","constants":[{"to":"query:s","from":"site.id","value":1}]"#, "from"),
        (
            #""request":{"verb":"GET","path":"/x/{id}"},"#,
            #""request":{"verb":"GET","path":"/x/{id}","constants":[{"to":"path:id","from":"site.id"}]},"#,
            "request.constants"
        ),
        (#""required":true,"#, #""required":true,"as":"milliseconds","#, "as"),
        (#""required":true,"#, #""required":true,"as":"members","#, "as"),
        (#""required":true,"#, #""required":true,"mask":"some","#, "mask"),
        (#""tags":["site"]"#, #""tags":["site"],"credential":"mine""#, "credential"),
        (#""tags":["site"]"#, #""tags":["site"],"credential":"none","accountLevel":true"#, "credential"),
        (#""tags":["site"]"#, #""tags":["site"],"oneOf":[["id"]]"#, "oneOf"),
        (#""tags":["site"]"#, #""tags":["site"],"oneOf":[["id","other"]]"#, "oneOf"),
        (#""tags":["site"]"#, #""tags":["site"],"anyOf":[["a","b"]]"#, "anyOf"),
        (#""tags":["site"]"#, #""tags":["site"],"catalogue":{"only":"v2","instead":"x"}"#, "catalogue.only"),
        (#""tags":["site"]"#, #""tags":["site"],"catalogue":{"only":"v1"}"#, "catalogue.instead"),
        (#""tags":["site"]"#, #""tags":["site"],"v1":{},"catalogue":{"only":"v1","instead":"x"}"#, "catalogue"),
        (#""tags":["site"]"#, #""tags":["site"],"entries":{"argument":"id"}"#, "entries.wrap"),
        (
            #""tags":["site"]"#,
            #""tags":["site"],"entries":{"argument":"id","mask":"m","from":"wix_x_get","revision":true}"#,
            "entries.wrap"
        ),
        (
            #""tags":["site"]"#, #""tags":["site"],"entries":{"argument":"id","wrap":"x","revision":true}"#,
            "entries.from"
        ),
        (
            #""tags":["site"]"#, #""tags":["site"],"entries":{"argument":"id","wrap":"x","from":"wix_x_get"}"#,
            "entries.from"
        ),
        (#""tags":["site"]"#, #""tags":["site"],"entries":{"argument":"id","wrap":"x"}"#, "answer"),
        (#""tags":["site"]"#, #""tags":["site"],"parts":{"argument":"id","size":0}"#, "parts.size"),
        (
            #"{"entity":"x","name":"x"}"#, #"{"bulk":"results","name":"x"},"parts":{"argument":"id","size":5}"#,
            "entries.argument"
        ),
        (
            #""tags":["site"]"#,
            #""tags":["site"],"revision":{"from":"wix_x_get","at":"r","to":"query:r","without":["a"]}"#, "without"
        ),
        (#""tags":["site"]"#, #""tags":["site"],"revision":{"from":"wix_x_get","merge":true,"keep":["a"]}"#, "keep"),
        (#""path":"/x/{id}""#, #""path":"x""#, "path"), (#""path":"/x/{id}""#, #""path":"/x/{id""#, "path"),
        (#""verb":"GET""#, #""verb":"HEAD""#, "verb"),
        (#""tags":["site"]"#, #""tags":["site"],"marks":["loud"]"#, "marks"),
        (#""tags":["site"]"#, #""tags":["site"],"verify":"wix_none""#, "wix_none"),
        (#""tags":["site"]"#, #""tags":["site"],"view":{"like":"wix_none"}"#, "wix_none"),
        (#""tags":["site"]"#, #""tags":["site"],"view":{"lean":["a.b"],"top":["id"]}"#, "lean"),
        (#""tags":["site"]"#, view(#"{"from":"a.b","as":"jion","to":"a"}"#), "as"),
        (#""tags":["site"]"#, view(#"{"as":"join","to":"a"}"#), "from"),
        (#""tags":["site"]"#, view(#"{"from":"c","as":"join","to":"a"}"#), "c is not in the lean view"),
        (#""tags":["site"]"#, view(#"{"from":"a.b","as":"join","to":"b"}"#), "b is not a field of top"),
        (#""tags":["site"]"#, view(#"{"from":"a.b","as":"join"}"#), "takes to"),
        (#""tags":["site"]"#, view(#"{"from":"a.b","as":"unless"}"#), "takes usual"),
        (#""tags":["site"]"#, #""tags":["site"],"v1":{"title":"Y"}"#, "v1.title"),
        (#"{"entity":"x","name":"x"}"#, #"{"name":"x"}"#, "answer.entity"),
        (#"{"entity":"x","name":"x"}"#, #"{"bulk":"a","metadata":["b","c"],"name":"x"}"#, "answer.metadata"),
        (#""tags":["site"]"#, #""tags":["site"],"job":{"system":"mine"}"#, "job.system"),
        (#""tags":["site"]"#, #""tags":["site"],"revision":{"from":"wix_x_get","to":"body:r"}"#, "revision.at"),
        (
            #""tags":["site"]"#,
            #""tags":["site"],"filter":{"to":"body:filter","groups":[{"fields":["a"],"operators":"$eq","enum":{"b":["X"]}}]}"#,
            "enum"
        ),
    ])
    func refuses(old: String, new: String, naming: String) throws {
        let error = #expect(throws: CatalogueError.self) { try load(changed(old, new)) }
        #expect(error?.description.contains(naming) == true, "\(error?.description ?? "")")
    }

    /// Schemas are made when a tool is first used, so a record with a bad one loads and takes no arguments.
    @Test func aSchemaThatIsNoneTakesNoArguments() throws {
        let tool = try #require(try load(changed(#"{"type":"string"}"#, #"{"tipe":"string"}"#))["wix_x_get"])
        #expect(
            tool.violations(in: ["id": "a"]).map(\.message) == ["wix_x_get cannot be called: its record is at fault."])
    }

    private func plan(_ old: String, _ new: String) throws -> ToolPlan {
        try #require(try load(changed(old, new))["wix_x_get"]?.plan)
    }

    @Test func readsABulkAnswer() throws {
        let plan = try plan(#"{"entity":"x","name":"x"}"#, #"{"bulk":["a.results","b.results"],"name":"x"}"#)
        guard case .bulk(let envelopes, let item) = plan.answer.shape else {
            Issue.record("no bulk")
            return
        }
        #expect(envelopes.map(\.results) == [["a", "results"], ["b", "results"]])
        #expect(envelopes.map(\.metadata) == [["a", "bulkActionMetadata"], ["b", "bulkActionMetadata"]])
        #expect(item == ["item"])
    }

    @Test func readsACount() throws {
        let plan = try plan(#"{"entity":"x","name":"x"}"#, #"{"entity":"","name":"x","count":"a.count"}"#)
        guard case .count(let path) = plan.answer.shape else {
            Issue.record("no count")
            return
        }
        #expect(path == ["a", "count"])
    }

    /// The tool that reads the entities of a bulk operation must be able to.
    @Test(arguments: [
        (#""by":"filter:id""#, #"{"fields":["name"],"operators":"$in"}"#, false),
        (#""by":"filter:id""#, #"{"fields":["id"],"operators":"$eq"}"#, false),
        (#""by":"filter:id""#, #"{"fields":["id"],"operators":"$eq $in"}"#, true),
        (#""by":"ids""#, #"{"fields":["id"],"operators":"$in"}"#, false),
        (#""by":"all""#, #"{"fields":["name"],"operators":"$in"}"#, true),
    ])
    func entriesAreReadByWhatTheReaderTakes(by: String, group: String, isServed: Bool) throws {
        let reader = """
            {"name":"wix_xs_query","title":"Xs","description":"Xs.","effect":"read","tags":["site"],
            "request":{"verb":"POST","path":"/x/query"},"filter":{"to":"body:filter","groups":[\(group)]},
            "answer":{"items":"xs","name":"x"}}
            """
        let writer = """
            {"name":"wix_xs_update","title":"X","description":"X.","effect":"update","verify":"wix_xs_query","tags":["site"],
            "request":{"verb":"POST","path":"/x/update"},"answer":{"bulk":"results","name":"x"},
            "arguments":[{"name":"xs","schema":{"type":"array"},"required":true}],
            "entries":{"argument":"xs","wrap":"x","from":"wix_xs_query","revision":true,\(by)}}
            """
        if isServed {
            #expect(try load(reader, writer)["wix_xs_update"]?.plan.entries?.wrap == "x")
        } else {
            let error = #expect(throws: CatalogueError.self) { try load(reader, writer) }
            #expect(error?.description.contains("wix_xs_update.entries") == true)
        }
    }

    @Test func aDeleteMayHaveABody() throws {
        let text = changed(#""verb":"GET","path":"/x/{id}""#, #""verb":"DELETE","path":"/x/{id}","body":true"#)
            .replacing(#""effect":"read""#, with: #""effect":"delete""#)
            .replacing(
                #""required":true,"to":"path:id"}"#,
                with: #""required":true,"to":"path:id"},{"name":"why","schema":{"type":"string"}}"#)
        let plan = try #require(try load(text)["wix_x_get"]?.plan)
        #expect(plan.request.hasBody && plan.arguments[1].destinations == [.body(["why"])])
    }

    /// Told in words, since a oneOf at the top of a schema is refused by those who show it to models.
    @Test func aChoiceIsToldAndChecked() throws {
        let choice =
            #""required":true,"to":"path:id"},{"name":"a","schema":{"type":"string"}},{"name":"b","schema":{"type":"string"}}],"oneOf":[["a","b"]]"#
        let tool = try #require(try load(changed(#""required":true,"to":"path:id"}]"#, choice))["wix_x_get"])
        #expect(tool.inputSchema["description"] == "Give exactly one of a, b.")
        #expect(tool.inputSchema["oneOf"] == nil)
        #expect(tool.violations(in: ["id": "1", "a": "x"]).isEmpty)
        for arguments in [["id": "1"], ["id": "1", "a": "x", "b": "y"]] as [JSONObject] {
            #expect(tool.violations(in: arguments).map(\.message) == ["Give exactly one of a, b."])
        }
    }

    @Test func aJobTakesHowLongToWait() throws {
        let text = changed(#""tags":["site"]"#, #""tags":["site"],"job":{"system":"contacts"}"#)
        let tool = try #require(try load(text)["wix_x_get"])
        #expect(tool.plan.job?.idPath == ["jobId"])
        #expect(tool.inputSchema.value(at: "properties.waitSeconds.maximum")?.intValue == 45)
        #expect(tool.outputSchema["anyOf"]?.arrayValue?.first?["required"]?.arrayValue?.contains("jobId") == true)
    }

    @Test func aMergeCanBeTurnedOff() throws {
        let rule = #""tags":["site"],"revision":{"from":"wix_x_get","at":"r","to":"query:r","merge":true}"#
        let tool = try #require(try load(changed(#""tags":["site"]"#, rule))["wix_x_get"])
        #expect(tool.plan.revision?.isMerging == true)
        #expect(tool.inputSchema.value(at: "properties.replace.type")?.stringValue == "boolean")
        let bare = #""tags":["site"],"revision":{"from":"wix_x_get","merge":true}"#
        let other = try #require(try load(changed(#""tags":["site"]"#, bare))["wix_x_get"])
        #expect(other.plan.revision?.path == nil)
        #expect(other.inputSchema.value(at: "properties.revision") == nil)
    }

    @Test(arguments: [(#"true"#, true), (#""search""#, false), ("false", false)])
    func aFilterThatMustNotBeEmptyIsRequired(value: String, isRequired: Bool) throws {
        let filter =
            #""filter":{"to":"body:filter","refuseEmpty":\#(value),"groups":[{"fields":["a"],"operators":"$eq"}]}"#
        let tool = try #require(try load(changed(#""tags":["site"]"#, #""tags":["site"],\#(filter)"#))["wix_x_get"])
        #expect(tool.inputSchema["required"]?.arrayValue?.contains("filter") == isRequired)
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
