import HTTPCore

/// A request being read. Lent by the loop from the first byte of a request to its end: an idle connection has none.
final class RequestReader {
    var parser: HTTPRequestParser
    private(set) var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var expectedBytes = 0

    /// At most this much is reserved for a body before its bytes come.
    private static let largestReservation = 64 * 1024

    init(limits: HTTPParserLimits) { parser = HTTPRequestParser(limits: limits) }

    func begin(_ head: HTTPRequestHead, _ framing: HTTPBodyFraming) {
        self.head = head
        expectedBytes = if case .length(let length) = framing { length } else { 0 }
    }

    func append(_ bytes: ArraySlice<UInt8>) {
        if body.isEmpty {
            guard bytes.count < expectedBytes else {
                body = Array(bytes)
                return
            }
            body.reserveCapacity(max(bytes.count, min(expectedBytes, RequestReader.largestReservation)))
        }
        body.append(contentsOf: bytes)
    }

    /// The request read; the reader is ready for the next one.
    func finish(from peer: HTTPPeer) -> HTTPRequest? {
        guard let head else { return nil }
        self.head = nil
        var whole: [UInt8] = []
        swap(&whole, &body)
        return HTTPRequest(head: head, body: whole, peer: peer)
    }
}
