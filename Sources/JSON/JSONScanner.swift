/// The grammar of RFC 8259, byte by byte, shared by the parser and the validator. Functions take the text as a span
/// and move `offset`.
enum JSONScanner {
    @inline(__always)
    static func skipWhitespace(_ text: Span<UInt8>, _ offset: inout Int) {
        // One comparison in text without white space.
        while offset < text.count, text[offset] <= 0x20 {
            guard isWhitespace(text[offset]) else { return }
            offset += 1
        }
    }

    @inline(__always)
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

    /// Checks one value that starts at `offset` and notes it in `entries`; `levels` is how many more containers may
    /// open.
    static func value(
        _ text: Span<UInt8>, _ offset: inout Int, levels: Int, _ entries: inout OutputSpan<JSONIndex.Entry>
    ) throws(JSONError) {
        guard offset < text.count else { throw JSONError(reason: .unexpectedEnd, offset: offset) }
        let start = offset
        switch text[offset] {
        case UInt8(ascii: "\""):
            let hasEscapes = try string(text, &offset)
            entries.note(start, offset, hasEscapes: hasEscapes)
            return
        case UInt8(ascii: "{"): return try members(text, &offset, levels: levels, &entries)
        case UInt8(ascii: "["): return try elements(text, &offset, levels: levels, &entries)
        case UInt8(ascii: "t"): try literal("true", text, &offset)
        case UInt8(ascii: "f"): try literal("false", text, &offset)
        case UInt8(ascii: "n"): try literal("null", text, &offset)
        default: try number(text, &offset)
        }
        entries.note(start, offset)
    }

    private static func members(
        _ text: Span<UInt8>, _ offset: inout Int, levels: Int, _ entries: inout OutputSpan<JSONIndex.Entry>
    ) throws(JSONError) {
        let index = entries.count
        entries.note(offset, offset)
        try open(levels, &offset)
        var isFirst = true
        while try hasNext(text, &offset, UInt8(ascii: "}"), isFirst: isFirst) {
            let start = offset
            try expect(UInt8(ascii: "\""), text, offset)
            let hasEscapes = try string(text, &offset)
            entries.note(start, offset, hasEscapes: hasEscapes)
            try colon(text, &offset)
            try value(text, &offset, levels: levels - 1, &entries)
            isFirst = false
        }
        entries.close(index, end: offset)
    }

    private static func elements(
        _ text: Span<UInt8>, _ offset: inout Int, levels: Int, _ entries: inout OutputSpan<JSONIndex.Entry>
    ) throws(JSONError) {
        let index = entries.count
        entries.note(offset, offset)
        try open(levels, &offset)
        var isFirst = true
        while try hasNext(text, &offset, UInt8(ascii: "]"), isFirst: isFirst) {
            try value(text, &offset, levels: levels - 1, &entries)
            isFirst = false
        }
        entries.close(index, end: offset)
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

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
