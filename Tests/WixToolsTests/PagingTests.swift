import JSON
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

    /// The tools that ask for the site's catalogue first.
    private static func asksForCatalogue(_ tool: Tool) -> Bool { tool.v1 != nil || tool.exclusivity != nil }

    private static let cases: [Case] = ((try? TestCatalogue.shared.get().tools) ?? []).flatMap { tool in
        [StoresCatalogue.v3, .v1].compactMap { catalogue in
            let plan = tool.plan(on: catalogue)
            let isThere = tool.exclusivity.map { $0.only == catalogue } ?? (catalogue == .v3 || tool.v1 != nil)
            guard isThere, plan.answer.isList, plan.paging != nil else { return nil }
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
        if Self.asksForCatalogue(tool) {
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
        guard paging.maximumLimit < PagingRule.callLimit, !Self.asksForCatalogue(tool) else { return }
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
