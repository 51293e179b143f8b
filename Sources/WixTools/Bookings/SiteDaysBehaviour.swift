import JSON
import WixAPI

/// `date`, or `from` and `to`, as days in the site's time zone, become a condition of the filter.
///
/// A day is `YYYY-MM-DD`, or `today`, `tomorrow` or `yesterday`, because a model does not know the date. The answer says
/// in `days` which days were meant.
///
/// Parameters: `field` (the date that is narrowed), `order` (how the days are sorted when the caller does not say; without
/// it Wix's own order stays), `past` (true where there is nothing in the future, so that such days are a mistake).
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
        try SiteDays.check(arguments)
        let calendar = try await SiteCalendar(of: call, context)
        let days = try SiteDays(arguments, calendar, arePast: call.parameters["past"]?.boolValue ?? false)
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
}
