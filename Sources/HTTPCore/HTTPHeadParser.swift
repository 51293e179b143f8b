/// Parses a request head: the request line (RFC 9112 section 3), then the fields.
struct HTTPHeadParser {
    private static let longestMethod = 32

    private let limits: HTTPParserLimits
    private var section: HTTPFieldSectionParser
    private var requestLine: RequestLine?

    private struct RequestLine {
        let method: String
        let target: String
        let minorVersion: Int
    }

    init(limits: HTTPParserLimits) {
        self.limits = limits
        section = HTTPFieldSectionParser(limits: limits)
    }

    /// True when the head is complete, false when the bytes ended before it.
    mutating func take(_ buffer: [UInt8], _ end: Int, _ offset: inout Int) throws(HTTPParseError) -> Bool {
        if requestLine == nil {
            let (longest, overflow) = limits.targetBytes.addingReportingOverflow(
                Self.longestMethod + " HTTP/1.1\r\n ".utf8.count)
            switch try section.leadingLine(buffer, end, &offset, longest: overflow ? .max : longest) {
            case .needMore: return false
            case .tooLong: throw targetTooLong
            case .line(let line): requestLine = try parse(section.lines.bytes[line])
            }
        }
        return try section.take(buffer, end, &offset)
    }

    /// The head taken; the parser starts over.
    mutating func finish() -> HTTPRequestHead {
        let head = HTTPRequestHead(
            method: requestLine?.method ?? "", target: requestLine?.target ?? "",
            minorVersion: requestLine?.minorVersion ?? 1, fields: section.finish())
        requestLine = nil
        return head
    }

    private var targetTooLong: HTTPParseError {
        HTTPParseError(status: 414, message: "The request target is longer than \(limits.targetBytes) bytes.")
    }

    /// `method SP request-target SP HTTP-version`, with exactly one space each.
    private func parse(_ line: ArraySlice<UInt8>) throws(HTTPParseError) -> RequestLine {
        guard let first = line.firstIndex(of: ASCII.space),
            let second = line[(first + 1)...].firstIndex(of: ASCII.space)
        else { throw .malformed("The request line is not of the form METHOD target HTTP/1.1.") }
        let method = line[..<first]
        guard ASCII.isToken(method) else { throw .malformed("The method is not a token.") }
        guard method.count <= Self.longestMethod else {
            throw HTTPParseError(status: 501, message: "The method is not implemented.")
        }
        let target = line[(first + 1)..<second]
        let minorVersion = try Self.minorVersion(line[(second + 1)...])
        guard target.count <= limits.targetBytes else { throw targetTooLong }
        guard target.allSatisfy({ $0 > ASCII.space && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .malformed("The request target has a character that must be percent-encoded.")
        }
        guard Self.isServable(target, method: method) else {
            throw .malformed("The request target is neither a path nor an absolute http URL.")
        }
        return RequestLine(
            method: String(decoding: method, as: UTF8.self), target: String(decoding: target, as: UTF8.self),
            minorVersion: minorVersion)
    }

    private static func minorVersion(_ bytes: ArraySlice<UInt8>) throws(HTTPParseError) -> Int {
        guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), ASCII.isDigit(bytes[bytes.startIndex + 5]),
            bytes[bytes.startIndex + 6] == UInt8(ascii: "."), ASCII.isDigit(bytes[bytes.startIndex + 7])
        else { throw .malformed("The request line does not end with an HTTP version.") }
        switch (bytes[bytes.startIndex + 5], bytes[bytes.startIndex + 7]) {
        case (UInt8(ascii: "1"), UInt8(ascii: "0")): return 0
        case (UInt8(ascii: "1"), UInt8(ascii: "1")): return 1
        default: throw HTTPParseError(status: 505, message: "Only HTTP/1.1 and HTTP/1.0 are served here.")
        }
    }

    /// Origin form, absolute form with an authority, or `*` for OPTIONS (RFC 9112 section 3.2). A proxy's forms are
    /// refused.
    private static func isServable(_ target: ArraySlice<UInt8>, method: ArraySlice<UInt8>) -> Bool {
        if target.first == UInt8(ascii: "/") { return true }
        if target.elementsEqual("*".utf8) { return method.elementsEqual("OPTIONS".utf8) }
        for scheme in ["http://", "https://"] where ASCII.equal(target.prefix(scheme.utf8.count), scheme) {
            let authority = target.dropFirst(scheme.utf8.count).prefix {
                $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?")
            }
            return !authority.isEmpty
        }
        return false
    }
}
