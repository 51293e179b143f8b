import JSON
import WixAPI
import WixCatalogue

/// Runs a list or query as its record says: one request to Wix, or several when one cannot carry what is wanted.
struct ListRun {
    /// More requests than this for one call would be a scan, not a page.
    private static let maximumRequests = 40
    /// Of the note about a list that Wix interrupted, in bytes of JSON.
    private static let longestNote = 600

    private let context: ToolContext
    private var call: ToolCall
    private let view: AnswerView
    private let position: ListPosition
    private let path: [String]
    private let item: [String]

    init(_ call: ToolCall, _ context: ToolContext) throws(ToolFailure) {
        guard case .list(let path, let item) = call.plan.answer.shape else {
            throw .problem(code: "NOT_A_LIST", message: "\(call.tool.name) is no list.", hint: "")
        }
        self.path = path
        self.item = item
        self.context = context
        var call = call
        position = try ListPosition(of: &call, context)
        view = try AnswerView(of: call)
        self.call = call
    }

    func result() async throws(ToolFailure) -> ToolResult {
        let paging = call.plan.paging
        let asked = asked(paging)
        // Of a page that is taken up again with a smaller limit, the rest stays for the next call.
        let isResized = position.skip > 0 && call.arguments["limit"] != nil
        let cut = isResized && isByItem ? asked : .max
        let isOnePage = paging.map { asked <= $0.maximumLimit && !isResized } ?? true
        var writer = ListWriter(
            maximumCharacters: call.maximumResultCharacters, noteLength: isOnePage ? 0 : noteLength)
        var place = Place(start: position.page, skip: position.skip)
        var total: Int?
        while true {
            place.requests += 1
            place.limit =
                place.requests == 1 && position.limit != nil
                ? position.limit : paging.map { min($0.maximumLimit, asked - writer.count) }
            let response: WixResponse
            do {
                response = try await send(
                    PageRequest(position: place.start, limit: place.limit ?? .max), isPaged: paging != nil)
            } catch {
                // What was read already is worth more than an error: the list goes on from here later. A 429 is not
                // hidden by that: the note says how long to wait, and the answer carries Wix's numbers.
                guard case .wix(let problem) = error, problem.retryable, writer.count > 0 else { throw error }
                return interrupted(writer, at: place, total: total, by: problem)
            }
            let before = writer.count
            let received = try append(response, skip: place.skip, upTo: cut, to: &writer)
            place.skip += writer.count - before
            place.rest = max(0, received.items - place.skip)
            if let paging {
                let page = WixPage(
                    of: response.document, style: paging.style == .cursor ? .cursor : .offset, position: place.start,
                    limit: place.limit ?? .max, itemCount: received.elements)
                total = page.total ?? total
                place.next = page.next != place.start ? page.next : nil
            }
            let isLast = isOnePage || writer.count >= asked || place.requests == Self.maximumRequests
            guard place.rest == 0, !isLast, let next = place.next else {
                return finish(writer, asked: asked, at: place, total: total, rateLimit: response.rateLimit)
            }
            call.report(writer.count, of: asked, "Read \(writer.count) of at most \(asked).")
            place.start = next
            place.skip = 0
        }
    }

    /// A page of Wix, and how far the caller has come in it.
    private struct Place {
        var start: WixPagePosition?
        /// Items of the page that the caller has.
        var skip: Int
        var limit: Int?
        /// Items of the page that the caller has not.
        var rest = 0
        /// Where the page behind it begins.
        var next: WixPagePosition?
        /// How many were read for this call.
        var requests = 0
    }

    /// How many items this call is to answer with; a page that is taken up again has its own size.
    private func asked(_ paging: PagingRule?) -> Int {
        guard let paging else { return .max }
        if let limit = call.arguments["limit"]?.intValue { return limit }
        return position.limit.map { max(1, $0 - position.skip) } ?? paging.defaultLimit
    }

    /// False where an element of Wix's answer becomes several items, and limits count elements.
    private var isByItem: Bool { call.plan.answer.explode.isEmpty }

    private var noteLength: Int { min(Self.longestNote, call.maximumResultCharacters / 4) }

    private func finish(
        _ writer: ListWriter, asked: Int, at place: Place, total: Int?, rateLimit: RateLimitStatus?
    ) -> ToolResult {
        let next: String?
        if place.rest > 0 {
            next = ListPosition.text(page: place.start, skip: place.skip, limit: place.limit, of: call, context)
        } else {
            next = place.next.map { ListPosition.text(page: $0, of: call, context) }
        }
        // A page that Wix itself made short lacks nothing.
        let isSpent = place.requests == Self.maximumRequests && writer.count < asked && place.next != nil
        let how = writer.leftOut > 0 ? ListWriter.Shortfall.room : isSpent ? ListWriter.Shortfall.requests : nil
        let shortfall = how.map {
            ListWriter.Shortfall(items: missing(asked - writer.count, at: place, total, writer.count), how: $0)
        }
        return ToolResult(
            structured: writer.finish(nextCursor: next, total: total, shortfall: shortfall), rateLimit: rateLimit)
    }

    /// How many of the `wanted` items more there are. Nil when Wix has more pages and does not say how many items.
    private func missing(_ wanted: Int, at place: Place, _ total: Int?, _ count: Int) -> Int? {
        if place.next == nil || !isByItem { return isByItem ? min(wanted, place.rest) : place.rest }
        if place.rest >= wanted { return wanted }
        let first: Int
        switch position.page {
        case nil: first = position.skip
        case .offset(let offset): first = offset + position.skip
        case .cursor: return nil
        }
        return total.map { max(place.rest, min(wanted, $0 - first - count)) }
    }

    private func interrupted(
        _ writer: ListWriter, at place: Place, total: Int?, by problem: WixError
    ) -> ToolResult {
        let next = ListPosition.text(page: place.start, skip: place.skip, limit: place.limit, of: call, context)
        var cause = problem.outcome == .notSent ? problem.message + "." : problem.sentence
        let wait = problem.rateLimit?.retryAfterSeconds.map { "after \($0) seconds " } ?? ""
        let note = { (cause: String) in
            "Stopped after \(writer.count) items: \(cause) next_cursor goes on from there \(wait)(send it back "
                + "unchanged)."
        }
        while !cause.isEmpty, JSONValue.string(note(cause)).bytes.count + 10 > noteLength { cause.removeLast() }
        return ToolResult(
            structured: writer.finish(nextCursor: next, total: total, note: note(cause)),
            rateLimit: problem.rateLimit ?? call.site.rateLimit)
    }

    private func send(_ page: PageRequest, isPaged: Bool) async throws(ToolFailure) -> WixResponse {
        let request = try RequestBuilder.request(for: call, page: isPaged ? page : nil, expansion: view.expansion)
        return try await context.transfer(request, for: call)
    }

    /// Appends the items of a page behind `skip`, mapped where the record says so, until there are `most`; answers how
    /// many the page held, and how many elements Wix sent for them.
    private func append(
        _ response: WixResponse, skip: Int, upTo most: Int, to writer: inout ListWriter
    ) throws(ToolFailure) -> (items: Int, elements: Int) {
        let rule = call.plan.answer
        if item.isEmpty, skip == 0, writer.count == 0, rule.moves.isEmpty, view.short.isEmpty,
            let count = writer.appendAll(at: path, of: response.document, projection: view.projection)
        {
            return (count, count)
        }
        let body = response.body
        guard let array = JSONBytes.range(of: path, in: body), let elements = JSONBytes.elements(of: array, in: body)
        else {
            guard rule.isAbsentWhenEmpty else { throw missingItems() }
            return (0, 0)
        }
        var index = 0
        let append = { (range: Range<Int>, bytes: [UInt8], writer: inout ListWriter) in
            if index >= skip, writer.count < most { writer.append(range, of: bytes, as: view) }
            index += 1
        }
        for element in elements {
            if rule.moves.isEmpty {
                guard let range = JSONBytes.range(of: item, within: element, in: body) else { continue }
                append(range, body, &writer)
                continue
            }
            guard let value = try? JSONBytes.value(at: element, in: body) else { continue }
            for mapped in rule.items(from: value) {
                let bytes = mapped.bytes
                append(0..<bytes.count, bytes, &writer)
            }
        }
        return (index, elements.count)
    }

    private func missingItems() -> ToolFailure {
        .problem(
            code: "UNEXPECTED_ANSWER",
            message: "Wix answered without \"\(path.joined(separator: "."))\", so there is nothing to list.",
            hint: "Try again; if it stays so, the operation has changed at Wix.")
    }
}
