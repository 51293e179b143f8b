import Foundation

/// The one place that knows time zones: turns a plain day of a site into an instant.
struct SiteCalendar {
    private let calendar: Calendar

    /// - Parameter timeZone: an IANA name; nil for one that is not known.
    init?(timeZone: String) {
        guard let zone = TimeZone(identifier: timeZone) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// The first instant of a `YYYY-MM-DD` day, or of the day `offset` days after it, as UTC text; nil when there is no
    /// such day.
    func start(of day: String, offset: Int = 0) -> String? {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...9998).contains(parts[0]) else { return nil }
        let midnight = DateComponents(year: parts[0], month: parts[1], day: parts[2])
        guard midnight.isValidDate(in: calendar), let date = calendar.date(from: midnight),
            let moved = calendar.date(byAdding: .day, value: offset, to: date)
        else { return nil }
        // A day whose midnight does not exist begins when its clocks begin.
        let start = calendar.startOfDay(for: moved)
        return Self.text(Int(start.timeIntervalSince1970.rounded()))
    }

    /// `2026-12-07T05:00:00.000Z`.
    private static func text(_ seconds: Int) -> String {
        CivilDateTime(seconds: seconds, suffix: "").text + ".000Z"
    }
}
