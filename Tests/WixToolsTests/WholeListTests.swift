import JSON
import Testing
import WixCatalogue
import WixSandbox

@testable import WixTools

/// Whatever an answer may be long and a page large, the pages of a list together are the list.
@Suite struct WholeListTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let tool: String
        var arguments = "{}"
        var catalog = SandboxOptions.CatalogVersion.v3
        var testDescription: String { "\(tool) \(arguments) \(catalog)" }
    }

    private static let stock = #"{"filter":{"stock.quantity":{"$lt":5}}}"#
    private static let rows = #"{"filter":{"trackQuantity":true,"quantity":{"$lt":9}}}"#
    private static let cases = [
        Case(tool: "wix_products_v_3_query", arguments: stock),
        Case(tool: "wix_products_v_3_query", arguments: stock, catalog: .v1),
        Case(tool: "wix_inventory_items_query", arguments: rows),
        Case(tool: "wix_inventory_items_query", arguments: rows, catalog: .v1),
        Case(tool: "wix_products_v_3_query", arguments: #"{"filter":{"createdDate":{"$gte":"2026-06-01"}}}"#),
        Case(tool: "list_all_wix_orders", arguments: #"{"from":"2026-11-10"}"#),
        Case(tool: "wix_bookings_query", arguments: #"{"filter":{"status":"PENDING"}}"#),
        Case(tool: "wix_posts_query"), Case(tool: "wix_booking_services_query"),
        Case(tool: "wix_contacts_query", arguments: #"{"filter":{"info.labelKeys":{"$hasSome":["custom.vip"]}}}"#),
        Case(tool: "list_all_wix_redirects"), Case(tool: "list_all_wix_installed_apps"),
    ]

    /// The same numbers in every run.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) | (state << 31)
        }
    }

    @Test(arguments: cases, [1, 2] as [UInt64])
    func thePagesAreTheList(item: Case, seed: UInt64) async throws {
        let bench = try ToolBench.shared(item.catalog)
        let tool = try #require(bench.catalogue[item.tool])
        let isPaged = tool.plan.paging != nil
        var dice = Dice(state: seed)
        var arguments = try JSONValue(parsing: item.arguments)
        if isPaged { arguments["limit"] = 1000 }
        let whole = try await bench.answer(item.tool, arguments.text, maximum: 9_000_000)
        let ids = whole["result"]?.strings("id") ?? []
        #expect(!ids.isEmpty && Set(ids).count == ids.count && whole["next_cursor"]?.isNull == true)
        // Full items are the ones that do not fit; a walk stays with its view.
        if tool.plan.view != nil, seed == 1 { arguments["view"] = "full" }
        let caps = seed == 1 ? [1_000] : [1_000, 1_300, 2_500, 9_000, 60_000]
        var seen: [String] = []
        for _ in 0...ids.count {
            let limit = [2, 7, 50, 120, 1000].randomElement(using: &dice) ?? 1
            if isPaged { arguments["limit"] = .number(JSONNumber(limit)) }
            let page = try await bench.answer(
                item.tool, arguments.text, maximum: caps.randomElement(using: &dice) ?? 1_000)
            let found = page["result"]?.strings("id") ?? []
            #expect(page["result_count"]?.intValue == found.count, "every item has its id")
            let missing = min(isPaged ? limit : .max, ids.count - seen.count) - found.count
            #expect(missing >= 0, "no more than was asked for")
            #expect((page["truncated"] == nil) == (missing == 0), "\(missing) \(page["truncated"]?.text ?? "")")
            if let told = page.value(at: "truncated.left_out")?.intValue { #expect(told == missing) }
            seen += found
            guard let cursor = page["next_cursor"], !cursor.isNull else { break }
            #expect(!found.isEmpty)
            for name in arguments.objectValue?.keys ?? [] where name != "view" { arguments[name] = nil }
            arguments["next_cursor"] = cursor
        }
        #expect(seen == ids)
    }

    /// Below a thousand, which a call may have when a behaviour keeps room for words of its own.
    @Test(arguments: Array(stride(from: 300, through: 1_500, by: 61)) + [60_000])
    func theFirstItemIsAlwaysTold(maximum: Int) throws {
        let id = "8a3f2b1c-0000-4000-8000-00000000000a"
        let long = String(repeating: "é", count: 40_000)
        let item: JSONValue = ["text": .string(long), "name": "Fern", "id": .string(id), "more": [.string(long)]]
        let bytes = item.bytes
        var writer = ListWriter(maximumCharacters: maximum)
        for _ in 0..<1_000 { writer.append(0..<bytes.count, of: bytes, as: .whole) }
        let answer = writer.finish(nextCursor: "abcdefghij", total: 99_999_999, shortfall: writer.shortfall)
        #expect(answer.count <= maximum)
        let value = try JSONValue(parsing: answer)
        #expect(value["result_count"] == 1 && value.value(at: "truncated.left_out") == 999)
        let told = try #require(value["result"]?.arrayValue?.first)
        #expect(told["id"]?.stringValue == id)
        #expect(told.value(at: "truncated.left_out")?.intValue == 5 - (told.objectValue?.members.count ?? 0))
        #expect(maximum < 400 || told["name"] == "Fern")
    }

    /// Without a total, nobody knows how many of the thousand there are.
    @Test func aNumberThatNobodyKnowsIsNotTold() async throws {
        for (total, expected) in [(nil, nil), (447, 445), (2_000, 998)] as [(Int?, Int?)] {
            let origin = ScriptedOrigin()
            let text = String(repeating: "x", count: 260)
            let orders = (0..<100).map { #"{"id":"\#($0)","number":"\#(text)"}"# }.joined(separator: ",")
            let count = total.map { #","total":\#($0)"# } ?? ""
            origin.answer(
                "/ecom", #"{"orders":[\#(orders)],"metadata":{"cursors":{"next":"abc"},"hasNext":true\#(count)}}"#)
            let answer = try await origin.bench().call("list_all_wix_orders", #"{"limit":1000}"#, maximum: 1_300)
            #expect(answer.value["result_count"]?.intValue == 2)
            #expect(answer.value.value(at: "truncated.left_out")?.intValue == expected)
            #expect(answer.value["truncated"] != nil)
        }
    }

    /// The sentence about an interruption has its place in the smallest answer.
    @Test func anInterruptedListKeepsToItsSize() async throws {
        let origin = ScriptedOrigin()
        let orders = (0..<30).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
        origin.answer("/ecom", #"{"orders":[\#(orders)],"metadata":{"cursors":{"next":"abc"},"hasNext":true}}"#)
        let words = String(repeating: #"\"so\" "#, count: 100)
        origin.answer("/ecom", #"{"message":"\#(words)"}"#, status: 429)
        let answer = try await origin.bench().call("list_all_wix_orders", #"{"limit":150}"#, maximum: 1_000)
        #expect(answer.value["result_count"]?.intValue == 30)
        #expect(answer.value["note"]?.stringValue?.contains("next_cursor goes on") == true)
        #expect(answer.value.bytes.count <= 1_000)
    }
}
