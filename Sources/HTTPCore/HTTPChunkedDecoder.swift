/// Takes the chunked transfer coding off a request body (RFC 9112 section 7.1). Trailer fields are checked and dropped.
struct HTTPChunkedDecoder {
    enum Event {
        case needMore
        case data(Range<Int>)
        case end
    }

    private enum State {
        case size(digits: Int)
        case sizeExtension
        case sizeLineFeed
        case data(remaining: Int)
        case dataReturn
        case dataLineFeed
        case trailers
    }

    private let limits: HTTPParserLimits
    private var state = State.size(digits: 0)
    private var chunkSize = 0
    private var bodyBytes = 0
    private var extensionBytes = 0
    private var trailers: HTTPFieldSectionParser

    init(limits: HTTPParserLimits) {
        self.limits = limits
        trailers = HTTPFieldSectionParser(limits: limits)
    }

    mutating func next(_ buffer: [UInt8], _ end: Int, _ offset: inout Int) throws(HTTPParseError) -> Event {
        while true {
            switch state {
            case .data(let remaining):
                let taken = min(remaining, end - offset)
                guard taken > 0 else { return .needMore }
                state = taken == remaining ? .dataReturn : .data(remaining: remaining - taken)
                offset += taken
                return .data(offset - taken..<offset)
            case .trailers:
                guard try trailers.take(buffer, end, &offset) else { return .needMore }
                self = HTTPChunkedDecoder(limits: limits)
                return .end
            default:
                guard offset < end else { return .needMore }
                let byte = buffer[offset]
                offset += 1
                try takeFraming(byte)
            }
        }
    }

    /// One byte of what stands around the data.
    private mutating func takeFraming(_ byte: UInt8) throws(HTTPParseError) {
        switch (state, byte) {
        case (.size(let digits), _):
            try takeSize(byte, digits: digits)
        case (.sizeExtension, ASCII.carriageReturn): state = .sizeLineFeed
        case (.sizeExtension, _): try takeExtension(byte)
        case (.sizeLineFeed, ASCII.lineFeed):
            state = chunkSize == 0 ? .trailers : .data(remaining: chunkSize)
        case (.dataReturn, ASCII.carriageReturn): state = .dataLineFeed
        case (.dataLineFeed, ASCII.lineFeed):
            chunkSize = 0
            state = .size(digits: 0)
        default: throw .malformed("A chunk does not end where its size says.")
        }
    }

    private mutating func takeSize(_ byte: UInt8, digits: Int) throws(HTTPParseError) {
        if let digit = ASCII.hexDigit(byte) {
            // Fifteen digits cannot overflow; the body limit is far below.
            guard digits < 15 else { throw .malformed("A chunk size has too many digits.") }
            chunkSize = chunkSize << 4 | Int(digit)
            state = .size(digits: digits + 1)
            return
        }
        guard digits > 0, byte == ASCII.carriageReturn || byte == UInt8(ascii: ";") else {
            throw .malformed("A chunk size is not a hexadecimal number.")
        }
        guard chunkSize <= limits.bodyBytes - bodyBytes else { throw HTTPFraming.tooLarge(limits) }
        bodyBytes += chunkSize
        if byte == ASCII.carriageReturn {
            state = .sizeLineFeed
        } else {
            state = .sizeExtension
            try takeExtension(byte)
        }
    }

    private mutating func takeExtension(_ byte: UInt8) throws(HTTPParseError) {
        guard ASCII.isFieldValue(byte) else { throw .malformed("A chunk extension has a control character.") }
        guard extensionBytes < limits.chunkExtensionBytes else {
            throw .malformed("The chunk extensions are longer than \(limits.chunkExtensionBytes) bytes.")
        }
        extensionBytes += 1
    }
}
