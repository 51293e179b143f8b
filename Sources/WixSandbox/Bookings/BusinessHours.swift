import JSON

/// The week's opening hours of the site. Staff work by them unless they have hours of their own, and here none have.
struct BusinessHours {
    private static let days = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"]
    private static let dayMinutes: Int64 = 24 * 60

    /// Minutes since the beginning of Sunday; a period that ends in the next week ends behind it.
    private let periods: [Range<Int64>]

    /// - Parameter properties: of the site.
    init(_ properties: JSONValue) {
        let schedule = properties.value(at: "properties.businessSchedule.periods")?.arrayValue ?? []
        periods = schedule.compactMap { period in
            guard let opens = Self.minute(period["openDay"], period["openTime"]),
                let closes = Self.minute(period["closeDay"], period["closeTime"])
            else { return nil }
            return opens..<(closes > opens ? closes : closes + 7 * Self.dayMinutes)
        }
    }

    /// A site that has told no hours is always open.
    func contain(_ start: Timestamp, _ end: Timestamp) -> Bool {
        guard !periods.isEmpty else { return true }
        let day = Int64(SiteZone.dayNumber(at: start))
        let wall = start.milliseconds + Int64(SiteZone.offset(at: start)) * 1000
        let minute =
            Int64(CivilDate(dayNumber: day).weekday) * Self.dayMinutes
            + wall.flooredRemainder(Timestamp.day) / Timestamp.minute
        let length = (end.milliseconds - start.milliseconds) / Timestamp.minute
        // The second look is for a period that began in the week before.
        return [minute, minute + 7 * Self.dayMinutes].contains { first in
            periods.contains { $0.lowerBound <= first && first + length <= $0.upperBound }
        }
    }

    private static func minute(_ day: JSONValue?, _ time: JSONValue?) -> Int64? {
        let parts = (time?.stringValue ?? "").split(separator: ":").compactMap { Int64($0) }
        guard let day = day?.stringValue.flatMap({ days.firstIndex(of: $0) }), parts.count == 2 else { return nil }
        return Int64(day) * dayMinutes + parts[0] * 60 + parts[1]
    }
}
