/// What a piece of text looks like, judged by its bytes: only what has the shape of an id, a date, a number, an enum
/// word or a field name may be kept in the audit log as it is.
enum AuditShape {
    /// The longest id that is kept. Our tokens and most keys are longer.
    static let longestIdentifier = 40
    static let longestName = 64

    /// 8-4-4-4-12 hexadecimal digits (RFC 9562 section 4).
    static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for index in 0..<36 {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard isDash ? text[index] == UInt8(ascii: "-") : isHexadecimal(text[index]) else { return false }
        }
        return true
    }

    /// A date or a moment as RFC 3339 or ISO 8601 writes it: `2026-11`, `2026-11-24`, `2026-12-01T10:00:00.000Z`.
    static func isDate(_ text: Span<UInt8>) -> Bool {
        guard (7...35).contains(text.count) else { return false }
        var offset = 0
        guard take("0000-00", of: text, at: &offset) else { return false }
        if offset == text.count { return true }
        guard take("-00", of: text, at: &offset) else { return false }
        if offset == text.count { return true }
        guard take("T00:00", of: text, at: &offset) || take(" 00:00", of: text, at: &offset) else { return false }
        if take(":00", of: text, at: &offset), take(".0", of: text, at: &offset) {
            while take("0", of: text, at: &offset) {}
        }
        if offset < text.count, !take("Z", of: text, at: &offset) {
            guard take("+00", of: text, at: &offset) || take("-00", of: text, at: &offset) else { return false }
            _ = take(":00", of: text, at: &offset) || take("00", of: text, at: &offset)
        }
        return offset == text.count
    }

    /// A number of up to six digits before the point and four behind it: a price or a count, but no phone number.
    static func isShortNumber(_ text: Span<UInt8>) -> Bool {
        guard text.count <= 12 else { return false }
        var offset = 0
        _ = take("-", of: text, at: &offset)
        let whole = offset
        while take("0", of: text, at: &offset) {}
        guard (1...6).contains(offset - whole) else { return false }
        guard take(".0", of: text, at: &offset) else { return offset == text.count }
        let fraction = offset
        while take("0", of: text, at: &offset) {}
        return offset - fraction < 4 && offset == text.count
    }

    /// Moves past `pattern`, in which `0` stands for any digit; false and unmoved where the text goes on otherwise.
    private static func take(_ pattern: StaticString, of text: Span<UInt8>, at offset: inout Int) -> Bool {
        let length = pattern.utf8CodeUnitCount
        guard text.count - offset >= length else { return false }
        return pattern.withUTF8Buffer { pattern in
            for index in 0..<length {
                let byte = text[offset + index]
                guard pattern[index] == UInt8(ascii: "0") ? isDigit(byte) : byte == pattern[index] else { return false }
            }
            offset += length
            return true
        }
    }

    /// A word of an enumeration: capitals joined by `_`, digits only in short parts, e.g. `NOT_PAID`, `TIER_1`.
    static func isEnumWord(_ text: Span<UInt8>) -> Bool {
        guard (2...48).contains(text.count), isCapital(text[0]) else { return false }
        var length = 0
        var hasDigit = false
        for index in 0...text.count {
            if index < text.count, text[index] != UInt8(ascii: "_") {
                guard isCapital(text[index]) || isDigit(text[index]) else { return false }
                hasDigit = hasDigit || isDigit(text[index])
                length += 1
            } else {
                guard (1...24).contains(length), !hasDigit || length <= 3 else { return false }
                (length, hasDigit) = (0, false)
            }
        }
        return true
    }

    /// An id under a key that names one: a word of letters, digits, `-` and `_` with a digit in it, so that no name
    /// passes, and no phone number either.
    static func isIdentifier(_ text: Span<UInt8>) -> Bool {
        guard (1...longestIdentifier).contains(text.count) else { return false }
        var digits = 0
        for index in text.indices {
            let byte = text[index]
            if isDigit(byte) {
                digits += 1
            } else if !isLetter(byte), byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_") {
                return false
            }
        }
        return digits > 0 && !(digits > 8 && isDialable(text))
    }

    /// A field's name or dotted path, or an operator: `info.name.last`, `$startsWith`. Each part begins with a small
    /// letter, as in all of Wix's fields, so that a person's name does not pass.
    static func isFieldName(_ text: Span<UInt8>) -> Bool {
        guard (1...longestName).contains(text.count) else { return false }
        var isStart = true
        for index in text.indices {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "."), UInt8(ascii: "$"):
                guard byte == UInt8(ascii: "$") ? index == 0 : !isStart else { return false }
                isStart = true
            case UInt8(ascii: "_"), UInt8(ascii: "*"), UInt8(ascii: "a")...UInt8(ascii: "z"): isStart = false
            case UInt8(ascii: "-") where !isStart: break
            default:
                guard !isStart, isLetter(byte) || isDigit(byte) else { return false }
            }
        }
        return !isStart
    }

    /// A language or locale, e.g. `en`, `pt-BR`.
    static func isLocale(_ text: Span<UInt8>) -> Bool {
        guard (2...12).contains(text.count), text.indices.allSatisfy({ $0 >= 2 || isSmall(text[$0]) }) else {
            return false
        }
        var length = 0
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") {
                length = 0
            } else {
                length += 1
                guard isLetter(byte) || (index > 2 && isDigit(byte)), length <= (index < 4 ? 3 : 4) else {
                    return false
                }
            }
        }
        return length > 0
    }

    /// The opaque text of a page's place: base64url with a digit in it.
    static func isCursor(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 24 else { return false }
        var hasDigit = false
        for index in text.indices {
            let byte = text[index]
            hasDigit = hasDigit || isDigit(byte)
            guard isLetter(byte) || isDigit(byte) || "-_=+/.".utf8.contains(byte) else { return false }
        }
        return hasDigit
    }

    /// True for what a telephone could dial: digits and the signs people put between them.
    static func isDialable(_ text: Span<UInt8>) -> Bool {
        text.indices.allSatisfy { isDigit(text[$0]) || "+-()./".utf8.contains(text[$0]) }
    }

    /// The characters (Unicode scalars) of a text.
    static func count(_ text: Span<UInt8>) -> Int {
        var count = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
    static func isSmall(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }
    private static func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }
    static func isLetter(_ byte: UInt8) -> Bool { isSmall(byte | 0x20) }
    private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6 }
}
