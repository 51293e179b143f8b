/// What the fields of a request say about its body, and the fields that must be there once (RFC 9112 sections 3.2 and
/// 6).
struct HTTPFraming {
    let body: HTTPBodyFraming
    let expectsContinue: Bool

    /// Fields that a request may have once only: two could be read differently by a proxy and by us.
    private static let singular: [HTTPFieldName] = [
        .host, .contentLength, .origin, .authorization, .protocolVersion, .method, .name, .sessionID,
    ]

    init(_ head: HTTPRequestHead, limits: HTTPParserLimits) throws(HTTPParseError) {
        for name in Self.singular where head.fields.isRepeated(name) {
            throw .malformed("The header \(name.text) is there more than once.")
        }
        try Self.checkHost(head)
        body = try Self.body(head, limits: limits)
        guard let expectation = head.fields.bytes(.expect), head.minorVersion == 1 else {
            expectsContinue = false
            return
        }
        guard ASCII.equal(expectation, "100-continue") else {
            throw HTTPParseError(status: 417, message: "The only expectation met here is 100-continue.")
        }
        expectsContinue = body != .none && body != .length(0)
    }

    private static func checkHost(_ head: HTTPRequestHead) throws(HTTPParseError) {
        guard let host = head.fields.bytes(.host) else {
            if head.minorVersion == 0 { return }
            throw .malformed("The Host header is missing.")
        }
        guard host.allSatisfy(isHostCharacter) else { throw .malformed("The Host header is not a host and port.") }
    }

    /// Unreserved, percent, sub-delims, brackets and colon (RFC 3986 section 3.2.2): no user information, no path, no
    /// list.
    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: ";"):
            byte != UInt8(ascii: "/")
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "!"),
            UInt8(ascii: "$")...UInt8(ascii: "*"):
            true
        default: false
        }
    }

    private static func body(_ head: HTTPRequestHead, limits: HTTPParserLimits) throws(HTTPParseError)
        -> HTTPBodyFraming
    {
        let length = head.fields.bytes(.contentLength)
        if head.fields.contains(.transferEncoding) {
            guard length == nil else {
                throw .malformed("Content-Length and Transfer-Encoding are both there; send one of them.")
            }
            guard head.minorVersion == 1 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding.") }
            try checkCodings(head.fields)
            return .chunked
        }
        guard let length else { return .none }
        guard length.allSatisfy(ASCII.isDigit), !length.isEmpty else {
            throw .malformed("Content-Length is not a whole number.")
        }
        guard let value = ASCII.decimal(length), value <= limits.bodyBytes else { throw tooLarge(limits) }
        return .length(value)
    }

    /// `chunked` once and alone is the only transfer coding that is understood.
    private static func checkCodings(_ fields: HTTPFields) throws(HTTPParseError) {
        var isChunked = false
        for value in fields.values("transfer-encoding") {
            for coding in Array(value.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                let name = ASCII.trimmed(coding)
                guard ASCII.isToken(name) else { throw .malformed("Transfer-Encoding is malformed.") }
                guard ASCII.equal(name, "chunked") else {
                    throw HTTPParseError(status: 501, message: "The only transfer coding served here is chunked.")
                }
                guard !isChunked else { throw .malformed("Transfer-Encoding names chunked twice.") }
                isChunked = true
            }
        }
        guard isChunked else { throw .malformed("Transfer-Encoding is empty.") }
    }

    static func tooLarge(_ limits: HTTPParserLimits) -> HTTPParseError {
        HTTPParseError(status: 413, message: "The request body is longer than \(limits.bodyBytes) bytes.")
    }
}
