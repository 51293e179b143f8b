import HTTPCore

/// Puts events on the wire of one stream.
struct EventStreamEncoder {
    /// False for HTTP/1.0, where the stream ends with the connection.
    let isChunked: Bool

    private static let comment = ServerSentEvent.keepAlive[...]

    /// The fields of a stream's head: what the caller wants, and what keeps proxies from holding events back.
    static func fields(_ fields: HTTPFields) -> HTTPFields {
        var fields = fields
        fields.set("content-type", "text/event-stream")
        fields.set("cache-control", "no-cache, no-transform")
        fields.set("x-accel-buffering", "no")
        return fields
    }

    func append(_ event: ServerSentEvent, to bytes: inout [UInt8]) {
        guard isChunked else { return event.append(to: &bytes) }
        var text: [UInt8] = []
        event.append(to: &text)
        HTTPChunkedEncoder.append(text[...], to: &bytes)
    }

    func appendComment(to bytes: inout [UInt8]) {
        if isChunked {
            HTTPChunkedEncoder.append(EventStreamEncoder.comment, to: &bytes)
        } else {
            bytes.append(contentsOf: EventStreamEncoder.comment)
        }
    }

    func appendEnd(to bytes: inout [UInt8]) {
        if isChunked { HTTPChunkedEncoder.appendEnd(to: &bytes) }
    }
}
