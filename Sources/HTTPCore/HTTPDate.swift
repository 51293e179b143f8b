/// HTTP-date (RFC 9110 section 5.6.7) and seconds since 1970-01-01T00:00:00Z, with arithmetic of our own.
package enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    /// 9999-12-31T23:59:59Z: the format has four digits for the year.
    private static let lastSecond = 253_402_300_799

    /// IMF-fixdate, e.g. `Tue, 24 Nov 2026 07:41:00 GMT`. Seconds outside the years 1970 to 9999 give the nearest date
    /// within.
    package static func text(epochSeconds: Int) -> String {
        let seconds = min(max(epochSeconds, 0), lastSecond)
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let date = civil(day: day)
        return "\(weekdays[day % 7]), \(two(date.day)) \(months[date.month - 1]) \(four(date.year)) "
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    /// The seconds that an HTTP-date names in any of its three forms; nil when it is malformed or names no real moment.
    package static func epochSeconds(_ text: String) -> Int? {
        let parts = text.utf8.split { $0 == ASCII.space || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") }
            .map { String(Substring($0)) }
        // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`
        if parts.count == 6, parts[5] == "GMT" {
            return epochSeconds(year: parts[3], month: parts[2], day: parts[1], clock: parts[4])
        }
        if parts.count == 5 {
            return epochSeconds(year: parts[4], month: parts[1], day: parts[2], clock: parts[3])
        }
        return nil
    }

    private static func epochSeconds(year: String, month: String, day: String, clock: String) -> Int? {
        let time = clock.utf8.split(separator: UInt8(ascii: ":")).map(ASCII.decimal)
        guard var year = ASCII.decimal(year.utf8), let month = months.firstIndex(of: month),
            let day = ASCII.decimal(day.utf8), time.count == 3, let hour = time[0], let minute = time[1],
            let second = time[2], hour < 24, minute < 60, second <= 60
        else { return nil }
        // Two digits are a year of this century, or of the last one where that would be far ahead.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        guard (1970...9999).contains(year) else { return nil }
        let date = self.day(year: year, month: month + 1, day: day)
        guard civil(day: date) == (year, month + 1, day) else { return nil }
        return date * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// The days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March here, so that the leap day
    /// comes last.
    private static func day(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month < 3 ? year - 1 : year
        let marchMonth = (month + 9) % 12
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + (marchMonth * 153 + 2) / 5 + day
            - 719_469
    }

    /// The date of a day counted from 1970-01-01 (not before it).
    private static func civil(day: Int) -> (year: Int, month: Int, day: Int) {
        let fromMarch0000 = day + 719_468
        let era = fromMarch0000 / 146_097
        let dayOfEra = fromMarch0000 % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = era * 400 + yearOfEra + (month < 3 ? 1 : 0)
        return (year, month, dayOfYear - (marchMonth * 153 + 2) / 5 + 1)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func four(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
    }
}
