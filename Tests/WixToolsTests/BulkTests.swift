import JSON
import Testing
import WixCatalogue

@testable import WixTools

/// Wix's bulk envelope (platform.md 5.1), which is 200 whatever became of the items.
@Suite struct BulkTests {
    private func call(
        _ body: String, answer: String = #"{"bulk":"results","name":"thing"}"#, sent: Int = 3, maximum: Int = 60_000
    ) async throws -> (value: JSONValue, isError: Bool) {
        let origin = ScriptedOrigin()
        origin.answer("/bulk/things", body)
        let record = TestCatalogue.record(
            "wix_things_bulk",
            #"""
            "marks":["bulk"],"request":{"verb":"POST","path":"/bulk/things"},"answer":\#(answer),
            "view":{"lean":["id","name"],"top":["id","name","size"]},
            "arguments":[{"name":"things","schema":{"type":"array"},"required":true}]
            """#)
        let catalogue = try TestCatalogue.of(TestCatalogue.reader, record)
        let things = #"{"things":\#(JSONValue.array(Array(repeating: [:], count: sent)).text)}"#
        let result = try await origin.bench(catalogue).call("wix_things_bulk", things, maximum: maximum)
        let tool = try #require(catalogue["wix_things_bulk"])
        if !result.isError { #expect(try JSONSchema(tool.outputSchema).violations(in: result.value).isEmpty) }
        return result
    }

    @Test func itemsAreMatchedByTheirIndex() async throws {
        let result = try await call(
            #"""
            {"results":[
             {"itemMetadata":{"originalIndex":2,"success":false,"error":{"code":"TAKEN","description":"Taken already."}}},
             {"itemMetadata":{"id":"a","success":true},"item":{"id":"a","name":"A","size":3}},
             {"itemMetadata":{"id":"b","originalIndex":"1","success":true}}],
             "bulkActionMetadata":{"totalSuccesses":2,"totalFailures":1,"undetailedFailures":0}}
            """#)
        #expect(!result.isError)
        #expect(
            result.value.text
                == #"{"succeeded":[{"index":0,"id":"a","item":{"id":"a","name":"A"}},{"index":1,"id":"b"}],"#
                + #""failed":[{"index":2,"code":"TAKEN","message":"Taken already."}],"unknown":0}"#)
    }

    @Test func failuresWithoutDetailsAreUnknown() async throws {
        let result = try await call(
            #"{"results":[{"itemMetadata":{"id":"a","success":true}}],"bulkActionMetadata":{"undetailedFailures":"3"}}"#,
            sent: 4)
        #expect(result.value["unknown"]?.intValue == 3)
        #expect(result.value["unknownIndexes"] == [1, 2, 3])
        #expect(!result.isError)
    }

    @Test(arguments: [
        #"{"results":[{"itemMetadata":{"originalIndex":0,"success":false}}]}"#, #"{"results":[{"itemMetadata":{}}]}"#,
        #"{"results":[],"bulkActionMetadata":{"undetailedFailures":2}}"#, #"{"results":[{"other":1}]}"#,
    ])
    func anErrorOnlyWhenNothingSucceeded(body: String) async throws {
        let result = try await call(body)
        #expect(result.isError)
        #expect(result.value["succeeded"]?.arrayValue?.isEmpty == true)
    }

    /// Succeeded, failed and unknown are as many as were sent.
    @Test func whatWixDoesNotMentionIsUnknown() async throws {
        let one = #"{"results":[{"itemMetadata":{"id":"a","originalIndex":1,"success":true}}]}"#
        let result = try await call(one, sent: 3)
        #expect(!result.isError)
        #expect(
            result.value.text
                == #"{"succeeded":[{"index":1,"id":"a"}],"failed":[],"unknown":2,"unknownIndexes":[0,2],"#
                + #""hint":"Check the unknown ones with wix_thing_get before you repeat them."}"#)
        #expect(try await call(one, sent: 2, maximum: 1_000).value["unknownIndexes"] == [0])
    }

    @Test func anAnswerToNothingThatWasSentIsNoSuccess() async throws {
        let two =
            #"{"results":[{"itemMetadata":{"id":"a","success":true}},{"itemMetadata":{"id":"b","originalIndex":1,"success":true}}],"bulkActionMetadata":{"undetailedFailures":2}}"#
        let result = try await call(two, sent: 1)
        #expect(result.value.text == #"{"succeeded":[{"index":0,"id":"a"}],"failed":[],"unknown":0}"#)
    }

    /// The pure part: ids of the entries, what was told, what is answered.
    @Test(
        arguments: [
            (["a"], #"[{"index":0,"id":"a"}]"#, #"[{"index":0,"id":"a"}]"#, 0),
            (["A-1"], #"[{"index":0,"id":"a-1"}]"#, #"[{"index":0,"id":"a-1"}]"#, 0),
            (["a", "b"], #"[{"index":0,"id":"z"},{"index":1}]"#, #"[{"index":1}]"#, 1),
            ([nil, nil], #"[{"index":0,"id":"z"},{"index":2,"id":"y"}]"#, #"[{"index":0,"id":"z"}]"#, 1),
            (["a"], #"[{"index":-1,"id":"a"},{"id":"a"}]"#, "[]", 1),
        ] as [([String?], String, String, Int)])
    func answersAreHeldAgainstWhatWasSent(ids: [String?], told: String, kept: String, unknown: Int) throws {
        let answer: JSONValue = ["succeeded": try JSONValue(parsing: told), "failed": [], "unknown": 7]
        let held = BulkReconciliation(ids: ids).applied(to: answer, verifier: "wix_thing_get")
        #expect(held["succeeded"]?.text == kept)
        #expect(held["unknown"]?.intValue == unknown)
        #expect((held["hint"] == nil) == (unknown == 0))
        let cut: JSONValue = ["succeeded": [], "failed": [], "unknown": 7, "truncated": [:]]
        #expect(BulkReconciliation(ids: ids).applied(to: cut, verifier: nil) == cut, "rows that did not fit")
        #expect(
            BulkReconciliation(ids: ids).applied(to: answer, verifier: nil, maximum: 1)["unknownIndexes"] == nil)
    }

    @Test func anAnswerWithoutResultsClaimsNothing() async throws {
        let result = try await call(#"{"ok":true}"#)
        #expect(result.isError)
        #expect(result.value["message"]?.stringValue?.contains("unknown") == true)
        #expect(result.value.value(at: "error.hint")?.stringValue?.contains("wix_thing_get") == true)
    }

    @Test func ofTwoEnvelopesBothMustSucceed() async throws {
        let result = try await call(
            #"""
            {"productResults":{"results":[{"itemMetadata":{"id":"a","success":true},"item":{"id":"a"}},
               {"itemMetadata":{"id":"b","originalIndex":1,"success":true}}],"bulkActionMetadata":{}},
             "inventoryResults":{"results":[{"itemMetadata":{"id":"x","success":true}},
               {"itemMetadata":{"originalIndex":1,"success":false,"error":{"code":"NO_STOCK","description":"No."}}}]}}
            """#, answer: #"{"bulk":["productResults.results","inventoryResults.results"],"name":"thing"}"#,
            sent: 2)
        #expect(result.value["succeeded"]?.text == #"[{"index":0,"id":"a","item":{"id":"a"}}]"#)
        #expect(result.value["failed"]?.text == #"[{"index":1,"code":"NO_STOCK","message":"No."}]"#)
    }

    @Test func otherNamesOfTheItem() async throws {
        let result = try await call(
            #"{"results":[{"itemMetadata":{"id":"a","success":true},"dataItem":{"id":"a","name":"A"}}],"meta":{}}"#,
            answer: #"{"bulk":"results","item":"dataItem","metadata":"meta","name":"thing"}"#)
        #expect(result.value["succeeded"]?.text == #"[{"index":0,"id":"a","item":{"id":"a","name":"A"}}]"#)
    }

    @Test func referencesAreItemsToo() async throws {
        let result = try await call(
            #"{"results":[{"action":"INSERT","referenceMetadata":{"originalIndex":1,"success":true},"dataItemReference":{"id":"r"}}]}"#,
            answer: #"{"bulk":"results","item":"dataItemReference","name":"thing"}"#, sent: 2)
        #expect(result.value["succeeded"]?.text == #"[{"index":1,"item":{"id":"r"}}]"#)
        #expect(result.value["unknown"]?.intValue == 1)
    }

    @Test(arguments: [1_000, 2_000, 5_000, 20_000])
    func aLongAnswerKeepsItsFailures(maximum: Int) async throws {
        let name = String(repeating: "n", count: 200)
        let rows = (0..<100).map { index in
            index % 10 == 9
                ? #"{"itemMetadata":{"originalIndex":\#(index),"success":false,"error":{"code":"E","description":"No."}}}"#
                : #"{"itemMetadata":{"id":"\#(index)","originalIndex":\#(index),"success":true},"item":{"id":"\#(index)","name":"\#(name)"}}"#
        }
        let result = try await call(#"{"results":[\#(rows.joined(separator: ","))]}"#, sent: 100, maximum: maximum)
        #expect(result.value.bytes.count <= maximum)
        #expect(result.value["failed"]?.arrayValue?.isEmpty == false)
        #expect(result.value.value(at: "truncated.how")?.stringValue?.contains("90 succeeded and 10 failed") == true)
    }
}
