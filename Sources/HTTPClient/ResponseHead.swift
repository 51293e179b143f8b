import HTTPCore

/// Collects the lines of a response head as libcurl hands them over. Interim responses (1xx) are dropped and trailers
/// ignored.
struct ResponseHead {
    /// Over all heads of one transfer, so that neither a long head nor endless interim ones fill the memory.
    static let maximumBytes = 64 * 1024

    private(set) var status = 0
    private(set) var fields = HTTPFields()
    /// True once the final head has ended.
    private(set) var isComplete = false
    private var bytes = 0

    /// Takes one line with its line end. Returns false when the head has become too long.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
        bytes += line.count
        guard bytes <= ResponseHead.maximumBytes else { return false }
        guard !isComplete else { return true }
        let line = ResponseHead.trim(line[...])
        if line.isEmpty {
            isComplete = status >= 200
        } else if line.starts(with: "HTTP/".utf8) {
            status = ResponseHead.status(of: line)
            fields = HTTPFields()
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let value = ResponseHead.trim(line[(colon + 1)...])
            fields.append(
                String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
        return true
    }

    /// The three digits after the version; 0 when there are none.
    private static func status(of line: Slice<UnsafeRawBufferPointer>) -> Int {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return 0 }
        let digits = line[(space + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits.count == 3 else { return 0 }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func trim(_ text: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        var text = text
        while let byte = text.first, byte <= UInt8(ascii: " ") { text.removeFirst() }
        while let byte = text.last, byte <= UInt8(ascii: " ") { text.removeLast() }
        return text
    }
}
