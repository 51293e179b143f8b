/// The `format` values that are checked. Others are notes for the reader, as the specification allows.
enum JSONSchemaFormat: String, Sendable {
    case date
    case dateTime = "date-time"
    case uuid, email, uri

    /// What a value must be, with an example.
    var sentencePart: String {
        switch self {
        case .date: "a date such as 2026-11-24"
        case .dateTime: "a date and time with its offset such as 2026-11-24T09:30:00Z"
        case .uuid: "a UUID such as 123e4567-e89b-42d3-a456-426614174000"
        case .email: "an email address such as name@example.com"
        case .uri: "a URL such as https://example.com/page"
        }
    }

    func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return switch self {
        case .date: Self.isDate(bytes[...])
        case .dateTime: Self.isDateTime(bytes)
        case .uuid: Self.isUUID(bytes)
        case .email: Self.isEmail(bytes)
        case .uri: Self.isURI(bytes)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { JSONScanner.isDigit(byte) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy(isDigit) ? Int(String(decoding: bytes, as: UTF8.self)) : nil
    }

    /// `YYYY-MM-DD`, a day that exists (RFC 3339 full-date).
    private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = number(parts[0]), let month = number(parts[1]),
            let day = number(parts[2]), (1...12).contains(month)
        else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...days).contains(day)
    }

    /// `date "T" time offset`; a leap second and a space or small t between the parts are let through (RFC 3339
    /// section 5.6).
    private static func isDateTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20, isDate(bytes[..<10]), [0x54, 0x74, 0x20].contains(bytes[10]),
            isClock(bytes[11..<16], hours: 23), bytes[16] == UInt8(ascii: ":"),
            let seconds = number(bytes[17..<19]), seconds <= 60
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let sign = rest.first else { return false }
        if sign | 0x20 == UInt8(ascii: "z") { return rest.count == 1 }
        return (sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")) && isClock(rest.dropFirst(), hours: 23)
    }

    /// `HH:MM`.
    private static func isClock(_ bytes: ArraySlice<UInt8>, hours: Int) -> Bool {
        guard bytes.count == 5, bytes[bytes.startIndex + 2] == UInt8(ascii: ":"),
            let hour = number(bytes.prefix(2)), let minute = number(bytes.suffix(2))
        else { return false }
        return hour <= hours && minute <= 59
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
            }
        }
    }

    /// One `@` with something before it and a dotted or local host behind it; no spaces, no control characters.
    private static func isEmail(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= 320, let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > 0, at + 1 < bytes.count else {
            return false
        }
        let host = bytes[(at + 1)...]
        return bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F } && bytes[..<at].allSatisfy { $0 != UInt8(ascii: "@") }
            && !host.contains(UInt8(ascii: ",")) && host.first != UInt8(ascii: ".") && host.last != UInt8(ascii: ".")
    }

    /// A scheme, a colon and something without spaces (RFC 3986 section 3).
    private static func isURI(_ bytes: [UInt8]) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0] | 0x20)
        else { return false }
        let isScheme = bytes[..<colon].allSatisfy {
            isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
                || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0)
        }
        return isScheme && bytes[colon...].allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}
