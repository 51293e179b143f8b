import EventLoop
import JSON
import WixAPI
import WixCatalogue

/// Reads all pages of a list for a report, within a bound of requests and the time of the call.
struct ReportReader {
    /// What was read, and why it ends early when it does.
    struct Rows {
        var items: [JSONValue] = []
        var interruption: String?
    }

    /// Left of the deadline so that the report can still be told.
    private static let reserve: Duration = .seconds(3)

    let tool: String
    let call: ToolCall
    let context: ToolContext
    /// To Wix, of this list.
    var maximumRequests = 10

    /// - Parameter fields: what of each item is wanted.
    func rows(
        where filter: JSONValue, sort: JSONValue? = nil, fields: [String], _ others: JSONObject = JSONObject()
    ) async throws(ToolFailure) -> Rows {
        var arguments = others
        arguments["filter"] = filter
        arguments["sort"] = sort
        arguments["fields"] = .array(fields.map { .string($0) })
        arguments["limit"] = (context.catalogue[tool]?.plan(on: call.catalogue).paging?.maximumLimit)
            .map { .number(JSONNumber($0)) }
        var rows = Rows()
        for request in 1... {
            let page: JSONValue
            do {
                page = try await context.answer(of: tool, arguments, for: call)
            } catch {
                // What was counted already is worth more than an error, but a 429 of Wix's is never hidden (design 7).
                guard case .wix(let problem) = error, problem.retryable, !rows.items.isEmpty,
                    problem.status != 429 || problem.outcome == .notSent
                else { throw error }
                rows.interruption = String(problem.message.prefix(200))
                return rows
            }
            rows.items += page["result"]?.arrayValue ?? []
            guard let next = page["next_cursor"], next.stringValue != nil else { return rows }
            arguments["next_cursor"] = next
            call.report(rows.items.count, of: page["total"]?.intValue, "Read \(rows.items.count).")
            if request >= maximumRequests || call.deadline.remaining(on: context.client.loop) < Self.reserve {
                rows.interruption = "There are more than one call reads."
                return rows
            }
        }
        return rows
    }
}

/// The answer of a report, within the size that the caller takes.
struct ReportAnswer {
    var value: JSONObject
    /// The member with the rows; its last are left out when all do not fit.
    let list: String
    /// Another member with rows, which give way first.
    var secondary: String?
    /// Rows that were left out on purpose.
    var leftOut = 0
    /// Sentences about what is missing.
    var notes: [String] = []

    /// The sentence for rows that Wix has and the report has not counted.
    mutating func note(_ rows: ReportReader.Rows, _ what: String) {
        guard let reason = rows.interruption else { return }
        notes.append("Only \(rows.items.count) \(what) were counted: \(reason) Narrow the days or the filter.")
    }

    func result(for call: ToolCall) -> ToolResult {
        let rows = value[list]?.arrayValue ?? []
        var value = value
        shortenSecondary(in: &value, maximum: call.maximumResultCharacters)
        var frame = value
        frame[list] = []
        var room = call.maximumResultCharacters - JSONValue.object(frame).bytes.count - 400
        room -= notes.reduce(0) { $0 + $1.utf8.count }
        let kept = rows.prefix { row in
            room -= row.bytes.count + 1
            return room >= 0
        }
        var whole = value
        whole[list] = .array(Array(kept))
        let missing = leftOut + rows.count - kept.count
        if missing > 0 || !notes.isEmpty {
            var words = notes
            if kept.count < rows.count { words.append("Not all rows fit; sums are of all.") }
            if leftOut > 0 { words.append("limit shows more rows; sums are of all.") }
            whole["truncated"] = [
                "left_out": .number(JSONNumber(missing)), "how": .string(words.joined(separator: " ")),
            ]
        }
        return ToolResult(structured: JSONValue.object(whole).bytes, rateLimit: call.site.rateLimit)
    }
}

extension ReportAnswer {
    /// The rows beside the list may take half of the room.
    private func shortenSecondary(in value: inout JSONObject, maximum: Int) {
        guard let secondary, var rows = value[secondary]?.arrayValue else { return }
        while !rows.isEmpty, JSONValue.array(rows).bytes.count > (maximum - 800) / 2 { rows.removeLast() }
        value[secondary] = .array(rows)
    }
}

extension JSONValue {
    static func int(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

    /// The string at a path with dots.
    func text(_ path: String) -> String? { value(at: path)?.stringValue }

    /// The parts that are there, with a blank between.
    static func joined(_ parts: String?...) -> JSONValue? {
        let text = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        return text.isEmpty ? nil : .string(text)
    }
}

extension ToolCall {
    /// The tool that the record gives its behaviour under a name.
    func tool(_ parameter: String) -> String { parameters[parameter]?.stringValue ?? "" }

    func integer(_ argument: String, default fallback: Int) -> Int { arguments[argument]?.intValue ?? fallback }
}
