/// A date and time as written, such as `2026-12-01T10:00:00.000-05:00`, for sums on the wall clock.
struct CivilDateTime: Equatable {
    /// Seconds since 1970-01-01T00:00:00 on the same clock.
    var seconds: Int
    /// `Z`, `+01:00` or nothing.
    let suffix: String

    /// Minutes ahead of UTC; nil when the text names no zone.
    var offsetMinutes: Int? {
        if suffix.isEmpty { return nil }
        if suffix == "Z" { return 0 }
        let digits = suffix.dropFirst().filter { $0 != ":" }
        guard let number = Int(digits) else { return nil }
        let minutes = number / 100 * 60 + number % 100
        return suffix.hasPrefix("-") ? -minutes : minutes
    }

    /// Seconds since 1970; nil when the text names no zone.
    var instant: Int? { offsetMinutes.map { seconds - $0 * 60 } }

    /// `-05:00` for seconds east of UTC.
    static func suffix(offset: Int) -> String {
        let minutes = offset.magnitude / 60
        return (offset < 0 ? "-" : "+") + padded(Int(minutes / 60), 2) + ":" + padded(Int(minutes % 60), 2)
    }

    init(seconds: Int, suffix: String) {
        self.seconds = seconds
        self.suffix = suffix
    }

    /// Nil unless the text is `YYYY-MM-DDThh:mm`, with seconds, a fraction and a zone or without.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60
        else { return nil }
        var offset = 16
        var second = 0
        if offset + 2 < bytes.count, bytes[offset] == UInt8(ascii: ":") {
            guard let value = Self.number(bytes[17..<19]), value < 60 else { return nil }
            second = value
            offset = 19
            if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
                offset += 1
                while offset < bytes.count, Self.isDigit(bytes[offset]) { offset += 1 }
            }
        }
        let suffix = String(decoding: bytes[offset...], as: UTF8.self)
        guard suffix.isEmpty || suffix == "Z" || Self.isOffset(bytes[offset...]) else { return nil }
        self.suffix = suffix
        seconds = Self.days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// `2026-12-01T10:00:00` with the suffix.
    var text: String {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        let (year, month, day) = Self.date(days)
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
            + "T\(Self.padded(rest / 3_600, 2)):\(Self.padded(rest / 60 % 60, 2)):\(Self.padded(rest % 60, 2))\(suffix)"
    }

    /// Seconds from `earlier` to this; nil when only one of the two names its zone.
    func seconds(since earlier: CivilDateTime) -> Int? {
        switch (offsetMinutes, earlier.offsetMinutes) {
        case (nil, nil): seconds - earlier.seconds
        case (let mine?, let other?): seconds - mine * 60 - (earlier.seconds - other * 60)
        default: nil
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.allSatisfy(isDigit) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func isOffset(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
        let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
        return digits.count == 4 && digits.allSatisfy(isDigit)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
    }
}
