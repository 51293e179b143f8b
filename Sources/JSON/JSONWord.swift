/// Eight bytes of text looked at together. Each test sets the high bit of the bytes it finds; the lowest bit set is
/// exact.
enum JSONWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Bytes that end a plain ASCII run in a string: quote, backslash, control characters, anything not ASCII.
    @inline(__always)
    static func needsAttention(_ word: UInt64) -> UInt64 {
        // What is not ASCII is found anyway, so that the tests for the others need not leave it out.
        let quote = (word ^ ones &* UInt64(UInt8(ascii: "\""))) &- ones
        let backslash = (word ^ ones &* UInt64(UInt8(ascii: "\\"))) &- ones
        let control = word &- ones &* 0x20
        return (quote | backslash | control | word) & highs
    }

    /// Bytes that a JSON string must escape: quote, backslash, control characters.
    @inline(__always)
    static func needsEscape(_ word: UInt64) -> UInt64 {
        let control = (word &- ones &* 0x20) & ~word
        return
            (zeros(word ^ ones &* UInt64(UInt8(ascii: "\""))) | zeros(word ^ ones &* UInt64(UInt8(ascii: "\\")))
            | control)
            & highs
    }

    /// Bytes that end a run inside a string that is already known to be valid: quote and backslash.
    @inline(__always)
    static func quoteOrBackslash(_ word: UInt64) -> UInt64 {
        (zeros(word ^ ones &* UInt64(UInt8(ascii: "\""))) | zeros(word ^ ones &* UInt64(UInt8(ascii: "\\")))) & highs
    }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
}

extension Span<UInt8> {
    /// The eight bytes from `offset` on, the first one lowest; nil near the end.
    @inline(__always)
    func word(at offset: Int) -> UInt64? {
        guard offset >= 0, offset <= count - 8 else { return nil }
        // Checked above, and every bit pattern is a UInt64: this is the one load the standard library calls unsafe
        // here.
        return unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
