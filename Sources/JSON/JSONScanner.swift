/// The grammar of RFC 8259, byte by byte, shared by the parser and the validator. Functions take the text as a span
/// and move `offset`.
enum JSONScanner {
    @inline(__always)
    static func skipWhitespace(_ text: Span<UInt8>, _ offset: inout Int) {
        while offset < text.count {
            switch text[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    static func expect(_ byte: UInt8, _ text: Span<UInt8>, _ offset: Int) throws(JSONError) {
        guard offset < text.count else { throw JSONError(reason: .unexpectedEnd, offset: offset) }
        guard text[offset] == byte else { throw JSONError(reason: .unexpectedByte, offset: offset) }
    }

    /// Only white space may follow the value.
    static func end(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        skipWhitespace(text, &offset)
        if offset < text.count { throw JSONError(reason: .trailingBytes, offset: offset) }
    }

    /// Steps over the bracket that opens a container when another level is allowed.
    @inline(__always)
    static func open(_ levels: Int, _ offset: inout Int) throws(JSONError) {
        guard levels > 0 else { throw JSONError(reason: .tooDeep, offset: offset) }
        offset += 1
    }

    /// Moves to the next element or member of a container, or past its `closing` bracket and answers false.
    @inline(__always)
    static func hasNext(
        _ text: Span<UInt8>, _ offset: inout Int, _ closing: UInt8, isFirst: Bool
    ) throws(JSONError) -> Bool {
        skipWhitespace(text, &offset)
        if offset < text.count, text[offset] == closing {
            offset += 1
            return false
        }
        if isFirst { return true }
        try expect(UInt8(ascii: ","), text, offset)
        offset += 1
        skipWhitespace(text, &offset)
        return true
    }

    /// The colon after a member's name, with the white space around it.
    @inline(__always)
    static func colon(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        skipWhitespace(text, &offset)
        try expect(UInt8(ascii: ":"), text, offset)
        offset += 1
        skipWhitespace(text, &offset)
    }

    /// `true`, `false` or `null`.
    @inline(__always)
    static func literal(_ word: String, _ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        for byte in word.utf8 {
            try expect(byte, text, offset)
            offset += 1
        }
    }

    /// Checks one value that starts at `offset`; `levels` is how many more containers may open.
    static func value(_ text: Span<UInt8>, _ offset: inout Int, levels: Int) throws(JSONError) {
        guard offset < text.count else { throw JSONError(reason: .unexpectedEnd, offset: offset) }
        switch text[offset] {
        case UInt8(ascii: "\""): _ = try string(text, &offset)
        case UInt8(ascii: "{"): try members(text, &offset, levels: levels)
        case UInt8(ascii: "["): try elements(text, &offset, levels: levels)
        case UInt8(ascii: "t"): try literal("true", text, &offset)
        case UInt8(ascii: "f"): try literal("false", text, &offset)
        case UInt8(ascii: "n"): try literal("null", text, &offset)
        default: try number(text, &offset)
        }
    }

    private static func members(_ text: Span<UInt8>, _ offset: inout Int, levels: Int) throws(JSONError) {
        try open(levels, &offset)
        var isFirst = true
        while try hasNext(text, &offset, UInt8(ascii: "}"), isFirst: isFirst) {
            try expect(UInt8(ascii: "\""), text, offset)
            _ = try string(text, &offset)
            try colon(text, &offset)
            try value(text, &offset, levels: levels - 1)
            isFirst = false
        }
    }

    private static func elements(_ text: Span<UInt8>, _ offset: inout Int, levels: Int) throws(JSONError) {
        try open(levels, &offset)
        var isFirst = true
        while try hasNext(text, &offset, UInt8(ascii: "]"), isFirst: isFirst) {
            try value(text, &offset, levels: levels - 1)
            isFirst = false
        }
    }

    static func number(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        let start = offset
        if offset < text.count, text[offset] == UInt8(ascii: "-") { offset += 1 }
        if offset < text.count, text[offset] == UInt8(ascii: "0") {
            offset += 1
            if offset < text.count, isDigit(text[offset]) { throw JSONError(reason: .badNumber, offset: offset) }
        } else if offset < text.count, offset == start, !isDigit(text[offset]) {
            throw JSONError(reason: .unexpectedByte, offset: offset)
        } else {
            try digits(text, &offset)
        }
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits(text, &offset)
        }
        if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < text.count, text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try digits(text, &offset)
        }
    }

    @inline(__always)
    private static func digits(_ text: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        guard offset < text.count else { throw JSONError(reason: .unexpectedEnd, offset: offset) }
        guard isDigit(text[offset]) else { throw JSONError(reason: .badNumber, offset: offset) }
        while offset < text.count, isDigit(text[offset]) { offset += 1 }
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
