/// The site's time zone, America/New_York, by its present rule (daylight saving from the second Sunday of March to the
/// first Sunday of November), so that the sandbox needs neither Foundation nor the machine's zone files.
enum SiteZone {
    static let name = "America/New_York"

    /// Seconds east of UTC at a moment.
    static func offset(at moment: Timestamp) -> Int {
        let year = CivilDate(dayNumber: moment.milliseconds.flooredQuotient(Timestamp.day)).year
        // 02:00 local is 07:00 UTC before the spring change and 06:00 UTC before the autumn one.
        let begin = Int64(sunday(2, of: 3, year)) * Timestamp.day + 7 * Timestamp.hour
        let end = Int64(sunday(1, of: 11, year)) * Timestamp.day + 6 * Timestamp.hour
        return (begin..<end).contains(moment.milliseconds) ? -4 * 3600 : -5 * 3600
    }

    /// The number of the local day that holds a moment.
    static func dayNumber(at moment: Timestamp) -> Int {
        Int((moment.milliseconds + Int64(offset(at: moment)) * 1000).flooredQuotient(Timestamp.day))
    }

    /// The moment of a local wall-clock time.
    static func moment(day: Int, minute: Int) -> Timestamp {
        let wall = Int64(day) * Timestamp.day + Int64(minute) * Timestamp.minute
        let standard = Timestamp(milliseconds: wall + 5 * Timestamp.hour)
        let summer = Timestamp(milliseconds: wall + 4 * Timestamp.hour)
        return offset(at: summer) == -4 * 3600 ? summer : standard
    }

    /// `2026-12-01T10:00:00.000-05:00`.
    static func text(_ moment: Timestamp) -> String {
        let offset = offset(at: moment)
        let wall = moment.milliseconds + Int64(offset) * 1000
        let date = CivilDate(dayNumber: wall.flooredQuotient(Timestamp.day))
        return
            "\(date.text)T\(ClockTime(milliseconds: wall.flooredRemainder(Timestamp.day)).text)-0\(-offset / 3600):00"
    }

    /// Reads a local wall-clock time such as `2026-12-01T10:00:00`, or a date-time with an offset or `Z`.
    static func moment(_ text: String) -> Timestamp? {
        if let absolute = Timestamp(text) { return absolute }
        guard let wall = Timestamp(text + "Z") else { return nil }
        let day = wall.milliseconds.flooredQuotient(Timestamp.day)
        return moment(day: Int(day), minute: Int(wall.milliseconds.flooredRemainder(Timestamp.day) / Timestamp.minute))
    }

    private static func sunday(_ ordinal: Int, of month: Int, _ year: Int) -> Int {
        let first = CivilDate(year: year, month: month, day: 1)
        return first.dayNumber + (7 - first.weekday) % 7 + (ordinal - 1) * 7
    }
}
