extension JSONScanner {
    /// Checks the string whose opening quote is at `offset` and moves past its closing quote. True when it has escapes.
    static func string(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) -> Bool {
        offset += 1
        var hasEscapes = false
        while true {
            skipPlain(text, &offset)
            guard offset < text.count else { throw JSONError(reason: .unexpectedEnd, offset: offset) }
            switch text[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape(text, &offset)
            case ..<0x20: throw JSONError(reason: .controlCharacterInString, offset: offset)
            case 0x80...: try multibyte(text, &offset)
            default: offset += 1
            }
        }
    }

    /// Moves over ASCII that needs no attention inside a string: sixteen bytes at a time, then one by one.
    @inline(__always)
    static func skipPlain(_ text: Span<UInt8>, _ offset: inout Int) {
        while let low = text.word(at: offset), let high = text.word(at: offset + 8) {
            let inLow = JSONWord.needsAttention(low)
            let inHigh = JSONWord.needsAttention(high)
            if inLow | inHigh != 0 {
                offset += inLow != 0 ? inLow.trailingZeroBitCount >> 3 : 8 + inHigh.trailingZeroBitCount >> 3
                return
            }
            offset += 16
        }
        while offset < text.count {
            let byte = text[offset]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            offset += 1
        }
    }

    /// One escape sequence, or two that form a surrogate pair.
    private static func escape(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        let start = offset
        guard offset + 1 < text.count else { throw JSONError(reason: .unexpectedEnd, offset: text.count) }
        guard text[offset + 1] == UInt8(ascii: "u") else {
            guard simpleEscape(text[offset + 1]) != nil else { throw JSONError(reason: .badEscape, offset: start) }
            offset += 2
            return
        }
        let unit = try hexUnit(text, start)
        offset += 6
        guard unit & 0xF800 == 0xD800 else { return }
        guard unit < 0xDC00, offset + 1 < text.count, text[offset] == UInt8(ascii: "\\"),
            text[offset + 1] == UInt8(ascii: "u"), try hexUnit(text, offset) & 0xFC00 == 0xDC00
        else { throw JSONError(reason: .badEscape, offset: start) }
        offset += 6
    }

    /// The UTF-16 code unit of the `\uXXXX` at `offset`.
    static func hexUnit(_ text: Span<UInt8>, _ offset: Int) throws(JSONError) -> UInt16 {
        guard offset + 6 <= text.count else { throw JSONError(reason: .unexpectedEnd, offset: text.count) }
        var unit: UInt16 = 0
        for index in (offset + 2)..<(offset + 6) {
            guard let digit = hexDigit(text[index]) else { throw JSONError(reason: .badEscape, offset: offset) }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte - UInt8(ascii: "0") }
        let letter = byte | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f") ? letter - UInt8(ascii: "a") + 10 : nil
    }

    /// The byte that a two-character escape stands for.
    static func simpleEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Every multi-byte sequence from `offset` on (RFC 3629 section 4): no overlong form, no surrogate, nothing above
    /// U+10FFFF.
    private static func multibyte(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        while offset < text.count, text[offset] >= 0x80 {
            let lead = text[offset]
            let (length, lowest, highest): (Int, UInt8, UInt8) =
                switch lead {
                case 0xC2...0xDF: (2, 0x80, 0xBF)
                case 0xE0: (3, 0xA0, 0xBF)
                case 0xED: (3, 0x80, 0x9F)
                case 0xE1...0xEF: (3, 0x80, 0xBF)
                case 0xF0: (4, 0x90, 0xBF)
                case 0xF1...0xF3: (4, 0x80, 0xBF)
                case 0xF4: (4, 0x80, 0x8F)
                default: (0, 0, 0)
                }
            guard length > 0, offset + length <= text.count,
                text[offset + 1] >= lowest, text[offset + 1] <= highest
            else { throw JSONError(reason: .invalidUTF8, offset: offset) }
            for index in (offset + 2)..<(offset + max(length, 2)) where text[index] & 0xC0 != 0x80 {
                throw JSONError(reason: .invalidUTF8, offset: offset)
            }
            offset += length
        }
    }

    /// The text between the quotes of a checked string. Malformed escapes, which only unchecked bytes can hold, become
    /// U+FFFD.
    static func decoded(_ bytes: [UInt8], _ range: Range<Int>, hasEscapes: Bool) -> String {
        guard hasEscapes else { return String(decoding: bytes[range], as: UTF8.self) }
        return String(decoding: unescaped(bytes.span.extracting(range)), as: UTF8.self)
    }

    /// The bytes that the inside of a string stands for.
    static func unescaped(_ text: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            if byte != UInt8(ascii: "\\") || offset + 1 >= text.count {
                output.append(byte)
                offset += 1
            } else if let plain = simpleEscape(text[offset + 1]) {
                output.append(plain)
                offset += 2
            } else {
                appendScalar(text, &offset, to: &output)
            }
        }
        return output
    }

    /// Appends the scalar that the `\uXXXX` escape or surrogate pair at `offset` stands for.
    private static func appendScalar(_ text: Span<UInt8>, _ offset: inout Int, to output: inout [UInt8]) {
        let unit = (try? hexUnit(text, offset)) ?? 0xDC00
        offset = min(offset + 6, text.count)
        var value = UInt32(unit)
        if unit & 0xFC00 == 0xD800, let low = try? hexUnit(text, offset), low & 0xFC00 == 0xDC00 {
            value = 0x10000 + (UInt32(unit & 0x3FF) << 10) + UInt32(low & 0x3FF)
            offset += 6
        }
        output.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    }
}
