import Glibc

/// A moment in milliseconds since 1970-01-01T00:00:00Z, as records and the API know it (RFC 3339).
package struct Timestamp: Sendable, Hashable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The system's wall clock.
    package static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    package static func + (left: Timestamp, right: Duration) -> Timestamp {
        let (seconds, attoseconds) = right.components
        return Timestamp(milliseconds: left.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// From `left` until `right`.
    package static func - (right: Timestamp, left: Timestamp) -> Duration {
        .milliseconds(right.milliseconds - left.milliseconds)
    }

    /// In UTC, e.g. `2026-11-24T07:45:00.123Z`.
    package var text: String {
        var (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        if fraction < 0 { (seconds, fraction) = (seconds - 1, fraction + 1000) }
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        return Self.joined(date, "-") + "T" + Self.joined(clock, ":") + "." + Self.padded(Int(fraction), to: 3) + "Z"
    }

    private static func joined(_ numbers: [Int], _ separator: String) -> String {
        numbers.map { padded($0, to: 2) }.joined(separator: separator)
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
