/// The coding of `Mcp-Name` and `Mcp-Param-*` values (2026-07-28, "Value Encoding").
package enum HeaderValue {
    private static let prefix = "=?base64?"
    private static let suffix = "?="

    /// The text that a header value stands for: itself, or what its `=?base64?…?=` form holds.
    /// Nil when that form holds no canonical base64 of UTF-8 text.
    package static func decode(_ value: String) -> String? {
        let units = value.utf8
        let isCoded =
            units.count >= prefix.utf8.count + suffix.utf8.count
            && units.starts(with: prefix.utf8) && units.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
        guard isCoded else { return value }
        guard let bytes = base64(units.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Standard base64 with padding (RFC 4648 section 4); nil for any other character, bad padding or stray bits.
    private static func base64(_ text: Substring.UTF8View) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        let digits = text.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.count - digits.count
        guard padding <= 2, text.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = sextet(digit) else { return nil }
            bits = bits << 6 | value
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            bits &= (1 << UInt32(count)) - 1
        }
        return bits == 0 ? output : nil
    }

    private static func sextet(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
