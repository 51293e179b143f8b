import EventLoop
package import HTTPCore

/// An open server-sent event stream. Confined to its loop.
package final class EventStream {
    private var connection: HTTPConnection?

    init(connection: HTTPConnection?) { self.connection = connection }

    /// False when the stream is closed or was dropped because its queue was full.
    @discardableResult package func send(_ event: ServerSentEvent) -> Bool {
        guard let connection else { return false }
        connection.server.loop.checkIsolated()
        return connection.send(event)
    }

    /// Ends the stream after what is queued.
    package func close() {
        guard let connection else { return }
        connection.server.loop.checkIsolated()
        connection.endStream()
    }

    package var isOpen: Bool { connection != nil }

    /// For the connection: nothing can be sent any more.
    func disconnect() { connection = nil }
}
