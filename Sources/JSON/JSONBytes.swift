/// Work on JSON text without building values: the hot path of a tool call reads, projects and splices bytes.
/// Every function but `validate` expects bytes that `validate` accepted; on others it stays within them and answers
/// anything.
package enum JSONBytes {
    /// No text nested deeper than this is accepted, whatever the caller asks for: the parsers are recursive.
    package static let deepestNesting = 512

    /// Checks that `bytes` are one JSON text in valid UTF-8, no deeper than `maximumDepth` (at most `deepestNesting`).
    /// Unlike `JSONValue(parsing:)` it does not look for duplicate keys; readers of bytes take the first.
    package static func validate(_ bytes: [UInt8], maximumDepth: Int = 128) throws(JSONError) {
        let text = bytes.span
        var offset = 0
        JSONScanner.skipWhitespace(text, &offset)
        var noEntries = OutputSpan<JSONIndex.Entry>()
        try JSONScanner.value(text, &offset, levels: min(maximumDepth, deepestNesting), &noEntries)
        try JSONScanner.end(text, &offset)
    }

    /// The byte range of the value at a path of object members; nil when absent. The empty path is the whole value.
    package static func range(of path: [String], in bytes: [UInt8]) -> Range<Int>? {
        range(of: path, within: 0..<bytes.count, in: bytes)
    }

    /// The byte range of the value at a path of object members below the value at `range`; nil when absent.
    package static func range(of path: [String], within range: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
        guard let start = start(of: path, from: range.lowerBound, in: bytes) else { return nil }
        var offset = start
        JSONWalker.skipValue(bytes.span, &offset)
        return start..<offset
    }

    /// Where the value at a path of object members below the value at `offset` begins; nil when absent.
    static func start(of path: [String], from offset: Int, in bytes: [UInt8]) -> Int? {
        let text = bytes.span
        var offset = offset
        for name in path {
            guard enter(member: JSONName(name), text, &offset) else { return nil }
        }
        JSONScanner.skipWhitespace(text, &offset)
        return offset < text.count ? offset : nil
    }

    /// Moves to the value of the first member called `name` of the object at `offset`.
    private static func enter(member name: JSONName, _ text: Span<UInt8>, _ offset: inout Int) -> Bool {
        guard JSONWalker.enter(UInt8(ascii: "{"), text, &offset) else { return false }
        while let key = JSONWalker.nextMember(text, &offset) {
            if name.matches(key, key.prefix(text), text) { return true }
            JSONWalker.skipValue(text, &offset)
        }
        return false
    }

    /// The byte ranges of the elements of the array that starts at `range`; nil when the value is not an array.
    package static func elements(of range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>]? {
        let text = bytes.span
        var offset = range.lowerBound
        guard JSONWalker.enter(UInt8(ascii: "["), text, &offset) else { return nil }
        var elements: [Range<Int>] = []
        while JSONWalker.nextElement(text, &offset) {
            let start = offset
            JSONWalker.skipValue(text, &offset)
            elements.append(start..<offset)
        }
        return elements
    }

    /// The members of the object at `range` in source order: decoded name and byte range of the value; nil when the
    /// value is no object.
    package static func members(of range: Range<Int>, in bytes: [UInt8]) -> [(name: String, value: Range<Int>)]? {
        let text = bytes.span
        var offset = range.lowerBound
        guard JSONWalker.enter(UInt8(ascii: "{"), text, &offset) else { return nil }
        var members: [(name: String, value: Range<Int>)] = []
        while let key = JSONWalker.nextMember(text, &offset) {
            let name = JSONScanner.decoded(bytes, key.range, hasEscapes: key.hasEscapes)
            let start = offset
            JSONWalker.skipValue(text, &offset)
            members.append((name, start..<offset))
        }
        return members
    }

    /// The decoded string at `range`; nil when the value is not a string.
    package static func string(at range: Range<Int>, in bytes: [UInt8]) -> String? {
        var offset = range.lowerBound
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { return nil }
        let hasEscapes = JSONWalker.skipString(bytes.span, &offset)
        let start = range.lowerBound + 1
        return JSONScanner.decoded(bytes, start..<max(start, offset - 1), hasEscapes: hasEscapes)
    }

    /// The exact integer at `range`, also for `42.0`; nil for anything else.
    package static func int(at range: Range<Int>, in bytes: [UInt8]) -> Int? {
        guard range.lowerBound < bytes.count, range.count <= 64 else { return nil }
        let first = bytes[range.lowerBound]
        guard JSONScanner.isDigit(first) || first == UInt8(ascii: "-") else { return nil }
        return JSONNumber(checkedText: String(decoding: bytes[range], as: UTF8.self)).intValue
    }

    /// The value at `range` as a tree.
    package static func value(at range: Range<Int>, in bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: Array(bytes[range]), maximumDepth: deepestNesting)
    }
}
