import Gateway
import Glibc

/// Times as people read and write them, in the machine's time zone.
enum TimeText {
    /// `2026-11-24 08:45:00 +0100`.
    static func local(_ time: Timestamp) -> String { format(time, "%Y-%m-%d %H:%M:%S %z") }

    /// The distance in its largest unit, rounded: `in 6 days`, `3 minutes ago`, `now`.
    static func relative(_ time: Timestamp, to now: Timestamp = .now) -> String {
        let seconds = (time - now).components.seconds
        let units: [(name: String, seconds: Int64)] = [
            ("year", 31_557_600), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1),
        ]
        guard let unit = units.first(where: { abs(seconds) >= $0.seconds }) else { return "now" }
        let count = (abs(seconds) + unit.seconds / 2) / unit.seconds
        let words = "\(count) \(unit.name)\(count == 1 ? "" : "s")"
        return seconds > 0 ? "in \(words)" : "\(words) ago"
    }

    /// The relative form of an RFC 3339 text as the API writes it; another text as it is.
    static func relative(_ text: String, to now: Timestamp = .now) -> String {
        parse(text).map { relative($0, to: now) } ?? text
    }

    /// The local and the relative form of such a text.
    static func full(_ text: String, to now: Timestamp = .now) -> String {
        parse(text).map { "\(local($0)) (\(relative($0, to: now)))" } ?? text
    }

    /// Reads `2026-11-24`, `2026-11-24 08:45`, `2026-11-24T08:45:00`, with fractions of a second, and with `Z` or an offset
    /// (`+01:00`, `+0100`); without one the time is local. A date alone is its midnight. Nil for anything else and for
    /// dates that do not exist.
    static func parse(_ text: String) -> Timestamp? {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2)
        else { return nil }
        var (hour, minute, second, milliseconds) = (0, 0, 0, 0)
        if reader.take("T") || reader.take("t") || reader.take(" ") {
            guard let hours = reader.number(2), reader.take(":"), let minutes = reader.number(2) else { return nil }
            (hour, minute) = (hours, minutes)
            if reader.take(":") {
                guard let seconds = reader.number(2) else { return nil }
                second = seconds
                if reader.take(".") {
                    guard let fraction = reader.fraction() else { return nil }
                    milliseconds = fraction
                }
            }
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        guard (1...12).contains(month), hour < 24, minute < 60, second <= 60 else { return nil }
        var parts = tm()
        parts.tm_year = CInt(year - 1900)
        parts.tm_mon = CInt(month - 1)
        parts.tm_mday = CInt(day)
        parts.tm_hour = CInt(hour)
        parts.tm_min = CInt(minute)
        parts.tm_sec = CInt(second)
        parts.tm_isdst = -1
        let seconds: time_t
        switch offset {
        case .local: seconds = mktime(&parts)
        case .seconds(let distance): seconds = timegm(&parts) - distance
        }
        // The library turns the 31st of April into the 1st of May.
        guard parts.tm_mday == CInt(day), parts.tm_mon == CInt(month - 1) else { return nil }
        return Timestamp(milliseconds: Int64(seconds) * 1000 + Int64(milliseconds))
    }

    /// A form of strftime(3), in local time.
    static func format(_ time: Timestamp, _ form: String) -> String {
        var seconds = time_t(time.milliseconds / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return time.text }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.bindMemory(to: CChar.self).baseAddress.map { strftime($0, bytes.count, form, &parts) } ?? 0
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}

/// Reads a time's text from front to back.
private struct DigitReader {
    enum Offset { case local, seconds(Int) }
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// A fraction of a second in milliseconds; digits beyond them are dropped.
    mutating func fraction() -> Int? {
        var milliseconds = 0
        var factor = 100
        var isRead = false
        while let digit = number(1) {
            milliseconds += digit * factor
            factor /= 10
            isRead = true
        }
        return isRead ? milliseconds : nil
    }

    /// What stands behind the time; nil when it is no offset.
    mutating func offset() -> Offset? {
        if isAtEnd { return .local }
        if take("Z") || take("z") { return .seconds(0) }
        let isAhead = take("+")
        guard isAhead || take("-"), let hours = number(2) else { return nil }
        _ = take(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        let distance = hours * 3600 + minutes * 60
        return .seconds(isAhead ? distance : -distance)
    }
}
