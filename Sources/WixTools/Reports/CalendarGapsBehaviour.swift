import JSON
import WixAPI
import WixCatalogue

/// The free times of a day between the bookings of each staff member, within the opening hours.
///
/// Parameters: `bookings`, `staff` (the tools that list them), `site` (the tool that reads the opening hours).
enum CalendarGapsBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let asked = try Hours(asked: call.arguments)
        let day = try await StaffDay(call, context)
        let hours: Hours
        if let asked {
            hours = asked
        } else {
            let site = try await context.answer(of: call.tool("site"), JSONObject(), for: call)
            hours = Hours(of: day.day, in: site["businessSchedule"] ?? .null)
        }
        let shortest = call.integer("minutes", default: 30)
        let staff = Set(day.staff.map(\.resourceID))
        let result = day.byMember.filter { staff.contains($0.member.resourceID) }.map { group -> JSONValue in
            let busy = group.bookings.compactMap { day.minutes(of: $0) }
            let free = hours.free(between: busy).filter { $0.count >= shortest }
            return [
                "staff": .string(group.member.name), "resourceId": .string(group.member.resourceID),
                "bookings": .int(group.bookings.count), "freeMinutes": .int(free.reduce(0) { $0 + $1.count }),
                "free": .array(
                    free.map { gap in
                        [
                            "from": .string(StaffDay.clock(gap.lowerBound)),
                            "to": .string(StaffDay.clock(gap.upperBound)),
                            "minutes": .int(gap.count),
                        ]
                    }),
            ]
        }
        var answer = ReportAnswer(
            value: [
                "date": .string(day.day), "timeZone": .string(day.calendar.timeZone), "hours": hours.json,
                "result": .array(result),
            ], list: "result")
        answer.note(day.rows, "bookings")
        return answer.result(for: call)
    }
}

/// The hours in which a site is open on one day, as minutes of the day.
struct Hours {
    private enum Source: String { case arguments, site, assumed }

    let open: [Range<Int>]
    private let source: Source

    /// For a site that has told no hours at all.
    private static let usual = 9 * 60..<17 * 60

    /// `opens` and `closes`; nil when neither is given.
    init?(asked arguments: JSONObject) throws(ToolFailure) {
        guard arguments["opens"] != nil || arguments["closes"] != nil else { return nil }
        let opens = try Self.minute("opens", arguments) ?? 0
        let closes = try Self.minute("closes", arguments) ?? 24 * 60
        guard opens < closes else { throw .argument(name: "closes", message: "closes must be later than opens.") }
        open = [opens..<closes]
        source = .arguments
    }

    private static func minute(_ name: String, _ arguments: JSONObject) throws(ToolFailure) -> Int? {
        guard let text = arguments[name]?.stringValue else { return nil }
        guard let minute = StaffDay.minute(text) else {
            throw .argument(name: name, message: "\(name) must be a time such as 09:00; it is \"\(text)\".")
        }
        return minute
    }

    /// The site's own hours of a `YYYY-MM-DD` day (platform.md 6.4).
    init(of day: String, in schedule: JSONValue) {
        let special = (schedule["specialHourPeriod"]?.arrayValue ?? []).contains { period in
            guard period["isClosed"]?.boolValue ?? true, let first = period["startDate"]?.stringValue,
                let last = period["endDate"]?.stringValue
            else { return false }
            return first.prefix(10) <= day && day <= last.prefix(10)
        }
        let periods = schedule["periods"]?.arrayValue ?? []
        guard !periods.isEmpty || special else {
            (open, source) = ([Self.usual], .assumed)
            return
        }
        let weekday = SiteCalendar.weekday(of: day)
        source = .site
        open =
            special
            ? []
            : periods.compactMap { period in
                guard let name = period["openDay"]?.stringValue, name == weekday,
                    let start = period["openTime"]?.stringValue.flatMap({ StaffDay.minute($0) })
                else { return nil }
                let isOvernight = period["closeDay"]?.stringValue ?? name != name
                let end = period["closeTime"]?.stringValue.flatMap { StaffDay.minute($0) } ?? 24 * 60
                let closes = isOvernight || end == 0 ? 24 * 60 : end
                return start < closes ? start..<closes : nil
            }.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// What is left of the hours between the busy times, which may overlap.
    func free(between busy: [Range<Int>]) -> [Range<Int>] {
        var free: [Range<Int>] = []
        for period in open {
            var start = period.lowerBound
            for taken in busy.sorted(by: { $0.lowerBound < $1.lowerBound }) where taken.upperBound > start {
                guard taken.lowerBound < period.upperBound else { break }
                if taken.lowerBound > start { free.append(start..<taken.lowerBound) }
                start = max(start, taken.upperBound)
            }
            if start < period.upperBound { free.append(start..<period.upperBound) }
        }
        return free
    }

    var json: JSONValue {
        [
            "open": .array(
                open.map { .string("\(StaffDay.clock($0.lowerBound))-\(StaffDay.clock($0.upperBound))") }),
            "source": .string(source.rawValue),
        ]
    }
}
