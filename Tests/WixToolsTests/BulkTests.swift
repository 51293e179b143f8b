import JSON
import Testing
import WixCatalogue

/// Wix's bulk envelope (platform.md 5.1), which is 200 whatever became of the items.
@Suite struct BulkTests {
    private func call(
        _ body: String, answer: String = #"{"bulk":"results","name":"thing"}"#, maximum: Int = 60_000
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
        let result = try await origin.bench(catalogue).call("wix_things_bulk", #"{"things":[1]}"#, maximum: maximum)
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
            #"{"results":[{"itemMetadata":{"id":"a","success":true}}],"bulkActionMetadata":{"undetailedFailures":"3"}}"#
        )
        #expect(result.value["unknown"]?.intValue == 3)
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
            """#, answer: #"{"bulk":["productResults.results","inventoryResults.results"],"name":"thing"}"#)
        #expect(result.value["succeeded"]?.text == #"[{"index":0,"id":"a","item":{"id":"a"}}]"#)
        #expect(result.value["failed"]?.text == #"[{"index":1,"code":"NO_STOCK","message":"No."}]"#)
    }

    @Test func otherNamesOfTheItem() async throws {
        let result = try await call(
            #"{"results":[{"itemMetadata":{"id":"a","success":true},"dataItem":{"id":"a","name":"A"}}],"meta":{}}"#,
            answer: #"{"bulk":"results","item":"dataItem","metadata":"meta","name":"thing"}"#)
        #expect(result.value["succeeded"]?.text == #"[{"index":0,"id":"a","item":{"id":"a","name":"A"}}]"#)
    }

    @Test(arguments: [1_000, 2_000, 5_000, 20_000])
    func aLongAnswerKeepsItsFailures(maximum: Int) async throws {
        let name = String(repeating: "n", count: 200)
        let rows = (0..<100).map { index in
            index % 10 == 9
                ? #"{"itemMetadata":{"originalIndex":\#(index),"success":false,"error":{"code":"E","description":"No."}}}"#
                : #"{"itemMetadata":{"id":"\#(index)","originalIndex":\#(index),"success":true},"item":{"id":"\#(index)","name":"\#(name)"}}"#
        }
        let result = try await call(#"{"results":[\#(rows.joined(separator: ","))]}"#, maximum: maximum)
        #expect(result.value.bytes.count <= maximum)
        #expect(result.value["failed"]?.arrayValue?.isEmpty == false)
        #expect(result.value.value(at: "truncated.how")?.stringValue?.contains("90 succeeded and 10 failed") == true)
    }
}
