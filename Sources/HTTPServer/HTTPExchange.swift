package import EventLoop
package import HTTPCore

/// One request's way back to its client. Confined to its loop; late calls on a dead connection do nothing.
package final class HTTPExchange: @unchecked Sendable {  // confined to `loop`: each method checks it
    package let loop: EventLoop
    /// Nil once the answer is given or the connection is gone.
    private var connection: HTTPConnection?
    private var isStreaming = false
    /// True when the client went away before the answer (or stream) was finished. After a half-close an answer is
    /// still sent: the client may be waiting for it.
    package private(set) var isDisconnected = false
    /// Called once on the loop when the client goes away before the answer (or stream) is finished. What it refers to
    /// is let go of when the exchange ends. Set it in `handle`; later, look at `isDisconnected` first.
    package var onDisconnect: (() -> Void)?

    init(loop: EventLoop) { self.loop = loop }

    /// Sends the whole answer.
    package func respond(_ response: HTTPResponse) {
        loop.checkIsolated()
        guard let connection, !isStreaming else { return }
        abandon()
        connection.answer(response)
    }

    /// Sends the head of a `text/event-stream` answer (chunked on HTTP/1.1) and returns the stream. The server adds
    /// the SSE headers and comment keep-alives. When no stream can be opened (the client
    /// is gone, the answer was given, or the limit is reached, which answers 503) the stream is closed from the start.
    package func startEventStream(status: Int = 200, fields: HTTPFields = HTTPFields()) -> EventStream {
        loop.checkIsolated()
        guard let connection, !isStreaming else { return EventStream(connection: nil) }
        isStreaming = true
        return connection.startStream(status: status, fields: fields)
    }

    // MARK: For the connection

    func begin(on connection: HTTPConnection) {
        self.connection = connection
        isStreaming = false
        isDisconnected = false
        onDisconnect = nil
    }

    /// The client went away.
    func disconnect() {
        guard connection != nil, !isDisconnected else { return }
        isDisconnected = true
        let tell = onDisconnect
        onDisconnect = nil
        tell?()
    }

    /// Nothing can be sent any more.
    func abandon() {
        connection = nil
        onDisconnect = nil
    }
}
