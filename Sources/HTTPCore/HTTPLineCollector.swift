/// Collects the lines of one section (a request head, or a trailer section) and checks each as soon as it is whole.
struct HTTPLineCollector {
    /// Every line taken so far, line ends included.
    private(set) var bytes: [UInt8] = []
    private var lineStart = 0

    enum Step {
        /// A line without its CRLF, as a range of `bytes`.
        case line(Range<Int>)
        /// The bytes ended before the line did.
        case needMore
        case tooLong
    }

    /// Takes bytes up to and including the next LF. `longest` bounds the section up to and including that LF.
    @inline(__always)
    mutating func line(
        _ buffer: [UInt8], _ end: Int, _ offset: inout Int, longest: Int
    ) throws(HTTPParseError) -> Step {
        let start = offset
        let room = longest - bytes.count
        let stop = end - start <= room ? end : start + room
        var index = start
        while index < stop, buffer[index] != ASCII.lineFeed { index += 1 }
        guard index < stop else {
            if stop < end || bytes.count + (stop - start) >= longest { return .tooLong }
            bytes.append(contentsOf: buffer[start..<stop])
            offset = stop
            return .needMore
        }
        // One allocation for a head that came in one piece.
        if bytes.isEmpty { bytes.reserveCapacity(min(end - start, 1024)) }
        bytes.append(contentsOf: buffer[start...index])
        offset = index + 1
        guard bytes.count >= lineStart + 2, bytes[bytes.count - 2] == ASCII.carriageReturn else {
            throw .malformed("A line ends with LF alone; HTTP/1.1 lines end with CRLF.")
        }
        let line = lineStart..<(bytes.count - 2)
        lineStart = bytes.count
        return .line(line)
    }

    mutating func lowercase(_ range: Range<Int>) {
        for index in range { bytes[index] = ASCII.lowercased(bytes[index]) }
    }
}
