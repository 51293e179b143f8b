/// A strict, restartable HTTP/1.1 request parser. Feed it bytes as they come; it takes what it can and keeps no
/// reference to them.
///
/// The same bytes give the same events and the same error however they are cut into pieces (body ranges apart).
/// Bytes of an incomplete line are copied, so after `.needMore` everything up to `end` is taken.
package struct HTTPRequestParser {
    package enum Event: Sendable, Equatable {
        case needMore
        case head(HTTPRequestHead, HTTPBodyFraming, expectsContinue: Bool)
        /// Body bytes: a range of the buffer just parsed.
        case body(Range<Int>)
        /// The request is complete; the next call starts the next one (pipelining).
        case end
    }

    private enum State {
        /// Before a request: up to two empty lines are passed over (RFC 9112 section 2.2 asks for one).
        case start(emptyLines: Int, sawReturn: Bool)
        case head
        case fixed(remaining: Int)
        case chunked
        case failed(HTTPParseError)
    }

    private static let maximumEmptyLines = 2

    private let limits: HTTPParserLimits
    private var state = State.start(emptyLines: 0, sawReturn: false)
    private var head: HTTPHeadParser
    private var chunks: HTTPChunkedDecoder

    package init(limits: HTTPParserLimits) {
        self.limits = limits
        head = HTTPHeadParser(limits: limits)
        chunks = HTTPChunkedDecoder(limits: limits)
    }

    /// Takes bytes from `buffer[offset..<end]`, advances `offset`, returns the next event. After an error every call
    /// throws it again.
    package mutating func next(in buffer: [UInt8], upTo end: Int, offset: inout Int) throws(HTTPParseError) -> Event {
        do throws(HTTPParseError) {
            return try step(buffer, min(end, buffer.count), &offset)
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// True between requests: no byte of a next request was taken.
    package var isIdle: Bool { if case .start(_, sawReturn: false) = state { true } else { false } }

    /// True while the head is incomplete.
    package var isInHead: Bool {
        switch state {
        case .head, .start(_, sawReturn: true): true
        default: false
        }
    }

    private mutating func step(_ buffer: [UInt8], _ end: Int, _ offset: inout Int) throws(HTTPParseError) -> Event {
        if case .start(let emptyLines, let sawReturn) = state {
            guard try passEmptyLines(emptyLines, sawReturn, buffer, end, &offset) else { return .needMore }
        }
        switch state {
        case .start: return .needMore
        case .head:
            guard try head.take(buffer, end, &offset) else { return .needMore }
            return try finishHead()
        case .fixed(let remaining):
            if remaining == 0 { return finishRequest() }
            let taken = min(remaining, end - offset)
            guard taken > 0 else { return .needMore }
            state = .fixed(remaining: remaining - taken)
            offset += taken
            return .body(offset - taken..<offset)
        case .chunked:
            switch try chunks.next(buffer, end, &offset) {
            case .needMore: return .needMore
            case .data(let range): return .body(range)
            case .end: return finishRequest()
            }
        case .failed(let error): throw error
        }
    }

    /// False when the bytes ended before a request began.
    private mutating func passEmptyLines(
        _ before: Int, _ sawReturn: Bool, _ buffer: [UInt8], _ end: Int, _ offset: inout Int
    ) throws(HTTPParseError) -> Bool {
        var emptyLines = before
        var sawReturn = sawReturn
        while offset < end {
            let byte = buffer[offset]
            if sawReturn {
                guard byte == ASCII.lineFeed else { throw .malformed("A line ends with CR but no LF.") }
                sawReturn = false
                emptyLines += 1
            } else if byte == ASCII.carriageReturn, emptyLines < Self.maximumEmptyLines {
                sawReturn = true
            } else {
                guard ASCII.isToken(byte) else {
                    throw .malformed("The request does not begin with a method; this port speaks HTTP/1.1.")
                }
                state = .head
                return true
            }
            offset += 1
        }
        state = .start(emptyLines: emptyLines, sawReturn: sawReturn)
        return false
    }

    private mutating func finishHead() throws(HTTPParseError) -> Event {
        let request = head.finish()
        let framing = try HTTPFraming(request, limits: limits)
        switch framing.body {
        case .none: state = .fixed(remaining: 0)
        case .length(let length): state = .fixed(remaining: length)
        case .chunked: state = .chunked
        }
        return .head(request, framing.body, expectsContinue: framing.expectsContinue)
    }

    private mutating func finishRequest() -> Event {
        state = .start(emptyLines: 0, sawReturn: false)
        return .end
    }
}
