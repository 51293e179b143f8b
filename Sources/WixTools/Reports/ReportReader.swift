import EventLoop
import JSON
import WixAPI
import WixCatalogue

/// Reads all pages of a list for a report, within a bound of requests and the time of the call.
struct ReportReader {
    /// What was read, and in one sentence why it ends early when it does.
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

    /// Whether a report can be told without what failed: what was counted already is worth more than an error. A 429 of
    /// Wix's is never hidden (design 7).
    static func isBearable(_ failure: ToolFailure) -> Bool {
        guard case .wix(let problem) = failure, problem.retryable else { return false }
        return problem.status != 429 || problem.outcome == .notSent
    }

    /// - Parameter fields: what of each item is wanted.
    func rows(
        where filter: JSONValue? = nil, sort: JSONValue? = nil, fields: [String], _ others: JSONObject = JSONObject()
    ) async throws(ToolFailure) -> Rows {
        var arguments = others
        arguments["filter"] = filter
        arguments["sort"] = sort
        arguments["fields"] = .array(fields.map { .string($0) })
        arguments["limit"] = (context.catalogue[tool]?.plan(on: call.catalogue).paging?.maximumLimit)
            .map { .number(JSONNumber($0)) }
        var rows = Rows()
        // An item that moves while the pages are read must not count twice.
        var known: Set<String> = []
        for request in 1... {
            let page: JSONValue
            do {
                page = try await context.answer(of: tool, arguments, for: call)
            } catch {
                guard case .wix(let problem) = error, Self.isBearable(error), !rows.items.isEmpty else { throw error }
                let words = problem.sentence.prefix(240)
                rows.interruption = words.hasSuffix(".") ? String(words) : words + "."
                return rows
            }
            rows.items += (page["result"]?.arrayValue ?? []).filter { item in
                item["id"]?.stringValue.map { known.insert($0).inserted } ?? true
            }
            guard let next = page["next_cursor"], next.stringValue != nil else { return rows }
            arguments["next_cursor"] = next
            call.report(rows.items.count, of: page["total"]?.intValue, "Read \(rows.items.count).")
            if request >= maximumRequests || call.deadline.remaining(on: context.client.loop) < Self.reserve {
                rows.interruption =
                    "There are more than one call reads, "
                    + "which is \(maximumRequests) requests or the time it has."
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
    /// What the reader must know before any figure.
    var notes: [String] = []
    /// What of the site's data is not in the figures.
    private var missing: [String] = []

    init(value: JSONObject, list: String, secondary: String? = nil) {
        self.value = value
        self.list = list
        self.secondary = secondary
    }

    /// Says which of the rows are in, when Wix has more.
    mutating func add(
        _ rows: ReportReader.Rows, _ what: String, by date: String, _ calendar: SiteCalendar,
        how: String = "Narrow the days."
    ) {
        guard let sentence = rows.missing(what, by: date, calendar) else { return }
        missing.append("\(sentence) \(how)")
    }

    /// Says what else is not in.
    mutating func add(missing sentence: String) { missing.append(sentence) }

    func result(for call: ToolCall) -> ToolResult {
        let rows = value[list]?.arrayValue ?? []
        var value = headed(self.value)
        shortenSecondary(in: &value, maximum: call.maximumResultCharacters)
        var frame = value
        frame[list] = []
        var room = call.maximumResultCharacters - JSONValue.object(frame).bytes.count - 400
        let kept = rows.prefix { row in
            room -= row.bytes.count + 1
            return room >= 0
        }
        var whole = value
        whole[list] = .array(Array(kept))
        let unseen = leftOut + rows.count - kept.count
        if unseen > 0 {
            var words: [String] = []
            if kept.count < rows.count { words.append("Not all rows fit; sums are of all.") }
            if leftOut > 0 { words.append("limit shows more rows; sums are of all.") }
            whole["truncated"] = [
                "left_out": .int(unseen), "how": .string(words.joined(separator: " ")),
            ]
        }
        return ToolResult(structured: JSONValue.object(whole).bytes, rateLimit: call.site.rateLimit)
    }
}

extension ReportAnswer {
    /// The value behind what must be read first.
    private func headed(_ value: JSONObject) -> JSONObject {
        var head = JSONObject()
        if !missing.isEmpty { head["complete"] = false }
        let sentences = missing + notes
        if !sentences.isEmpty { head["note"] = .string(sentences.joined(separator: " ")) }
        for member in value.members { head[member.key] = member.value }
        return head
    }

    /// The rows beside the list may take half of the room.
    private func shortenSecondary(in value: inout JSONObject, maximum: Int) {
        guard let secondary, var rows = value[secondary]?.arrayValue else { return }
        while !rows.isEmpty, JSONValue.array(rows).bytes.count > (maximum - 800) / 2 { rows.removeLast() }
        value[secondary] = .array(rows)
    }
}

extension ReportReader.Rows {
    /// Which rows are in, and why not all; nil when all are.
    func missing(_ what: String, by date: String, _ calendar: SiteCalendar) -> String? {
        guard let interruption else { return nil }
        let days = [items.first, items.last].compactMap { $0?.text(date).flatMap { calendar.place(of: $0)?.day } }
        var sentence = "Not whole: only \(items.count) \(what) are in"
        if days.count == 2 {
            sentence += ", those of \(days[0]) to \(days[1])"
            sentence += " (of \(days[1]) perhaps not all)"
        }
        return sentence + "; no figure here is of all. \(interruption)"
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
