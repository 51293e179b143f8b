/// The limits of a request head and body.
package struct HTTPParserLimits: Sendable, Equatable {
    /// The request target; longer is 414.
    package var targetBytes = 8 * 1024
    /// Request line and fields with their line ends, and again the trailer section; longer is 431.
    package var headBytes = 32 * 1024
    /// Fields in the head, and again in the trailer section; more is 431.
    package var fieldCount = 100
    /// Content without chunk framing; longer is 413.
    package var bodyBytes = 4 * 1024 * 1024
    /// Chunk extensions of one request, which carry nothing this server reads; longer is 400.
    package var chunkExtensionBytes = 4 * 1024
    package init() {}
}

/// Why a request is refused; `status` is the answer to give before closing.
package struct HTTPParseError: Error, Sendable, Equatable {
    package let status: Int
    /// One plain sentence for the client.
    package let message: String
    package init(status: Int, message: String) {
        self.status = status
        self.message = message
    }

    static func malformed(_ message: String) -> HTTPParseError { HTTPParseError(status: 400, message: message) }
}

/// How a request body is framed (RFC 9112 section 6).
package enum HTTPBodyFraming: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
}
