import JSON
import WixAPI

/// `date`, or `from` and `to`, as plain days in the site's time zone, become a condition of the filter.
///
/// Parameter `field`: the date that is narrowed.
enum SiteDaysBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let arguments = call.arguments
        let day = arguments["date"]?.stringValue
        let first = day ?? arguments["from"]?.stringValue
        let last = day ?? arguments["to"]?.stringValue
        guard first != nil || last != nil else { return try await context.perform(call) }
        if day != nil, arguments["from"] != nil || arguments["to"] != nil {
            throw .argument(name: "date", message: "Give either date, or from and to.")
        }
        if let first, let last, last < first {
            throw .argument(name: "to", message: "to (\(last)) must not be before from (\(first)).")
        }
        let field = call.parameters["field"]?.stringValue ?? "startDate"
        let calendar = try await calendar(call, context)
        var range: JSONValue = [:]
        if let first { range["$gte"] = .string(try start(of: first, 0, name: day == nil ? "from" : "date", calendar)) }
        if let last { range["$lt"] = .string(try start(of: last, 1, name: day == nil ? "to" : "date", calendar)) }
        var narrowed = call
        for name in ["date", "from", "to"] { narrowed.arguments[name] = nil }
        var filter = arguments["filter"] ?? [:]
        guard filter[field] == nil else {
            throw .argument(name: "filter", message: "\(field) is narrowed by the days already; give one of the two.")
        }
        filter[field] = range
        narrowed.arguments["filter"] = filter
        if arguments["sort"] == nil { narrowed.arguments["sort"] = [["fieldName": .string(field), "order": "ASC"]] }
        return try await context.perform(narrowed)
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

    private static func start(
        of day: String, _ offset: Int, name: String, _ calendar: SiteCalendar
    ) throws(ToolFailure) -> String {
        guard let text = calendar.start(of: day, offset: offset) else {
            throw .argument(name: name, message: "\(name): there is no day \(day). Write YYYY-MM-DD.")
        }
        return text
    }
}
