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

    @Test func aTruncatedAnswerIsAnError() async throws {
        let bench = try ToolBench(faults: "truncate,path=/ecom")
        try await bench.failure("list_all_wix_orders", #"{"limit":1}"#)
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
