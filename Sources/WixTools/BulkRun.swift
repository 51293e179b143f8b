import JSON
import WixAPI
import WixCatalogue

/// Runs a bulk operation, whose answer is 200 even when every item failed (platform.md 5.1).
struct BulkRun {
    private let call: ToolCall
    private let context: ToolContext

    init(_ call: ToolCall, _ context: ToolContext) {
        self.call = call
        self.context = context
    }

    func result() async throws(ToolFailure) -> ToolResult {
        guard case .bulk(let envelopes, let item) = call.plan.answer.shape else {
            throw .problem(code: "NOT_BULK", message: "\(call.tool.name) is about one.", hint: "")
        }
        let view = try AnswerView(of: call)
        var report = BulkReport(item: item, projection: view.projection)
        guard let argument = call.plan.entries?.argument ?? call.plan.parts?.argument else {
            let rateLimit = try await send(call, nil, envelopes, view, into: &report)
            return result(report, rateLimit)
        }
        let entries: BulkEntries
        if let rule = call.plan.entries {
            entries = try await BulkEntries(rule, of: call, context)
        } else {
            entries = BulkEntries(plain: call.arguments[argument]?.arrayValue ?? [])
        }
        for missing in entries.missing {
            report.fail(
                missing.index, id: missing.id, code: "NOT_FOUND",
                message: "No \(call.plan.answer.name) with this id was found; nothing was sent for it.")
        }
        let size = call.plan.parts?.size ?? entries.ready.count
        var rateLimit: RateLimitStatus?
        var sent = 0
        while sent < entries.ready.count {
            let part = entries.ready[sent..<min(entries.ready.count, sent + size)]
            var piece = call
            piece.arguments[argument] = .array(part.map(\.entry))
            do {
                rateLimit = try await send(piece, part.map(\.index), envelopes, view, into: &report) ?? rateLimit
            } catch {
                let failure = error.inTerms(of: call.plan, indexes: part.map(\.index))
                // With nothing done yet the failure says it best; later, what was done must not be lost with it.
                guard sent > 0 else { throw failure }
                report.stop(
                    part.map(\.index), rest: entries.ready[part.endIndex...].map(\.index), by: failure, call.tool)
                break
            }
            sent = part.endIndex
            if sent < entries.ready.count { call.report(sent, of: entries.ready.count, "Sent \(sent).") }
        }
        return result(report, rateLimit)
    }

    private func result(_ report: BulkReport, _ rateLimit: RateLimitStatus?) -> ToolResult {
        ToolResult(
            structured: report.bytes(maximum: call.maximumResultCharacters), isError: report.isFailure,
            rateLimit: rateLimit)
    }

    /// Sends one request and reads what came of its items.
    /// - Parameter indexes: the caller's places of the items; nil where they are those of the request.
    private func send(
        _ call: ToolCall, _ indexes: [Int]?, _ envelopes: [AnswerRule.Envelope], _ view: AnswerView,
        into report: inout BulkReport
    ) async throws(ToolFailure) -> RateLimitStatus? {
        let response = try await context.transfer(
            try RequestBuilder.request(for: call, expansion: view.expansion), for: call)
        for envelope in envelopes {
            if !report.read(envelope, of: response.body, indexes: indexes) { throw withoutResults() }
        }
        return response.rateLimit
    }

    private func withoutResults() -> ToolFailure {
        .problem(
            code: "UNEXPECTED_ANSWER",
            message: "Wix took the request and told no results, so it is unknown what came of each item.",
            hint: call.tool.checkSentence)
    }
}

/// What came of each item of a bulk operation.
struct BulkReport {
    fileprivate struct Failure {
        let index: Int
        let id: String?
        let code: String
        let message: String
    }

    private let item: [String]
    private let projection: JSONProjection
    private var succeeded: [(index: Int, json: JSONValue)] = []
    private var failed: [Failure] = []
    private var unknown = 0
    /// Why a call of several requests ended early.
    private var note: String?

    init(item: [String], projection: JSONProjection) {
        self.item = item
        self.projection = projection
    }

    /// An error only when nothing succeeded.
    var isFailure: Bool { succeeded.isEmpty && (!failed.isEmpty || unknown > 0) }

    mutating func fail(_ index: Int, id: String?, code: String, message: String) {
        failed.append(Failure(index: index, id: id, code: code, message: message))
    }

    /// A request of several failed: its items failed, or nobody knows what came of them, and the rest was not sent.
    mutating func stop(_ part: [Int], rest: [Int], by failure: ToolFailure, _ tool: Tool) {
        let problem = failure.cause
        if problem?.outcome == .refused || problem?.outcome == .notSent {
            let code = problem?.code ?? "REFUSED"
            for index in part { fail(index, id: nil, code: code, message: problem?.sentence ?? "Wix refused it.") }
        } else {
            unknown += part.count
            note =
                "It is unknown what came of \(part.first ?? 0) to \(part.last ?? 0): check with \(tool.verifier ?? "a query") before you repeat them."
        }
        for index in rest {
            fail(index, id: nil, code: "NOT_SENT", message: "Not sent, because the request before it failed.")
        }
    }

    /// Reads one envelope; false when the answer has none.
    /// - Parameter indexes: the caller's places of the items that the request held.
    mutating func read(_ envelope: AnswerRule.Envelope, of body: [UInt8], indexes: [Int]? = nil) -> Bool {
        let array = JSONBytes.range(of: envelope.results, in: body)
        let metadata = JSONBytes.range(of: envelope.metadata, in: body)
            .flatMap { try? JSONBytes.value(at: $0, in: body) }
        guard array != nil || metadata != nil else { return false }
        // Failures of an envelope before this one stand, whatever this one says of the same items.
        let already = Set(failed.map(\.index))
        succeeded.removeAll { already.contains($0.index) }
        for range in array.flatMap({ JSONBytes.elements(of: $0, in: body) }) ?? [] {
            add(range, of: body, except: already, indexes)
        }
        unknown += metadata?["undetailedFailures"]?.wixInteger ?? 0
        let failures = Set(failed.map(\.index))
        succeeded.removeAll { failures.contains($0.index) }
        return true
    }

    private mutating func add(_ range: Range<Int>, of body: [UInt8], except already: Set<Int>, _ indexes: [Int]?) {
        let told = BulkReconciliation.metadata(of: range, in: body)
        guard let told, let metadata = try? JSONBytes.value(at: told, in: body) else {
            unknown += 1
            return
        }
        // Wix leaves a zero out, and an id where nothing was made.
        let place = metadata["originalIndex"]?.wixInteger ?? 0
        let index = indexes.flatMap { $0.indices.contains(place) ? $0[place] : nil } ?? place
        let id = (metadata["id"] ?? metadata["_id"])?.stringValue
        guard metadata["success"]?.boolValue == true else {
            guard !already.contains(index) else { return }
            let error = metadata["error"]
            failed.append(
                Failure(
                    index: index, id: id, code: error?["code"]?.scalarText ?? "UNKNOWN_ERROR",
                    message: error?["description"]?.stringValue ?? error?["message"]?.stringValue
                        ?? "Wix gave no reason."))
            return
        }
        guard !already.contains(index) else { return }
        var entry: JSONValue = ["index": .number(JSONNumber(index))]
        if let id { entry["id"] = .string(id) }
        entry["item"] = projected(range, of: body)
        if let known = succeeded.firstIndex(where: { $0.index == index }) {
            // The envelope before this one told the entity.
            if succeeded[known].json["item"] == nil { succeeded[known].json["item"] = entry["item"] }
        } else {
            succeeded.append((index, entry))
        }
    }

    private func projected(_ range: Range<Int>, of body: [UInt8]) -> JSONValue? {
        guard let place = JSONBytes.range(of: item, within: range, in: body),
            JSONBytes.members(of: place, in: body)?.isEmpty == false
        else { return nil }
        var output: [UInt8] = []
        projection.append(place, of: body, to: &output)
        return try? JSONValue(parsing: output)
    }

    /// The answer. What does not fit loses its entities first, then the rows of successes: failures matter most.
    func bytes(maximum: Int) -> [UInt8] {
        let whole = json(withItems: true, successes: .max).bytes
        if whole.count <= maximum { return whole }
        let bare = json(withItems: false, successes: .max).bytes
        if bare.count <= maximum { return bare }
        return json(withItems: false, successes: 0, failures: max(1, maximum / 400)).bytes
    }

    private func json(withItems: Bool, successes: Int, failures: Int = .max) -> JSONValue {
        let good = succeeded.sorted { $0.index < $1.index }
        let bad = failed.sorted { $0.index < $1.index }
        var leftOut = 0
        var answer: JSONValue = [
            "succeeded": .array(
                good.prefix(successes).map { entry in
                    var entry = entry.json
                    if !withItems, entry["item"] != nil {
                        entry["item"] = nil
                        leftOut += 1
                    }
                    return entry
                }),
            "failed": .array(bad.prefix(failures).map { $0.json }), "unknown": .number(JSONNumber(unknown)),
        ]
        if let note { answer["note"] = .string(note) }
        leftOut += max(0, good.count - min(good.count, successes)) + max(0, bad.count - min(bad.count, failures))
        if leftOut > 0 {
            answer["truncated"] = [
                "left_out": .number(JSONNumber(leftOut)),
                "how": .string(
                    "\(good.count) succeeded and \(bad.count) failed; not all are shown. Send fewer at a time, or read them again."
                ),
            ]
        }
        return answer
    }
}

extension BulkReport.Failure {
    fileprivate var json: JSONValue {
        var value: JSONValue = ["index": .number(JSONNumber(index))]
        if let id { value["id"] = .string(id) }
        value["code"] = .string(code)
        value["message"] = .string(message)
        return value
    }
}
