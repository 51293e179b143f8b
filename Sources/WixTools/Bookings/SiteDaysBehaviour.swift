import JSON
import WixAPI

/// `date`, or `from` and `to`, as days in the site's time zone, become a condition of the filter.
///
/// A day is `YYYY-MM-DD`, or `today`, `tomorrow` or `yesterday`, because a model does not know the date. The answer says
/// in `days` which days were meant.
///
/// Parameters: `field` (the date that is narrowed), `order` (how the days are sorted when the caller does not say; without
/// it Wix's own order stays).
enum SiteDaysBehaviour: ToolBehaviour {
    /// Room in the answer for `days`.
    private static let room = 160

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let arguments = call.arguments
        let names = ["date", "from", "to"]
        guard names.contains(where: { arguments[$0] != nil }) else { return try await context.perform(call) }
        if arguments["date"] != nil, arguments["from"] != nil || arguments["to"] != nil {
            throw .argument(name: "date", message: "Give either date, or from and to.")
        }
        let field = call.parameters["field"]?.stringValue ?? ""
        var filter = arguments["filter"] ?? [:]
        guard filter[field] == nil else {
            throw .argument(name: "filter", message: "\(field) is narrowed by the days already; give one of the two.")
        }
        let calendar = try await calendar(call, context)
        let days = try Days(arguments, calendar)
        filter[field] = days.range(in: calendar)
        var narrowed = call
        for name in names { narrowed.arguments[name] = nil }
        narrowed.arguments["filter"] = filter
        if arguments["sort"] == nil, let order = call.parameters["order"] {
            narrowed.arguments["sort"] = [["fieldName": .string(field), "order": order]]
        }
        narrowed.maximumResultCharacters = max(0, call.maximumResultCharacters - room)
        var result = try await context.perform(narrowed)
        result.structured.removeLast()
        result.structured += Array(",\"days\":".utf8) + days.json(calendar).bytes + [UInt8(ascii: "}")]
        return result
    }

    private static func calendar(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> SiteCalendar {
        let zone: String?
        do {
            zone = try await context.client.properties(of: call.site, deadline: call.deadline).timeZone
        } catch {
            throw .wix(error)
        }
        guard let calendar = SiteCalendar(timeZone: zone ?? "UTC") else {
            throw .problem(
                code: "UNKNOWN_TIME_ZONE", message: "The site's time zone \"\(zone ?? "")\" is not known here.",
                hint: "Filter by UTC instants instead of days.")
        }
        return calendar
    }
}

/// The first and the last day that a call names, both included; nil where that side is open.
private struct Days {
    let first: String?
    let last: String?

    init(_ arguments: JSONObject, _ calendar: SiteCalendar) throws(ToolFailure) {
        if let day = try Self.day("date", arguments, calendar) {
            (first, last) = (day, day)
            return
        }
        first = try Self.day("from", arguments, calendar)
        last = try Self.day("to", arguments, calendar)
        if let first, let last, last < first {
            throw .argument(name: "to", message: "to (\(last)) must not be before from (\(first)).")
        }
    }

    private static func day(
        _ name: String, _ arguments: JSONObject, _ calendar: SiteCalendar
    ) throws(ToolFailure) -> String? {
        guard let text = arguments[name]?.stringValue else { return nil }
        guard let day = calendar.day(text) else {
            throw .argument(
                name: name,
                message: "\(name): there is no day \"\(text)\". Write YYYY-MM-DD, today, tomorrow or yesterday.")
        }
        return day
    }

    func range(in calendar: SiteCalendar) -> JSONValue {
        var range: JSONValue = [:]
        range["$gte"] = first.flatMap { calendar.start(of: $0) }.map { .string($0) }
        range["$lt"] = last.flatMap { calendar.start(of: $0, offset: 1) }.map { .string($0) }
        return range
    }

    func json(_ calendar: SiteCalendar) -> JSONValue {
        var value: JSONValue = [:]
        value["from"] = first.map { .string($0) }
        value["to"] = last.map { .string($0) }
        value["timeZone"] = .string(calendar.timeZone)
        return value
    }
}
