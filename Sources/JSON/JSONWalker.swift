/// Steps through text that `JSONBytes.validate` accepted without checking it again. On any other bytes the answers mean
/// nothing, but every step stays within the text and moves forward.
enum JSONWalker {
    /// A member's name: the bytes between its quotes.
    struct Key {
        let range: Range<Int>
        let hasEscapes: Bool

        /// What `JSONName.matches` compares first.
        @inline(__always)
        func prefix(_ text: Span<UInt8>) -> UInt64 { JSONName.prefix(text, range) }
    }

    /// Steps into the object or array at `offset`; false when the value is of another kind.
    @inline(__always)
    static func enter(_ opening: UInt8, _ text: Span<UInt8>, _ offset: inout Int) -> Bool {
        JSONScanner.skipWhitespace(text, &offset)
        guard offset < text.count, text[offset] == opening else { return false }
        offset += 1
        return true
    }

    /// Moves to the next element, or past the closing bracket and answers false.
    @inline(__always)
    static func nextElement(_ text: Span<UInt8>, _ offset: inout Int) -> Bool {
        skipSeparators(text, &offset)
        guard offset < text.count else { return false }
        if text[offset] != UInt8(ascii: "]") { return true }
        offset += 1
        return false
    }

    /// Reads the next member's name and moves to its value, or moves past the closing brace and answers nil.
    @inline(__always)
    static func nextMember(_ text: Span<UInt8>, _ offset: inout Int) -> Key? {
        skipSeparators(text, &offset)
        guard offset < text.count else { return nil }
        guard text[offset] == UInt8(ascii: "\"") else {
            offset += 1
            return nil
        }
        let start = offset + 1
        let hasEscapes = skipString(text, &offset)
        let key = Key(range: start..<max(start, offset - 1), hasEscapes: hasEscapes)
        skipSeparators(text, &offset)
        return key
    }

    /// White space, commas and colons: what may stand between the parts of a checked container.
    @inline(__always)
    private static func skipSeparators(_ text: Span<UInt8>, _ offset: inout Int) {
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    /// Moves past the string whose opening quote is at `offset`. True when it has escapes.
    @inline(__always)
    static func skipString(_ text: Span<UInt8>, _ offset: inout Int) -> Bool {
        offset += 1
        var hasEscapes = false
        while true {
            skipToQuoteOrBackslash(text, &offset)
            guard offset < text.count else { return hasEscapes }
            if text[offset] == UInt8(ascii: "\"") {
                offset += 1
                return hasEscapes
            }
            hasEscapes = true
            offset = min(offset + 2, text.count)
        }
    }

    @inline(__always)
    private static func skipToQuoteOrBackslash(_ text: Span<UInt8>, _ offset: inout Int) {
        while let word = text.word(at: offset) {
            let found = JSONWord.quoteOrBackslash(word)
            if found != 0 {
                offset += found.trailingZeroBitCount >> 3
                return
            }
            offset += 8
        }
        while offset < text.count, text[offset] != UInt8(ascii: "\""), text[offset] != UInt8(ascii: "\\") {
            offset += 1
        }
    }

    /// Moves past the value at `offset`: a string, a container with all it holds, or a number or word.
    static func skipValue(_ text: Span<UInt8>, _ offset: inout Int) {
        var depth = 0
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "\""): _ = skipString(text, &offset)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                offset += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
            default: skipScalar(text, &offset)
            }
            if depth <= 0 { return }
            skipSeparators(text, &offset)
        }
    }

    /// Moves past a number or a word; at least one byte.
    @inline(__always)
    private static func skipScalar(_ text: Span<UInt8>, _ offset: inout Int) {
        offset += 1
        while offset < text.count {
            switch text[offset] {
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                offset += 1
            default: return
            }
        }
    }
}
