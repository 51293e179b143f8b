/// A member name made ready to be compared with many keys: by length and first eight bytes, then by the rest.
struct JSONName: Sendable {
    private let utf8: [UInt8]
    private let count: Int
    private let prefix: UInt64
    /// The last eight bytes, of which shorter names have none.
    private let suffix: UInt64?
    /// A bit of 64: a set of names whose bits are gathered tells most other keys at once.
    var bit: UInt64 { Self.bit(prefix, count) }

    init(_ name: String) {
        let utf8 = Array(name.utf8)
        self.utf8 = utf8
        count = utf8.count
        prefix = Self.prefix(utf8.span, utf8.indices)
        suffix = utf8.span.word(at: utf8.count - 8)
    }

    /// True when `key`, whose prefix is given, is this name.
    @inline(__always)
    func matches(_ key: JSONWalker.Key, _ prefix: UInt64, _ text: Span<UInt8>) -> Bool {
        if key.hasEscapes { return matchesEscaped(key, text) }
        guard prefix == self.prefix, key.range.count == count else { return false }
        return count <= 8 || hasSameRest(key.range.lowerBound, text)
    }

    /// Compares all behind the prefix of a key of this name's length: the last eight bytes, then what is between.
    @inline(__always)
    private func hasSameRest(_ start: Int, _ text: Span<UInt8>) -> Bool {
        guard text.word(at: start + count - 8) == suffix else { return false }
        return count <= 16 || hasSameMiddle(start, text)
    }

    private func hasSameMiddle(_ start: Int, _ text: Span<UInt8>) -> Bool {
        for index in 8..<(count - 8) where utf8[index] != text[start + index] { return false }
        return true
    }

    private func matchesEscaped(_ key: JSONWalker.Key, _ text: Span<UInt8>) -> Bool {
        JSONScanner.unescaped(text.extracting(key.range)) == utf8
    }

    /// The bit of a name by its prefix and length.
    @inline(__always)
    static func bit(_ prefix: UInt64, _ count: Int) -> UInt64 {
        // The upper bits of a product depend on all bits of its factors.
        1 << (((prefix ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15) >> 58)
    }

    /// Up to eight bytes of a range as a number.
    @inline(__always)
    static func prefix(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        if range.count >= 8, let word = text.word(at: range.lowerBound) { return word }
        if let word = text.word(at: range.lowerBound) {
            return word & ~(.max << UInt64(range.count * 8))
        }
        var prefix: UInt64 = 0
        for index in range.prefix(8).reversed() { prefix = prefix << 8 | UInt64(text[index]) }
        return prefix
    }
}
