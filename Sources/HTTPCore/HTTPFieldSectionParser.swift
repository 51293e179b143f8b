/// Parses field lines up to the empty line that ends them: the fields of a request head, or a trailer section.
struct HTTPFieldSectionParser {
    private let limits: HTTPParserLimits
    private(set) var lines = HTTPLineCollector()
    private(set) var entries: [HTTPFields.Entry] = []

    init(limits: HTTPParserLimits) { self.limits = limits }

    /// A line that stands before the fields. `longest` bounds it with its line end.
    mutating func leadingLine(
        _ buffer: [UInt8], _ end: Int, _ offset: inout Int, longest: Int
    ) throws(HTTPParseError) -> HTTPLineCollector.Step {
        try lines.line(buffer, end, &offset, longest: min(longest, limits.headBytes))
    }

    /// True when the section is complete, false when the bytes ended before it.
    mutating func take(_ buffer: [UInt8], _ end: Int, _ offset: inout Int) throws(HTTPParseError) -> Bool {
        while true {
            switch try lines.line(buffer, end, &offset, longest: limits.headBytes) {
            case .needMore: return false
            case .tooLong:
                throw HTTPParseError(
                    status: 431, message: "The header fields are longer than \(limits.headBytes) bytes.")
            case .line(let line):
                if line.isEmpty { return true }
                try takeField(line)
            }
        }
    }

    private mutating func takeField(_ line: Range<Int>) throws(HTTPParseError) {
        guard entries.count < limits.fieldCount else {
            throw HTTPParseError(status: 431, message: "There are more than \(limits.fieldCount) header fields.")
        }
        let entry = try Self.field(lines.bytes.span, line)
        lines.lowercase(entry.name)
        if entries.isEmpty { entries.reserveCapacity(min(limits.fieldCount, 16)) }
        entries.append(entry)
    }

    /// The fields taken; the parser starts over.
    mutating func finish() -> HTTPFields {
        let fields = HTTPFields(storage: lines.bytes, entries: entries)
        self = HTTPFieldSectionParser(limits: limits)
        return fields
    }

    /// `field-name ":" OWS field-value OWS` (RFC 9112 section 5), without obsolete line folding.
    private static func field(_ text: Span<UInt8>, _ line: Range<Int>) throws(HTTPParseError) -> HTTPFields.Entry {
        var offset = line.lowerBound
        while offset < line.upperBound, ASCII.isToken(text[offset]) { offset += 1 }
        guard offset < line.upperBound, offset > line.lowerBound, text[offset] == UInt8(ascii: ":") else {
            throw .malformed(
                ASCII.isBlank(text[line.lowerBound])
                    ? "A header line begins with white space; folded lines are not accepted."
                    : "A header line is not of the form name: value.")
        }
        let name = line.lowerBound..<offset
        var start = offset + 1
        while start < line.upperBound, ASCII.isBlank(text[start]) { start += 1 }
        offset = start
        var end = start
        while offset < line.upperBound {
            let byte = text[offset]
            offset += 1
            if byte > ASCII.space, byte != 0x7F {
                end = offset
            } else if !ASCII.isBlank(byte) {
                throw .malformed("A header value has a control character.")
            }
        }
        return HTTPFields.Entry(name: name, value: start..<end)
    }
}
