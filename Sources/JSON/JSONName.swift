/// A member name made ready to be compared with many keys: by length and first eight bytes, then by the rest.
struct JSONName: Sendable {
    private let utf8: [UInt8]
    private let prefix: UInt64

    init(_ name: String) {
        let utf8 = Array(name.utf8)
        self.utf8 = utf8
        prefix = Self.prefix(utf8.span, utf8.indices)
    }

    /// True when `key`, whose prefix is given, is this name.
    @inline(__always)
    func matches(_ key: JSONWalker.Key, _ prefix: UInt64, _ text: Span<UInt8>) -> Bool {
        if key.hasEscapes { return matchesEscaped(key, text) }
        guard prefix == self.prefix, key.range.count == utf8.count else { return false }
        return utf8.count <= 8 || hasSameRest(key, text)
    }

    private func hasSameRest(_ key: JSONWalker.Key, _ text: Span<UInt8>) -> Bool {
        for index in 8..<utf8.count where utf8[index] != text[key.range.lowerBound + index] { return false }
        return true
    }

    private func matchesEscaped(_ key: JSONWalker.Key, _ text: Span<UInt8>) -> Bool {
        JSONScanner.unescaped(text.extracting(key.range)) == utf8
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
