import JSON
import WixAPI
import WixCatalogue

/// The free times of a day between the bookings of each staff member, within the opening hours.
///
/// Parameters: `bookings`, `staff` (the tools that list them), `site` (the tool that reads the opening hours).
enum CalendarGapsBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let asked = try Hours(asked: call.arguments)
        let now = SiteCalendar.instant
        let day = try await StaffDay(call, context)
        let hours: Hours
        if let asked {
            hours = asked
        } else {
            let site = try await context.answer(of: call.tool("site"), JSONObject(), for: call)
            hours = Hours(of: day.day, in: site["businessSchedule"] ?? .null)
        }
        let open = try hours.open(on: day.site, from: day.site.minute(of: now), to: day.known)
        let shortest = call.integer("minutes", default: 30)
        let staff = Set(day.staff.map(\.resourceID))
        let result = day.byMember.filter { staff.contains($0.member.resourceID) }.map { group -> JSONValue in
            let busy = group.bookings.compactMap { day.minutes(of: $0) }
            let free = Hours.free(in: open, between: busy).filter { $0.count >= shortest }
            return [
                "staff": .string(group.member.name), "resourceId": .string(group.member.resourceID),
                "bookings": .int(group.bookings.count), "freeMinutes": .int(free.reduce(0) { $0 + $1.count }),
                "free": .array(
                    free.map { gap in
                        [
                            "from": .string(day.site.clock(gap.lowerBound)),
                            "to": .string(day.site.clock(gap.upperBound)),
                            "minutes": .int(gap.count),
                        ]
                    }),
            ]
        }
        var answer = ReportAnswer(
            value: [
                "date": .string(day.day), "timeZone": .string(day.site.calendar.timeZone), "hours": hours.json,
                "result": .array(result),
            ], list: "result")
        day.tell(&answer)
        return answer.result(for: call)
    }
}

/// The hours in which a site is open on one day, as minutes on the clock.
struct Hours {
    private enum Source: String { case arguments, site, assumed }

    private let periods: [Range<Int>]
    private let source: Source

    /// For a site that has told no hours at all.
    private static let usual = 9 * 60..<17 * 60

    /// `opens` and `closes`; nil when neither is given.
    init?(asked arguments: JSONObject) throws(ToolFailure) {
        guard arguments["opens"] != nil || arguments["closes"] != nil else { return nil }
        let opens = try Self.minute("opens", arguments) ?? 0
        let closes = try Self.minute("closes", arguments) ?? 24 * 60
        guard opens < closes else { throw .argument(name: "closes", message: "closes must be later than opens.") }
        periods = [opens..<closes]
        source = .arguments
    }

    private static func minute(_ name: String, _ arguments: JSONObject) throws(ToolFailure) -> Int? {
        guard let text = arguments[name]?.stringValue else { return nil }
        guard let minute = Self.minute(text) else {
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
            (self.periods, source) = ([Self.usual], .assumed)
            return
        }
        let weekday = SiteCalendar.weekday(of: day)
        source = .site
        self.periods =
            special
            ? []
            : periods.compactMap { period in
                guard let name = period["openDay"]?.stringValue, name == weekday,
                    let start = period["openTime"]?.stringValue.flatMap({ Self.minute($0) })
                else { return nil }
                let isOvernight = period["closeDay"]?.stringValue ?? name != name
                let end = period["closeTime"]?.stringValue.flatMap { Self.minute($0) } ?? 24 * 60
                let closes = isOvernight || end == 0 ? 24 * 60 : end
                return start < closes ? start..<closes : nil
            }.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The hours as minutes of a day that are still to come at `now`, as far as its bookings are `known`. Of a day that is
    /// over nothing is cut off.
    func open(on day: SiteDay, from now: Int, to known: Int) throws(ToolFailure) -> [Range<Int>] {
        let first = now < day.length ? now : 0
        var open: [Range<Int>] = []
        for period in periods {
            let opens = max(try minute(period.lowerBound, "opens", of: day, \.first), first)
            let closes = min(try minute(period.upperBound, "closes", of: day, \.last), known)
            if opens < closes { open.append(opens..<closes) }
        }
        return open
    }

    /// A time of the clock as a minute of the day. A time that the clocks jump over is refused, or, of the site's own
    /// hours, is the next one that there is.
    private func minute(
        _ wall: Int, _ name: String, of day: SiteDay, _ side: KeyPath<[Int], Int?>
    ) throws(ToolFailure) -> Int {
        var wall = wall
        while wall < 24 * 60, day.minutes(showing: wall).isEmpty {
            guard source != .arguments || wall == 0 else {
                throw .finding(
                    code: "NO_SUCH_TIME",
                    message: "\(name): there is no \(Self.clock(wall)) on \(day.day): the clocks go forward over it.",
                    hint: "Give a time before or after the change.")
            }
            wall += 1
        }
        return day.minutes(showing: wall)[keyPath: side] ?? day.length
    }

    /// What is left of open hours between the busy times, which may overlap.
    static func free(in open: [Range<Int>], between busy: [Range<Int>]) -> [Range<Int>] {
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
                periods.map { .string("\(Self.clock($0.lowerBound))-\(Self.clock($0.upperBound))") }),
            "source": .string(source.rawValue),
        ]
    }

    /// `09:05`.
    private static func clock(_ minute: Int) -> String {
        let (hours, minutes) = (minute / 60, minute % 60)
        return (hours < 10 ? "0" : "") + "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes)"
    }

    /// The minute that `09:05` is; nil for anything else.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).prefix(2).map { Int($0) }
        guard parts.count == 2, let hours = parts[0], let minutes = parts[1], (0...24).contains(hours),
            (0..<60).contains(minutes), hours * 60 + minutes <= 24 * 60
        else { return nil }
        return hours * 60 + minutes
    }
}
