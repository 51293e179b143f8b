/// Collects the lines of a response head as libcurl hands them over. Interim responses (1xx) are dropped and trailers
/// ignored.
struct ResponseHead {
    /// Over all heads of one transfer, so that neither a long head nor endless interim ones fill the memory.
    static let maximumBytes = 64 * 1024

    private(set) var status = 0
    private(set) var fields = ResponseFields()
    /// True once the final head has ended.
    private(set) var isComplete = false
    private var bytes = 0

    /// Takes one line with its line end. Returns false when the head has become too long.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
        bytes += line.count
        guard bytes <= ResponseHead.maximumBytes else { return false }
        guard !isComplete else { return true }
        let line = ResponseHead.trim(line, 0..<line.count)
        if line.isEmpty {
            isComplete = status >= 200
        } else if line.starts(with: "HTTP/".utf8) {
            status = ResponseHead.status(of: line)
            fields = ResponseFields()
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            fields.append(
                UnsafeRawBufferPointer(rebasing: line[..<colon]), ResponseHead.trim(line, (colon + 1)..<line.count))
        }
        return true
    }

    /// The three digits after the version; 0 when there are none.
    private static func status(of line: UnsafeRawBufferPointer) -> Int {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return 0 }
        var status = 0
        var count = 0
        for byte in line[(space + 1)...].prefix(4) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
            status = status * 10 + Int(byte - UInt8(ascii: "0"))
            count += 1
        }
        return count == 3 ? status : 0
    }

    /// `range` of `bytes` without blanks and control characters at its ends.
    private static func trim(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UnsafeRawBufferPointer {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] <= UInt8(ascii: " ") { start += 1 }
        while start < end, bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }
}
