/// Where the values of one checked JSON text are, in the order of the text: readers jump instead of scanning again.
struct JSONIndex: Sendable {
    /// A value or a member's name. A container comes before what it holds, a name before its value.
    struct Entry: Sendable {
        /// The first byte, for a string the opening quote; in the highest bit whether a string has escapes.
        fileprivate let lower: UInt32
        /// Behind the last byte.
        fileprivate var upper: UInt32
        /// The entry behind this one and all it holds.
        fileprivate var following: UInt32

        fileprivate static let escaped: UInt32 = 1 << 31

        @inline(__always)
        var start: Int { Int(lower & ~Self.escaped) }
        @inline(__always)
        var end: Int { Int(upper) }
        @inline(__always)
        var next: Int { Int(following) }
        @inline(__always)
        var range: Range<Int> { start..<max(start, end) }
        /// Of a member's name.
        @inline(__always)
        var key: JSONWalker.Key {
            JSONWalker.Key(range: (start + 1)..<max(start + 1, end - 1), hasEscapes: lower & Self.escaped != 0)
        }
    }

    /// Entries hold offsets of 31 bits.
    private static let longestText = Int(Int32.max)

    let entries: [Entry]

    /// Checks and indexes the one value that starts at `offset`, and moves behind it. `end`, where the caller knows it, is
    /// where the value ends: it only saves memory.
    init(_ text: Span<UInt8>, _ offset: inout Int, end: Int = .max, levels: Int) throws(JSONError) {
        guard text.count <= Self.longestText else { throw JSONError(reason: .tooLong, offset: Self.longestText) }
        let start = offset
        let length = max(0, min(text.count, end) - start)
        // Wix's answers have an entry for every dozen bytes.
        let usual = length / 8 + 16
        let first = try Self.entries(text, &offset, levels: levels, capacity: usual)
        // An array may have more room than was asked for, but no more than that was filled.
        if first.count < usual {
            entries = first
        } else {
            // The densest text, `[1,1]`, has one for every two bytes.
            offset = start
            let longest = max(0, text.count - start)
            entries = try Self.entries(text, &offset, levels: levels, capacity: longest / 2 + 2)
        }
    }

    private static func entries(
        _ text: Span<UInt8>, _ offset: inout Int, levels: Int, capacity: Int
    ) throws(JSONError) -> [Entry] {
        try [Entry](capacity: capacity) { (entries: inout OutputSpan<Entry>) throws(JSONError) in
            try JSONScanner.value(text, &offset, levels: levels, &entries)
        }
    }
}

extension OutputSpan<JSONIndex.Entry> {
    /// Notes a finished value. What does not fit is dropped: a full table is made again, larger.
    @inline(__always)
    mutating func note(_ start: Int, _ end: Int, hasEscapes: Bool = false) {
        guard !isFull else { return }
        append(
            JSONIndex.Entry(
                lower: UInt32(truncatingIfNeeded: start) | (hasEscapes ? JSONIndex.Entry.escaped : 0),
                upper: UInt32(truncatingIfNeeded: end), following: UInt32(truncatingIfNeeded: count &+ 1)))
    }

    /// Completes the container whose entry was noted as number `index`.
    @inline(__always)
    mutating func close(_ index: Int, end: Int) {
        guard index < count else { return }
        self[index].upper = UInt32(truncatingIfNeeded: end)
        self[index].following = UInt32(truncatingIfNeeded: count)
    }
}
