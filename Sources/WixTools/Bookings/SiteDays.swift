import JSON
import WixAPI

/// The first and the last day that a call names, both included; nil where that side is open.
struct SiteDays {
    let first: String?
    let last: String?

    /// - Parameter arePast: the days are of something that has happened, so the first may not lie in the future.
    init(_ arguments: JSONObject, _ calendar: SiteCalendar, arePast: Bool = false) throws(ToolFailure) {
        let days = try Self.days(arguments, calendar)
        (first, last) = days
        guard arePast, let first = days.first, let today = calendar.day("today"), first > today else { return }
        throw .finding(
            code: "DAY_IN_THE_FUTURE", message: "\(first) lies in the future: today is \(today) on the site.",
            hint: "Give a day that has begun.")
    }

    private static func days(
        _ arguments: JSONObject, _ calendar: SiteCalendar
    ) throws(ToolFailure) -> (first: String?, last: String?) {
        if let day = try Self.day("date", arguments, calendar) {
            return (day, day)
        }
        let first = try Self.day("from", arguments, calendar)
        let last = try Self.day("to", arguments, calendar)
        if let first, let last, last < first {
            throw .argument(name: "to", message: "to (\(last)) must not be before from (\(first)).")
        }
        return (first, last)
    }

    /// Narrows a filter of orders to the days that were asked for, none of them in the future.
    /// - Returns: which days these are, for the answer; nil when none were asked for.
    static func narrow(
        _ filter: inout JSONValue, to arguments: JSONObject, _ calendar: SiteCalendar
    ) throws(ToolFailure) -> JSONValue? {
        guard arguments["from"] != nil || arguments["to"] != nil else { return nil }
        let days = try SiteDays(arguments, calendar, arePast: true)
        filter["createdDate"] = days.range(in: calendar)
        return days.json(calendar)
    }

    /// Refuses what means no day anywhere, before the site is asked for its time zone.
    static func check(_ arguments: JSONObject) throws(ToolFailure) {
        guard let calendar = SiteCalendar.utc else { return }
        _ = try days(arguments, calendar)
    }

    /// The day that the argument `name` names; nil when it is not given.
    static func day(
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

extension SiteCalendar {
    /// The calendar of the site's own time zone; UTC for a site that has set none.
    init(of call: ToolCall, _ context: ToolContext) async throws(ToolFailure) {
        let zone: String?
        do {
            zone = try await context.client.properties(of: call.site, deadline: call.deadline).timeZone
        } catch {
            throw .wix(error)
        }
        guard let calendar = SiteCalendar(timeZone: zone ?? "UTC") else {
            throw .finding(
                code: "UNKNOWN_TIME_ZONE", message: "The site's time zone \"\(zone ?? "")\" is not known here.",
                hint: "Filter by UTC instants instead of days.")
        }
        self = calendar
    }
}
