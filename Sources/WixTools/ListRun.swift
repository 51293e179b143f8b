import JSON
import WixAPI
import WixCatalogue

/// Runs a list or query as its record says: one request to Wix, or several when one cannot carry what is wanted.
struct ListRun {
    /// More requests than this for one call would be a scan, not a page.
    private static let maximumRequests = 40
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
        guard let paging = call.plan.paging else { return try await onePage(limit: .max, paging: nil) }
        let wanted = position.limit ?? call.arguments["limit"]?.intValue ?? paging.defaultLimit
        if wanted <= paging.maximumLimit { return try await onePage(limit: wanted, paging: paging) }
        return try await severalPages(wanted: wanted, paging: paging)
    }

    // MARK: One request

    private func onePage(limit: Int, paging: PagingRule?) async throws(ToolFailure) -> ToolResult {
        let response = try await send(PageRequest(position: position.page, limit: limit), isPaged: paging != nil)
        var writer = ListWriter(maximumCharacters: call.maximumResultCharacters)
        let received: Int
        if item.isEmpty, position.skip == 0, call.plan.answer.moves.isEmpty, view.short.isEmpty {
            let count = writer.appendAll(at: path, of: response.document, projection: view.projection)
            guard count != nil || call.plan.answer.isAbsentWhenEmpty else { throw missingItems() }
            received = count ?? 0
        } else {
            received = try append(response.body, skip: position.skip, to: &writer)
        }
        let page = paging.map { rule in
            WixPage(
                of: response.document, style: rule.style == .cursor ? .cursor : .offset, position: position.page,
                limit: limit,
                itemCount: received)
        }
        let resumption = Resumption(start: position.page, passed: position.skip + writer.count, limit: limit)
        return finish(writer, page: page, resumption: resumption, rateLimit: response.rateLimit)
    }

    /// Where a page that did not fit whole is taken up again.
    private struct Resumption {
        let start: WixPagePosition?
        /// Items of that page that the caller has by then.
        let passed: Int
        let limit: Int
    }

    private func finish(
        _ writer: ListWriter, page: WixPage?, resumption: Resumption, rateLimit: RateLimitStatus?
    ) -> ToolResult {
        // An item that is too long on its own is passed over: it would stop the list for ever.
        let isTooLong = writer.leftOut > 0 && writer.count == 0
        let next: String?
        if writer.leftOut > (isTooLong ? 1 : 0) {
            next = ListPosition.text(
                page: resumption.start, skip: resumption.passed + (isTooLong ? 1 : 0), limit: resumption.limit,
                of: call, context)
        } else {
            next = page?.next.map { ListPosition.text(page: $0, of: call, context) }
        }
        var how = ""
        if isTooLong {
            how = "The first item alone is too long: name the fields you need in fields. next_cursor goes on behind it."
        } else if writer.leftOut > 0 {
            how =
                "They did not fit into \(call.maximumResultCharacters) characters. next_cursor goes on with them; "
                + "fewer fields or a smaller limit makes shorter answers."
        }
        return ToolResult(
            structured: writer.finish(nextCursor: next, total: page?.total, how: how), rateLimit: rateLimit)
    }

    // MARK: Several requests

    private func severalPages(wanted: Int, paging: PagingRule) async throws(ToolFailure) -> ToolResult {
        var writer = ListWriter(maximumCharacters: call.maximumResultCharacters, noteLength: Self.longestNote)
        var start = position.page
        var skip = position.skip
        var total: Int?
        var requests = 0
        while true {
            requests += 1
            let limit = min(paging.maximumLimit, wanted - writer.count + skip)
            let response: WixResponse
            do {
                response = try await send(PageRequest(position: start, limit: limit), isPaged: true)
            } catch {
                // What was read already is worth more than an error: the list goes on from here later. A 429 is not
                // hidden by that: the note says how long to wait, and the answer carries Wix's numbers.
                guard case .wix(let problem) = error, problem.retryable, writer.count > 0 else { throw error }
                return interrupted(writer, at: start, skip: skip, limit: limit, total: total, by: problem)
            }
            let before = writer.count
            let received = try append(response.body, skip: skip, to: &writer)
            var page = WixPage(
                of: response.document, style: paging.style == .cursor ? .cursor : .offset, position: start,
                limit: limit,
                itemCount: received)
            total = page.total ?? total
            page.total = total
            let isLast = writer.leftOut > 0 || writer.count >= wanted || requests == Self.maximumRequests
            guard !isLast, let next = page.next, next != start else {
                let resumption = Resumption(start: start, passed: skip + writer.count - before, limit: limit)
                return finish(writer, page: page, resumption: resumption, rateLimit: response.rateLimit)
            }
            call.report(writer.count, of: wanted, "Read \(writer.count) of at most \(wanted).")
            start = next
            skip = 0
        }
    }

    private func interrupted(
        _ writer: ListWriter, at start: WixPagePosition?, skip: Int, limit: Int, total: Int?, by problem: WixError
    ) -> ToolResult {
        let next = ListPosition.text(page: start, skip: skip, limit: limit, of: call, context)
        let cause = problem.outcome == .notSent ? problem.message + "." : problem.sentence
        let wait = problem.rateLimit?.retryAfterSeconds.map { "after \($0) seconds " } ?? ""
        let note =
            "Stopped after \(writer.count) items: \(cause.prefix(Self.longestNote - 200)) next_cursor goes on from there "
            + "\(wait)(send it back unchanged)."
        return ToolResult(
            structured: writer.finish(nextCursor: next, total: total, note: note),
            rateLimit: problem.rateLimit ?? call.site.rateLimit)
    }

    private func send(_ page: PageRequest, isPaged: Bool) async throws(ToolFailure) -> WixResponse {
        let request = try RequestBuilder.request(for: call, page: isPaged ? page : nil, expansion: view.expansion)
        return try await context.transfer(request, for: call)
    }

    /// Appends the items of a page behind `skip`, mapped where the record says so; answers how many the page held.
    private func append(_ body: [UInt8], skip: Int, to writer: inout ListWriter) throws(ToolFailure) -> Int {
        guard let array = JSONBytes.range(of: path, in: body), let elements = JSONBytes.elements(of: array, in: body)
        else {
            guard call.plan.answer.isAbsentWhenEmpty else { throw missingItems() }
            return 0
        }
        let rule = call.plan.answer
        var index = 0
        for element in elements {
            if rule.moves.isEmpty {
                defer { index += 1 }
                guard index >= skip, let range = JSONBytes.range(of: item, within: element, in: body) else { continue }
                writer.append(range, of: body, as: view)
                continue
            }
            guard let value = try? JSONBytes.value(at: element, in: body) else { continue }
            for mapped in rule.items(from: value) {
                defer { index += 1 }
                guard index >= skip else { continue }
                let bytes = mapped.bytes
                writer.append(0..<bytes.count, of: bytes, as: view)
            }
        }
        return elements.count
    }

    private func missingItems() -> ToolFailure {
        .problem(
            code: "UNEXPECTED_ANSWER",
            message: "Wix answered without \"\(path.joined(separator: "."))\", so there is nothing to list.",
            hint: "Try again; if it stays so, the operation has changed at Wix.")
    }
}
