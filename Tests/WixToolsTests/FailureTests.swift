import JSON
import Testing
import WixAPI
import WixCatalogue
import WixSandbox
import WixTools

@Suite struct FailureTests {
    @Test func aRefusalOfTheRateIsAnOutcomeOfItsOwn() async throws {
        let bench = try ToolBench(requestsPerMinute: 1)
        // The sandbox's minute may turn between two calls, not between four.
        for call in 1...4 {
            guard case .rateLimited(let status, _) = try await bench.outcome("wix_site_properties_get") else {
                continue
            }
            #expect((status.retryAfterSeconds ?? status.resetSeconds) > 0)
            #expect(bench.requests.count == call, "no retry")
            return
        }
        Issue.record("no call is limited")
    }

    @Test func aLostAnswerOfAWriteIsUnknown() async throws {
        let bench = try ToolBench(faults: "lost,path=/contacts/v4,method=POST")
        let failure = try await bench.failure("create_a_wix_contact", #"{"name":{"first":"Lost"}}"#)
        #expect(failure["error"]?["outcome"]?.stringValue == "unknown")
        #expect(failure["message"]?.stringValue?.contains("wix_contacts_query") == true, "\(failure.text)")
        #expect(bench.requests.count == 1, "never sent twice")
    }

    @Test func aWriteThatNothingChecksSaysWhatARepeatWouldDo() async throws {
        let bench = try ToolBench(faults: "lost,path=/ecom/v1/carts,method=POST")
        let example = try #require(bench.catalogue["create_a_wix_cart"]?.examples.first)
        let failure = try await bench.failure("create_a_wix_cart", JSONValue.object(example).text)
        let words = "No tool can check it. A second cart that nobody uses does no harm."
        #expect(failure["message"]?.stringValue?.hasSuffix(words) == true, "\(failure.text)")
        #expect(failure["error"]?["hint"]?.stringValue?.hasSuffix(words) == true)
    }

    @Test func aForbiddenCallNamesThePermission() async throws {
        let bench = try ToolBench(faults: "status=403,path=/ecom")
        let failure = try await bench.failure("list_all_wix_orders")
        #expect(failure["error"]?["status"]?.intValue == 403)
        #expect(failure["error"]?["hint"]?.stringValue?.contains("Read Orders") == true, "\(failure.text)")
    }

    @Test func anHTMLPageOfTheEdgeIsAnError() async throws {
        let bench = try ToolBench(faults: "html,path=/ecom")
        let failure = try await bench.failure("list_all_wix_orders")
        #expect(failure["error"]?["retryable"]?.boolValue == true)
    }

    @Test func aReadSurvivesOneFault() async throws {
        let bench = try ToolBench(faults: "status=503,count=1,path=/ecom")
        try await bench.answer("list_all_wix_orders", #"{"limit":1}"#)
        #expect(bench.requests.count == 2)
    }

    @Test func aTruncatedAnswerIsAnErrorWithoutAWordOfIt() async throws {
        let bench = try ToolBench(faults: "truncate,path=/ecom")
        let failure = try await bench.failure("list_all_wix_orders", #"{"limit":1}"#)
        #expect(failure.value(at: "error.outcome")?.stringValue == "failed")
        for word in ["orders", "buyer", "@", "\\\""] { #expect(!failure.text.contains(word), "\(failure.text)") }
    }

    /// A read has no outcome to fear.
    @Test(arguments: ["status=500,path=/ecom", "lost,path=/ecom", "html,path=/ecom"])
    func aReadThatFailedIsSaidToBeSo(faults: String) async throws {
        let bench = try ToolBench(faults: faults)
        let failure = try await bench.failure("list_all_wix_orders")
        #expect(failure.value(at: "error.outcome")?.stringValue == "failed", "\(failure.text)")
    }

    @Test(arguments: [
        ("list_all_wix_orders", #"{"filter":{"x":1}}"#), ("list_all_wix_orders", #"{"limt":1}"#),
        ("get_single_wix_order_by_id", "{}"), ("get_single_wix_order_by_id", #"{"id":"nobody"}"#),
        ("wix_sales_summary", #"{"from":"2026-11-02","to":"2026-11-01"}"#),
    ])
    func eachThingIsSaidOnce(tool: String, arguments: String) async throws {
        let failure = try await ToolBench.shared().failure(tool, arguments)
        let message = try #require(failure["message"]?.stringValue)
        #expect(message.hasSuffix("."))
        for sentence in message.split(separator: ". ") {
            #expect(failure.text.split(separator: sentence).count <= 2, "\(failure.text)")
        }
        #expect(failure.value(at: "error.message") == nil, "\(failure.text)")
        #expect(failure["error"]?.objectValue?.members.contains { $0.value.isNull } == false)
    }

    @Test func aMissingArgumentIsTheField() async throws {
        let failure = try await ToolBench.shared().failure("get_single_wix_order_by_id")
        #expect(failure.value(at: "error.fieldViolations") == [["field": "id"]])
    }

    @Test func aConfirmedBookingIsCancelledNotDeclined() async throws {
        let bench = try ToolBench.shared()
        let id = try await bench.firstID("wix_bookings_query", #"{"filter":{"status":"CONFIRMED"}}"#)
        let failure = try await bench.failure("wix_bookings_decline", #"{"id":"\#(id)"}"#)
        #expect(failure.value(at: "error.hint") == "Cancel it with wix_bookings_cancel.")
    }

    /// Wix complains of its own request; the caller never saw its wrapper.
    @Test(arguments: [
        ("thing.name", "name"), ("thing.address.city", "city"), ("thing.address.city.x", "city.x"),
        ("thing.rows[2].size", "rows[2].size"), ("thing", ""), ("other.name", "other.name"),
    ])
    func refusalsAreInTheCallersTerms(field: String, told: String) async throws {
        let origin = ScriptedOrigin()
        let description = "\(field) is wrong, e.g. 1.5 (see thing.name)."
        origin.answer(
            "/things",
            #"{"message":"INVALID","details":{"validationError":{"fieldViolations":[{"field":"\#(field)","description":"\#(description)"}]}}}"#,
            status: 400)
        let record = TestCatalogue.record(
            "wix_thing_make",
            #"""
            "request":{"verb":"POST","path":"/things","wrapper":"thing"},"answer":{"entity":"thing","name":"thing"},
            "arguments":[{"name":"name","schema":{"type":"string"},"required":true},
             {"name":"city","schema":{"type":"string"},"to":"body:thing.address.city"}]
            """#, effect: "create")
        let result = try await origin.bench(try TestCatalogue.of(TestCatalogue.reader, record))
            .call("wix_thing_make", #"{"name":"n"}"#)
        let violation = result.value.value(at: "error.fieldViolations")?.arrayValue?.first
        #expect(violation?["field"]?.stringValue ?? "" == told)
        let words = told.isEmpty ? field : told
        #expect(violation?["description"]?.stringValue == "\(words) is wrong, e.g. 1.5 (see name).")
    }

    @Test func aHostilePathValueIsRefused() async throws {
        let bench = try ToolBench.shared()
        for id in ["../x", "a/b", "..", "a\\\\b"] {
            let failure = try await bench.failure("get_single_wix_order_by_id", #"{"id":"\#(id)"}"#)
            #expect(failure["error"]?["code"]?.stringValue == "INVALID_ARGUMENT", "\(failure.text)")
            #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
        }
    }

    @Test func anAnswerIsNeverTooLong() async throws {
        let bench = try ToolBench.shared()
        let id = try await bench.firstID("wix_products_v_3_query")
        let answer = try await bench.answer(
            "get_single_wix_product_by_id", #"{"id":"\#(id)","view":"full"}"#, maximum: 1_000)
        #expect(answer["id"]?.stringValue == id)
        #expect(answer.value(at: "truncated.how")?.stringValue?.contains("fields") == true)
    }
}
