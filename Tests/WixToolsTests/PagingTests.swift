import JSON
import Synchronization
import Testing
import WixCatalogue
import WixTools

/// Every list of the catalogue, page by page, against a Wix that pages as the record says.
@Suite struct PagingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let tool: String
        let catalogue: StoresCatalogue
        var testDescription: String { "\(tool) \(catalogue.rawValue)" }
    }

    private static let cases: [Case] = ((try? TestCatalogue.shared.get().tools) ?? []).flatMap { tool in
        tool.catalogues.compactMap { catalogue in
            let plan = tool.plan(on: catalogue)
            guard plan.answer.isList, plan.paging != nil else { return nil }
            // A scan reads everything and pages here.
            if tool.behaviour?.name == "inventoryScan", catalogue == .v1 { return nil }
            return Case(tool: tool.name, catalogue: catalogue)
        }
    }

    private static let version = "/stores/v3/provision/version"
    private static let properties = "/site-properties/v4/properties"

    private func plan(_ item: Case) throws -> (Tool, ToolPlan, PagingRule) {
        let tool = try #require(try TestCatalogue.shared.get()[item.tool])
        let plan = tool.plan(on: item.catalogue)
        return (tool, plan, try #require(plan.paging))
    }

    private func origin(_ item: Case, _ tool: Tool) -> ScriptedOrigin {
        let origin = ScriptedOrigin()
        if tool.dependsOnCatalogue {
            origin.answer(Self.version, #"{"catalogVersion":"\#(item.catalogue == .v1 ? "V1" : "V3")_CATALOG"}"#)
        }
        // Days become instants of the site's own zone.
        for _ in 0..<60 { origin.answer(Self.properties, #"{"properties":{"timeZone":"Europe/Rome"}}"#) }
        return origin
    }

    /// The requests for the list itself.
    private func lists(_ origin: ScriptedOrigin) -> [ScriptedOrigin.Request] {
        origin.requests.filter { !$0.line.contains(Self.version) && !$0.line.contains(Self.properties) }
    }

    /// A page in the container and the wrapping of the record.
    private func page(_ plan: ToolPlan, _ range: Range<Int>, total: Int) throws -> String {
        guard case .list(let path, let item) = plan.answer.shape else { return "" }
        let items = range.map { index -> JSONValue in
            var element: JSONValue = ["id": .string("\(index)"), "productId": .string("\(index)")]
            if !plan.answer.explode.isEmpty { element.set([["variantId": "v"]], at: plan.answer.explode[...]) }
            guard !item.isEmpty else { return element }
            var wrapped: JSONValue = [:]
            wrapped.set(element, at: item[...])
            return wrapped
        }
        var body: JSONValue = [:]
        body.set(.array(items), at: path[...])
        let hasNext = range.upperBound < total
        var metadata: JSONValue = ["count": .number(JSONNumber(range.count))]
        if plan.paging?.style == .cursor {
            metadata["hasNext"] = .bool(hasNext)
            metadata["cursors"] = hasNext ? ["next": .string("cursor\(range.upperBound)")] : [:]
        } else {
            metadata["offset"] = .number(JSONNumber(range.lowerBound))
            metadata["total"] = .number(JSONNumber(total))
        }
        body["pagingMetadata"] = metadata
        return body.text
    }

    private func base(_ tool: Tool) -> JSONValue { .object(ArgumentMaker(tool).base) }

    @Test(arguments: cases)
    func aLimitAboveWixsIsSeveralRequests(item: Case) async throws {
        let (tool, plan, paging) = try plan(item)
        guard paging.maximumLimit < PagingRule.callLimit else { return }
        let wanted = min(PagingRule.callLimit, paging.maximumLimit + 3)
        let origin = origin(item, tool)
        origin.answer("/", try page(plan, 0..<paging.maximumLimit, total: wanted + 7))
        origin.answer("/", try page(plan, paging.maximumLimit..<wanted, total: wanted + 7))
        var arguments = base(tool)
        arguments["limit"] = .number(JSONNumber(wanted))
        let bench = try origin.bench()
        let answer = try await bench.call(tool.name, arguments.text, maximum: 1_000_000)
        #expect(!answer.isError, "\(answer.value.text.prefix(300))")
        #expect(answer.value["result_count"]?.intValue == wanted, "\(answer.value.text.suffix(300)) \(origin.requests)")
        #expect(answer.value["next_cursor"]?.stringValue != nil, "there is more")
        let lists = lists(origin)
        #expect(lists.count == 2)
        #expect(bench.progress.map(\.progress) == [Double(paging.maximumLimit)], "\(item)")
        #expect(bench.progress.map(\.total) == [Double(wanted)])
        let next = paging.style == .cursor ? "cursor\(paging.maximumLimit)" : "\(paging.maximumLimit)"
        let last = try #require(lists.last)
        #expect((last.body + last.line).contains(next), "\(last)")
        #expect((last.body + last.line).contains("3"), "the rest only")
    }

    /// What was read before Wix failed is answered, and the cursor goes on from there.
    @Test(arguments: cases)
    func aListThatIsInterruptedGoesOn(item: Case) async throws {
        let (tool, plan, paging) = try plan(item)
        guard paging.maximumLimit < PagingRule.callLimit, !tool.dependsOnCatalogue else { return }
        let origin = origin(item, tool)
        origin.answer("/", try page(plan, 0..<paging.maximumLimit, total: 999))
        origin.answer("/", try page(plan, paging.maximumLimit..<paging.maximumLimit + 1, total: 999))
        let bench = try origin.bench(requestsPerMinute: 1)
        var arguments = base(tool)
        arguments["limit"] = .number(JSONNumber(paging.maximumLimit + 1))
        let answer = try await bench.call(tool.name, arguments.text, maximum: 1_000_000)
        #expect(!answer.isError)
        #expect(answer.value["result_count"]?.intValue == paging.maximumLimit)
        #expect(answer.value["note"]?.stringValue?.contains("next_cursor") == true)
        #expect(answer.value["next_cursor"]?.stringValue != nil)
    }

    /// A 429 does not lose what was read: the note says that it came and how long to wait, and the cursor goes on, as often
    /// as it is sent.
    @Test func aRefusalOfTheRateInTheMiddleKeepsWhatWasRead() async throws {
        let origin = ScriptedOrigin()
        let page = { (first: Int, count: Int, next: String?) in
            let orders = (first..<(first + count)).map { #"{"id":"\#($0)"}"# }.joined(separator: ",")
            let cursors = next.map { #"{"next":"\#($0)"}"# } ?? "{}"
            return #"{"orders":[\#(orders)],"metadata":{"cursors":\#(cursors),"hasNext":\#(next != nil)}}"#
        }
        origin.answer("/ecom", page(0, 100, "abc"))
        origin.answer("/ecom", #"{"message":"Too many requests"}"#, status: 429)
        for _ in 0..<2 { origin.answer("/ecom", page(100, 2, nil)) }
        let bench = try origin.bench()
        let answer = try await bench.call("list_all_wix_orders", #"{"limit":150}"#)
        #expect(!answer.isError)
        #expect(answer.value["result_count"]?.intValue == 100)
        let note = answer.value["note"]?.stringValue ?? ""
        #expect(note.contains("429") && note.contains("seconds"), "\(note)")
        let cursor = try #require(answer.value["next_cursor"]?.stringValue)
        for _ in 0..<2 {
            let rest = try await bench.call("list_all_wix_orders", #"{"limit":150,"next_cursor":"\#(cursor)"}"#)
            #expect(rest.value["result"]?.arrayValue?.compactMap { $0["id"]?.stringValue } == ["100", "101"])
        }
        #expect(origin.requests.suffix(2).allSatisfy { $0.body.contains("abc") })
    }

    /// With nothing read there is nothing to keep.
    @Test func aRefusalOfTheRateAtTheBeginningIsOne() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/ecom", "{}", status: 429)
        #expect(try await origin.bench().call("list_all_wix_orders", #"{"limit":150}"#).value.isNull)
    }

    @Test func aCursorLivesAnHourOfTheCallsClock() async throws {
        let origin = ScriptedOrigin()
        let time = Mutex<UInt64>(0)
        for _ in 0..<2 {
            origin.answer("/ecom", #"{"orders":[{"id":"1"}],"metadata":{"cursors":{"next":"abc"},"hasNext":true}}"#)
        }
        let bench = try origin.bench(clock: ToolClock(now: { time.withLock { $0 } }) { _ in })
        let first = try await bench.call("list_all_wix_orders", #"{"limit":1}"#)
        let cursor = try #require(first.value["next_cursor"]?.stringValue)
        #expect(cursor.utf8.count == 10, "short, whatever Wix's own is like")
        time.withLock { $0 = 3_599_000_000_000 }
        #expect(try await !bench.call("list_all_wix_orders", #"{"next_cursor":"\#(cursor)"}"#).isError)
        time.withLock { $0 = 3_600_000_000_000 }
        let late = try await bench.call("list_all_wix_orders", #"{"next_cursor":"\#(cursor)"}"#)
        #expect(late.value["message"]?.stringValue?.contains("Call again without next_cursor") == true, "\(late)")
        #expect(origin.requests.count == 2, "nothing is sent")
    }

    @Test(arguments: cases)
    func aCursorDoesNotTakeOtherArguments(item: Case) async throws {
        let (tool, plan, _) = try plan(item)
        let origin = origin(item, tool)
        origin.answer("/", try page(plan, 0..<1, total: 5))
        let bench = try origin.bench()
        var arguments = base(tool)
        arguments["limit"] = 1
        let first = try await bench.call(tool.name, arguments.text)
        let cursor = try #require(first.value["next_cursor"]?.stringValue, "\(first.value.text)")
        let sent = lists(origin).count
        let others = try ArgumentMaker(tool).all().filter { other in
            other["next_cursor"] == nil
                && other.members.contains {
                    !["limit", "fields", "view"].contains($0.key) && arguments[$0.key] != $0.value
                }
        }
        for other in others {
            var changed = other
            changed["next_cursor"] = .string(cursor)
            let answer = try await bench.call(tool.name, JSONValue.object(changed).text)
            #expect(answer.isError, "\(changed)")
            #expect(answer.value.value(at: "error.code") == "INVALID_ARGUMENT")
        }
        #expect(lists(origin).count == sent, "nothing is sent")
    }
}
