import JSON
import WixCatalogue

/// Holds what Wix told of a bulk operation against what was sent: an entry that it does not mention is unknown, and an
/// answer to no entry is not told as a success.
struct BulkReconciliation {
    /// For each entry that was sent its id; nil where the caller gave none.
    private let ids: [String?]

    init(ids: [String?]) { self.ids = ids }

    /// What Wix says of one item beside it, under either of its names.
    static func metadata(of result: Range<Int>, in body: [UInt8]) -> Range<Int>? {
        for name in ["itemMetadata", "referenceMetadata"] {
            if let range = JSONBytes.range(of: [name], within: result, in: body) { return range }
        }
        // Coupons tell the outcome in the result itself.
        return JSONBytes.range(of: ["success"], within: result, in: body) == nil ? nil : result
    }

    /// Nil when the record does not tell which argument holds the entries.
    init?(of call: ToolCall) {
        guard let argument = call.plan.entriesArgument, let entries = call.arguments[argument]?.arrayValue else {
            return nil
        }
        ids = entries.map { $0["id"]?.stringValue ?? (argument == "ids" ? $0.stringValue : nil) }
    }

    /// - Parameter verifier: the tool that tells what became of what is unknown.
    func applied(to answer: JSONValue, verifier: String?, maximum: Int = .max) -> JSONValue {
        let rows = answer["succeeded"]?.arrayValue ?? []
        // Where the rows did not fit, what is left of them proves nothing.
        guard !ids.isEmpty, answer["truncated"] == nil || !rows.isEmpty else { return answer }
        var answer = answer
        let succeeded = rows.filter(isOfAnEntry)
        let failed = (answer["failed"]?.arrayValue ?? []).filter(isOfAnEntry)
        let told = Set((succeeded + failed).compactMap { $0["index"]?.intValue })
        let silent = ids.indices.filter { !told.contains($0) }
        answer["succeeded"] = .array(succeeded)
        answer["failed"] = .array(failed)
        answer["unknown"] = .number(JSONNumber(silent.count))
        guard !silent.isEmpty else { return answer }
        var whole = answer
        whole["unknownIndexes"] = .array(silent.map { .number(JSONNumber($0)) })
        whole["hint"] = .string("Check the unknown ones with \(verifier ?? "a query") before you repeat them.")
        return whole.bytes.count <= maximum ? whole : answer
    }

    private func isOfAnEntry(_ row: JSONValue) -> Bool {
        guard let index = row["index"]?.intValue, ids.indices.contains(index) else { return false }
        guard let sent = ids[index], let told = row["id"]?.stringValue else { return true }
        return sent.lowercased() == told.lowercased()
    }
}

extension ToolResult {
    /// The result of a bulk call with nothing in it that was not sent, and nothing left out that was.
    func reconciled(with call: ToolCall) -> ToolResult {
        guard let reconciliation = BulkReconciliation(of: call), let told = try? JSONValue(parsing: structured) else {
            return self
        }
        let answer = reconciliation.applied(
            to: told, verifier: call.tool.verifier, maximum: call.maximumResultCharacters)
        guard answer != told else { return self }
        var result = self
        result.structured = answer.bytes
        result.isError = answer["succeeded"]?.arrayValue?.isEmpty ?? true
        return result
    }
}

extension ToolPlan {
    /// The argument with one element for each item of a bulk operation: its only required list, or the only one of
    /// objects.
    fileprivate var entriesArgument: String? {
        let lists = arguments.filter { $0.isRequired && $0.schema["type"] == "array" }
        if lists.count == 1 { return lists.first?.name }
        let entities = lists.filter { $0.schema["items"]?["type"] == "object" }
        return entities.count == 1 ? entities.first?.name : nil
    }
}
