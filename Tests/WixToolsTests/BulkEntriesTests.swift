import JSON
import Testing
import WixCatalogue
import WixTools

/// Bulk operations whose entries the daemon completes, wraps and cuts into parts.
@Suite struct BulkEntriesTests {
    private static let query = TestCatalogue.record(
        "wix_things_query",
        #"""
        "request":{"verb":"POST","path":"/things/query"},"answer":{"items":"things","name":"thing"},
        "filter":{"to":"body:filter","groups":[{"fields":["id"],"operators":"$eq $in"}]},
        "paging":{"style":"cursor","limit":"body:limit","cursor":"body:cursor","default":50,"maximum":100},
        "view":{"lean":["id"],"top":["id","revision","name","data"]}
        """#, effect: "read")

    private func bench(
        _ origin: ScriptedOrigin, _ members: String, items: String = #"{"type":"object"}"#
    ) throws -> ScriptedBench {
        let record = TestCatalogue.record(
            "wix_things_bulk",
            #"""
            "marks":["bulk"],"request":{"verb":"POST","path":"/bulk/things"},"answer":{"bulk":"results","name":"thing"},
            "arguments":[{"name":"things","schema":{"type":"array","items":\#(items)},"required":true}],\#(members)
            """#)
        return try origin.bench(try TestCatalogue.of(TestCatalogue.reader, Self.query, record))
    }

    private static func results(_ count: Int, failing: Set<Int> = [], ids: [String] = ["a", "b", "c"]) -> String {
        let rows = (0..<count).map { index in
            failing.contains(index)
                ? #"{"itemMetadata":{"originalIndex":\#(index),"success":false,"error":{"code":"E","description":"No."}}}"#
                : #"{"itemMetadata":{"id":"\#(ids[index])","originalIndex":\#(index),"success":true}}"#
        }
        return #"{"results":[\#(rows.joined(separator: ","))]}"#
    }

    private static let revisions =
        #""entries":{"argument":"things","wrap":"thing","beside":["notify"],"from":"wix_things_query","revision":true}"#

    @Test func missingRevisionsAreReadInOneQuery() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/query", #"{"things":[{"id":"c","revision":"7"},{"id":"a","revision":"5"}]}"#)
        origin.answer("/bulk/things", Self.results(3))
        let entries =
            #"[{"id":"a","name":"A"},{"id":"b","revision":3,"name":"B","notify":true},{"id":"c","name":"C"}]"#
        let result = try await bench(origin, Self.revisions).call("wix_things_bulk", #"{"things":\#(entries)}"#)
        #expect(!result.isError)
        #expect(
            origin.requests == [
                .init(line: "POST /things/query", body: #"{"filter":{"id":{"$in":["a","c"]}},"limit":2}"#),
                .init(
                    line: "POST /bulk/things",
                    body: #"{"things":[{"thing":{"id":"a","name":"A","revision":"5"}},"#
                        + #"{"thing":{"id":"b","revision":"3","name":"B"},"notify":true},"#
                        + #"{"thing":{"id":"c","name":"C","revision":"7"}}]}"#),
            ])
    }

    @Test func withAllRevisionsNothingIsRead() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/bulk/things", Self.results(1))
        _ = try await bench(origin, Self.revisions)
            .call("wix_things_bulk", #"{"things":[{"id":"a","revision":"1","name":"A"}]}"#)
        #expect(origin.requests.map(\.line) == ["POST /bulk/things"])
    }

    /// What is not there is told and not sent; the rest keeps the caller's places.
    @Test func aMissingEntityFailsAlone() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/query", #"{"things":[{"id":"b","revision":"1"},{"id":"c","revision":"1"}]}"#)
        origin.answer("/bulk/things", Self.results(2, failing: [1], ids: ["b", "c"]))
        let entries = #"[{"id":"a","name":"A"},{"id":"b","name":"B"},{"id":"c","name":"C"}]"#
        let result = try await bench(origin, Self.revisions).call("wix_things_bulk", #"{"things":\#(entries)}"#)
        #expect(result.value["succeeded"]?.text == #"[{"index":1,"id":"b"}]"#)
        #expect(
            result.value["failed"]?.text
                == #"[{"index":0,"id":"a","code":"NOT_FOUND","message":"No thing with this id was found; nothing was sent for it."},"#
                + #"{"index":2,"code":"E","message":"No."}]"#)
    }

    @Test func withNothingFoundNothingIsSent() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/query", #"{"things":[]}"#)
        let result = try await bench(origin, Self.revisions)
            .call("wix_things_bulk", #"{"things":[{"id":"a","name":"A"}]}"#)
        #expect(result.isError)
        #expect(origin.requests.map(\.line) == ["POST /things/query"])
    }

    @Test func aFailedReadSendsNothing() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/query", #"{"message":"no"}"#, status: 403)
        let result = try await bench(origin, Self.revisions)
            .call("wix_things_bulk", #"{"things":[{"id":"a","name":"A"}]}"#)
        #expect(result.isError)
        #expect(!origin.requests.contains { $0.line == "POST /bulk/things" })
    }

    @Test func anEntryThatChangesNothingIsRefused() async throws {
        let origin = ScriptedOrigin()
        let result = try await bench(origin, Self.revisions)
            .call("wix_things_bulk", #"{"things":[{"id":"a","name":"A"},{"id":"b","revision":"1","notify":true}]}"#)
        #expect(result.isError && origin.requests.isEmpty)
        #expect(result.value["message"]?.stringValue?.hasPrefix("things[1] changes nothing") == true)
    }

    @Test func aMaskOfEachEntryNamesWhatWasGiven() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/query", #"{"things":[{"id":"a","revision":"5"}]}"#)
        origin.answer("/bulk/things", Self.results(1))
        let members =
            #""entries":{"argument":"things","wrap":"thing","mask":"fieldmask","from":"wix_things_query","revision":true}"#
        _ = try await bench(origin, members)
            .call("wix_things_bulk", #"{"things":[{"id":"a","start":{"x":1},"end":null}]}"#)
        #expect(
            origin.requests.last?.body
                == #"{"things":[{"thing":{"id":"a","start":{"x":1},"end":null,"revision":"5"},"fieldmask":"start,end"}]}"#
        )
    }

    private static let merging =
        #""entries":{"argument":"things","wrap":"thing","from":"wix_things_query","revision":true,"merge":{"without":["created"]}}"#

    @Test(arguments: [
        (#"{"things":[{"id":"a","name":"New"}]}"#, #"{"id":"a","revision":"5","name":"New","size":3}"#, 2),
        (
            #"{"things":[{"id":"a","revision":"4","name":"New"}]}"#,
            #"{"id":"a","revision":"4","name":"New","size":3}"#, 2
        ),
        (#"{"things":[{"id":"a","name":"New"}],"replace":true}"#, #"{"id":"a","name":"New","revision":"5"}"#, 2),
        (
            #"{"things":[{"id":"a","revision":"4","name":"New"}],"replace":true}"#,
            #"{"id":"a","revision":"4","name":"New"}"#, 1
        ),
    ])
    func whatWixReplacesIsMerged(arguments: String, sent: String, requests: Int) async throws {
        let origin = ScriptedOrigin()
        if requests == 2 {
            origin.answer(
                "/things/query", #"{"things":[{"id":"a","revision":"5","name":"Old","size":3,"created":"x"}]}"#)
        }
        origin.answer("/bulk/things", Self.results(1))
        _ = try await bench(origin, Self.merging).call("wix_things_bulk", arguments)
        #expect(origin.requests.count == requests)
        #expect(origin.requests.last?.body == #"{"things":[{"thing":\#(sent)}]}"#)
    }

    @Test func aPartOfTheEntityIsMerged() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/things/query", #"{"things":[{"id":"a","data":{"_id":"a","x":1,"y":2}}]}"#)
        origin.answer("/bulk/things", Self.results(1))
        let members =
            #""entries":{"argument":"things","from":"wix_things_query","merge":{"at":"data","without":["_id"]}}"#
        _ = try await bench(origin, members).call("wix_things_bulk", #"{"things":[{"id":"a","data":{"y":3}}]}"#)
        #expect(origin.requests.last?.body == #"{"things":[{"id":"a","data":{"x":1,"y":3}}]}"#)
    }

    @Test func timesInEntriesBecomeMilliseconds() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/bulk/things", Self.results(1))
        let members = #""entries":{"argument":"things","milliseconds":["start"]}"#
        let bench = try bench(origin, members)
        _ = try await bench.call("wix_things_bulk", #"{"things":[{"start":"1970-01-01T00:00:01Z"},{"name":"x"}]}"#)
        #expect(origin.requests.map(\.body) == [#"{"things":[{"start":1000},{"name":"x"}]}"#])
        let wrong = try await bench.call("wix_things_bulk", #"{"things":[{"start":"soon"}]}"#)
        #expect(wrong.value["message"]?.stringValue?.contains("things[0].start") == true)
        #expect(origin.requests.count == 1)
    }

    // MARK: Parts

    private static let parts = #""parts":{"argument":"things","size":2}"#
    private static let five = #"{"things":["a","b","c","d","e"]}"#

    private func five(_ answers: [(Int, String)]) async throws -> (
        sent: [String], value: JSONValue, isError: Bool, progress: [Double]
    ) {
        let origin = ScriptedOrigin()
        for answer in answers { origin.answer("/bulk/things", answer.1, status: answer.0) }
        let bench = try bench(origin, Self.parts, items: #"{"type":"string"}"#)
        let result = try await bench.call("wix_things_bulk", Self.five)
        return (origin.requests.map(\.body), result.value, result.isError, bench.progress.map(\.progress))
    }

    @Test func aLongListIsSeveralRequests() async throws {
        let run = try await five([
            (200, Self.results(2)), (200, Self.results(2, failing: [0])), (200, Self.results(1)),
        ])
        #expect(run.sent == [#"{"things":["a","b"]}"#, #"{"things":["c","d"]}"#, #"{"things":["e"]}"#])
        let indexes = run.value["succeeded"]?.arrayValue?.compactMap { $0["index"]?.intValue }
        #expect(indexes == [0, 1, 3, 4])
        #expect(run.value["failed"]?.text == #"[{"index":2,"code":"E","message":"No."}]"#)
        #expect(run.progress == [2, 4])
    }

    /// Nothing was done when the first part is refused, so that the refusal is the answer.
    @Test func aRefusedFirstPartIsTheError() async throws {
        let run = try await five([(400, #"{"message":"bad"}"#)])
        #expect(run.sent.count == 1 && run.isError)
        #expect(run.value.value(at: "error.status")?.intValue == 400)
    }

    @Test func aRefusedLaterPartFailsAndTheRestIsNotSent() async throws {
        let run = try await five([(200, Self.results(2)), (400, #"{"message":"bad"}"#)])
        #expect(run.sent.count == 2 && !run.isError)
        #expect(run.value["succeeded"]?.arrayValue?.count == 2)
        let failed = run.value["failed"]?.arrayValue ?? []
        #expect(failed.compactMap { $0["index"]?.intValue } == [2, 3, 4])
        #expect(failed.last?["code"] == "NOT_SENT")
        #expect(run.value["unknown"]?.intValue == 0)
    }

    /// A lost answer is neither a success nor a failure, and is never sent again.
    @Test func aLostLaterPartIsUnknown() async throws {
        let run = try await five([(200, Self.results(2)), (504, "")])
        #expect(run.sent.count == 2)
        #expect(run.value["unknown"]?.intValue == 2)
        #expect(run.value["failed"]?.arrayValue?.compactMap { $0["index"]?.intValue } == [4])
        let note = run.value["note"]?.stringValue ?? ""
        #expect(note.contains("2 to 3") && note.contains("wix_thing_get"), "\(note)")
    }

    @Test func anUnreadableLaterPartIsUnknown() async throws {
        let run = try await five([(200, Self.results(2)), (200, #"{"ok":true}"#)])
        #expect(run.value["unknown"]?.intValue == 2 && run.sent.count == 2)
    }
}
