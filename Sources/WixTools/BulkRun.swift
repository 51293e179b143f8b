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
        let response = try await context.transfer(
            try RequestBuilder.request(for: call, expansion: view.expansion), for: call)
        var report = BulkReport(item: item, projection: view.projection)
        for envelope in envelopes {
            if !report.read(envelope, of: response.body) { throw withoutResults(envelope) }
        }
        return ToolResult(
            structured: report.bytes(maximum: call.maximumResultCharacters), isError: report.isFailure,
            rateLimit: response.rateLimit)
    }

    private func withoutResults(_ envelope: AnswerRule.Envelope) -> ToolFailure {
        let verifier = call.tool.verifier ?? "a query"
        return .problem(
            code: "UNEXPECTED_ANSWER",
            message: "Wix took the request and told no results, so it is unknown what came of each item.",
            hint: "Check with \(verifier) before you repeat it.")
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

    init(item: [String], projection: JSONProjection) {
        self.item = item
        self.projection = projection
    }

    /// An error only when nothing succeeded.
    var isFailure: Bool { succeeded.isEmpty && (!failed.isEmpty || unknown > 0) }

    /// Reads one envelope; false when the answer has none.
    mutating func read(_ envelope: AnswerRule.Envelope, of body: [UInt8]) -> Bool {
        let array = JSONBytes.range(of: envelope.results, in: body)
        let metadata = JSONBytes.range(of: envelope.metadata, in: body)
            .flatMap { try? JSONBytes.value(at: $0, in: body) }
        guard array != nil || metadata != nil else { return false }
        // Failures of an envelope before this one stand, whatever this one says of the same items.
        let already = Set(failed.map(\.index))
        succeeded.removeAll { already.contains($0.index) }
        for range in array.flatMap({ JSONBytes.elements(of: $0, in: body) }) ?? [] {
            add(range, of: body, except: already)
        }
        unknown += metadata?["undetailedFailures"]?.wixInteger ?? 0
        let failures = Set(failed.map(\.index))
        succeeded.removeAll { failures.contains($0.index) }
        return true
    }

    private mutating func add(_ range: Range<Int>, of body: [UInt8], except already: Set<Int>) {
        let place = JSONBytes.range(of: ["itemMetadata"], within: range, in: body)
        guard let place, let metadata = try? JSONBytes.value(at: place, in: body) else {
            unknown += 1
            return
        }
        // Wix leaves a zero out, and an id where nothing was made.
        let index = metadata["originalIndex"]?.wixInteger ?? 0
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
