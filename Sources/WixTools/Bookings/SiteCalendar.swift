import Foundation

/// The one place that knows time zones: turns a plain day of a site into an instant.
struct SiteCalendar {
    private let calendar: Calendar

    /// Made once: a calendar costs more to make than to use.
    static let utc = SiteCalendar(timeZone: "UTC")

    /// - Parameter timeZone: an IANA name; nil for one that is not known.
    init?(timeZone: String) {
        guard let zone = TimeZone(identifier: timeZone) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.calendar = calendar
    }

    /// The IANA name of the site's time zone.
    var timeZone: String { calendar.timeZone.identifier }

    /// The day as `YYYY-MM-DD` that a text means on the site at `now`: such a date, or `today`, `tomorrow` or
    /// `yesterday`; nil for anything else and for days that do not exist.
    func day(_ text: String, now: Date = Date()) -> String? {
        if let offset = Self.words[text.lowercased()] {
            guard let date = calendar.date(byAdding: .day, value: offset, to: now) else { return nil }
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
            return Self.text(year, month, day)
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], start(of: text) != nil else { return nil }
        return text
    }

    private static let words = ["yesterday": -1, "today": 0, "tomorrow": 1]

    private static func text(_ year: Int, _ month: Int, _ day: Int) -> String {
        String(CivilDateTime(seconds: CivilDateTime.days(year, month, day) * 86_400, suffix: "").text.prefix(10))
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

    /// The day of the site, and the minute of that day, in which an instant such as `2026-12-07T05:00:00.000Z` lies.
    func place(of instant: String) -> (day: String, minute: Int)? {
        guard let seconds = CivilDateTime(instant)?.instant else { return nil }
        let date = Date(timeIntervalSince1970: Double(seconds))
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        guard let year = parts.year, let month = parts.month, let day = parts.day, let hour = parts.hour,
            let minute = parts.minute
        else { return nil }
        return (Self.text(year, month, day), hour * 60 + minute)
    }

    /// Seconds east of UTC at an instant, which is in seconds since 1970.
    private func offset(at instant: Int) -> Int {
        calendar.timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    }

    /// The instants at which the clocks show `wall`, seconds since 1970 as if in UTC: none for a time that is jumped
    /// over, two for one that comes twice.
    func instants(of wall: Int) -> [Int] {
        let offsets = Set([offset(at: wall - 86_400), offset(at: wall + 86_400)])
        return offsets.map { wall - $0 }.filter { $0 + offset(at: $0) == wall }.sorted()
    }

    /// What the clocks show at an instant, with their distance from UTC.
    func local(_ instant: Int) -> CivilDateTime {
        let offset = offset(at: instant)
        return CivilDateTime(seconds: instant + offset, suffix: CivilDateTime.suffix(offset: offset))
    }

    /// `2026-12-24T18:30-05:00` for an instant as Wix writes it; nil for a text that names none.
    func local(_ text: String) -> String? {
        guard let instant = CivilDateTime(text)?.instant else { return nil }
        let local = local(instant)
        return local.text.prefix(16) + local.suffix
    }

    /// This instant as UTC text.
    static var now: String { text(instant) }

    /// This instant, in seconds since 1970.
    static var instant: Int { Int(Date().timeIntervalSince1970) }

    /// Whole days from one day of the calendar to another.
    static func days(from first: String, to last: String) -> Int? {
        guard let start = CivilDateTime(first + "T00:00"), let end = CivilDateTime(last + "T00:00") else { return nil }
        return (end.seconds - start.seconds) / 86_400
    }

    /// `MONDAY` for such a `YYYY-MM-DD`.
    static func weekday(of day: String) -> String? {
        guard let days = days(from: "1970-01-01", to: day) else { return nil }
        let names = ["THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY"]
        return names[((days % 7) + 7) % 7]
    }

    /// `2026-12-07T05:00:00.000Z` for seconds since 1970.
    static func text(_ seconds: Int) -> String {
        CivilDateTime(seconds: seconds, suffix: "").text + ".000Z"
    }
}
