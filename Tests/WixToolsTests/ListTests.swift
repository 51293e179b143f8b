import JSON
import Synchronization
import Testing
import WixTools

/// Paging, views and sizes, whatever the tool.
@Suite struct ListTests {
    @Test(arguments: [
        "wix_products_v_3_query", "list_all_wix_orders", "wix_bookings_query", "wix_posts_query",
        "list_all_wix_contacts",
    ])
    func pagesJoinWithoutLossOrRepetition(name: String) async throws {
        let bench = try ToolBench.shared()
        let paged = try await bench.everything(name, "{}", limit: 9)
        let whole = try await bench.answer(name, #"{"limit":1000}"#, maximum: 5_000_000)
        #expect(JSONValue.array(paged).strings("id") == whole["result"]?.strings("id"))
        #expect(paged.count > 18)
    }

    @Test(arguments: ["wix_products_v_3_query", "wix_bookings_query", "list_all_wix_contacts"])
    func shortAnswersLoseNothing(name: String) async throws {
        let bench = try ToolBench.shared()
        let whole = try await bench.answer(name, #"{"limit":1000}"#, maximum: 5_000_000)
        for limit in [25, 250] {
            let paged = try await bench.everything(name, "{}", limit: limit, maximum: 5_000)
            #expect(JSONValue.array(paged).strings("id") == whole["result"]?.strings("id"), "limit \(limit)")
        }
    }

    @Test func whatIsLeftOutIsSaid() async throws {
        let bench = try ToolBench.shared()
        let answer = try await bench.answer("list_all_wix_orders", #"{"limit":50}"#, maximum: 6_000)
        let count = try #require(answer["result_count"]?.intValue)
        #expect(answer.value(at: "truncated.left_out")?.intValue == 50 - count)
        #expect(answer.value(at: "truncated.how")?.stringValue?.contains("next_cursor") == true)
    }

    @Test func anItemThatIsTooLongDoesNotStopTheList() async throws {
        let bench = try ToolBench.shared()
        let newest = try await bench.first("list_all_wix_orders", #"{"limit":1}"#)["number"]?.stringValue
        let first = try #require(newest.flatMap { Int($0) }) - 9
        let query = #"{"filter":{"number":{"$gte":\#(first)}},"view":"full"}"#
        let orders = try await bench.everything("list_all_wix_orders", query, limit: 3, maximum: 1_000)
        let whole = try await bench.answer("list_all_wix_orders", query, maximum: 900_000)
        #expect(JSONValue.array(orders).strings("id") == whole["result"]?.strings("id"), "each is told")
        #expect(orders.first?.value(at: "truncated.how")?.stringValue?.contains("fields") == true)
    }

    @Test func moreThanWixGivesAtOnceTakesSeveralRequests() async throws {
        let bench = try ToolBench()
        let reports = Mutex<[ToolProgress]>([])
        let outcome = try await bench.outcome("list_all_wix_orders", #"{"limit":250,"fields":["number"]}"#) { report in
            reports.withLock { $0.append(report) }
        }
        guard case .result(let result) = outcome else { return #expect(Bool(false)) }
        let answer = try JSONValue(parsing: result.structured)
        #expect(answer["result_count"]?.intValue == 250)
        #expect(answer["next_cursor"]?.stringValue != nil)
        #expect(bench.requests.count == 3)
        #expect(reports.withLock { $0.map(\.progress) } == [100, 200])
    }

    @Test func viewsAndFields() async throws {
        let bench = try ToolBench.shared()
        let lean = try await bench.first("wix_products_v_3_query", #"{"limit":1}"#)
        let full = try await bench.first("wix_products_v_3_query", #"{"limit":1,"view":"full"}"#)
        let named = try await bench.first(
            "wix_products_v_3_query", #"{"limit":1,"fields":["plainDescription","media.main"]}"#)
        #expect(full.bytes.count > lean.bytes.count * 2)
        #expect(full["revision"] != nil && lean["revision"] == nil)
        #expect(Set(named.objectValue?.keys ?? []) == ["id", "plainDescription", "media"])
    }

    @Test func anUnknownFieldIsRefused() async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("list_all_wix_orders", #"{"fields":["lineitem.quantity"]}"#)
        #expect(failure["message"]?.stringValue?.contains("\"lineItems\"") == true, "\(failure.text)")
    }

    @Test(arguments: [
        (#"{"limit":0}"#, "at least 1"), (#"{"limit":1001}"#, "at most 1000"), (#"{"limit":"9"}"#, "integer"),
        (#"{"next_cursor":"nonsense"}"#, "next_cursor"), (#"{"sort":[{"fieldName":"colour"}]}"#, "colour"),
        (#"{"filter":{"buyerInfo.emial":"x"}}"#, "buyerInfo.email"), (#"{"filter":"paid"}"#, "object"),
        (#"{"view":"fat"}"#, "lean"),
    ])
    func wrongArgumentsAreRefused(arguments: String, saying: String) async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("list_all_wix_orders", arguments)
        #expect(failure["message"]?.stringValue?.contains(saying) == true, "\(failure.text)")
        #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
    }

    @Test func aCursorOfAnotherToolIsRefused() async throws {
        let bench = try ToolBench.shared()
        let page = try await bench.answer("list_all_wix_orders", #"{"limit":2}"#)
        let cursor = try #require(page["next_cursor"]?.stringValue)
        let failure = try await bench.failure("wix_bookings_query", #"{"next_cursor":"\#(cursor)"}"#)
        #expect(failure["message"]?.stringValue?.contains("another tool") == true)
    }

    /// A filter beside a cursor that has none would be ignored by Wix and believed by the caller.
    @Test func aCursorTakesNoNewConditions() async throws {
        let bench = try ToolBench.shared()
        let cursor = try #require(
            try await bench.answer("list_all_wix_orders", #"{"limit":2}"#)["next_cursor"]?.stringValue)
        let failure = try await bench.failure(
            "list_all_wix_orders", #"{"filter":{"paymentStatus":"PAID"},"next_cursor":"\#(cursor)"}"#)
        #expect(failure["message"]?.stringValue?.contains("filter was not given") == true)
        try await bench.answer(
            "list_all_wix_orders", #"{"limit":3,"fields":["number"],"view":"lean","next_cursor":"\#(cursor)"}"#)
    }
}
