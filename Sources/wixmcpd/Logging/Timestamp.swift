import Glibc

/// UTC times for log lines, without Foundation.
enum Timestamp {
    /// Now, as `2026-11-24T07:45:00.123Z`.
    static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return text(seconds: time.tv_sec, milliseconds: time.tv_nsec / 1_000_000)
    }

    static func text(seconds: Int, milliseconds: Int) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        return
            "\(date.map(padded).joined(separator: "-"))T\(clock.map(padded).joined(separator: ":")).\(padded(milliseconds, to: 3))Z"
    }

    private static func padded(_ number: Int) -> String { padded(number, to: 2) }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
