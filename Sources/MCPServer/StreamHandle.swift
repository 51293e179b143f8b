import EventLoop
import HTTPCore
import HTTPServer
import MCPCore
import Synchronization

/// An event stream that any loop may send to; the stream itself is touched only on its own loop.
final class StreamHandle: @unchecked Sendable {  // `stream` is confined to `loop`: every send goes through `submit`
    let id = HandleNumber.next()
    private let loop: EventLoop
    private let counter: Counter?
    private var stream: EventStream?

    /// The stream may follow a little later, on the loop: a refusal is still possible until then.
    /// `counter` counts the streams that wait for news.
    init(on loop: EventLoop, counter: Counter? = nil) {
        self.loop = loop
        self.counter = counter
        counter?.count()
    }

    deinit { counter?.count(-1) }

    /// Call on the loop, in the turn in which the handle was made. False when the stream is closed already.
    func attach(_ stream: EventStream) -> Bool {
        loop.checkIsolated()
        self.stream = stream
        return stream.isOpen
    }

    /// Sends events in order, then closes if asked. Calls from one thread, or under one lock, keep their order.
    func send(_ events: [ServerSentEvent], thenClose: Bool = false) {
        guard !events.isEmpty || thenClose else { return }
        loop.submit { [self] in
            for event in events { stream?.send(event) }
            if thenClose { stream?.close() }
        }
    }

    func close() { send([], thenClose: true) }
}

/// Numbers that name connections and calls to the session state.
enum HandleNumber {
    private static let last = Atomic<UInt64>(0)
    static func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}

extension ServerSentEvent {
    /// One JSON-RPC message; the event name is for HTTP+SSE clients, which listen to nothing else.
    init(message data: [UInt8]) { self.init(event: "message", data: data) }

    /// An event of a session's stream. The priming event has no name: it carries no message.
    init(_ event: SessionState.StreamEvent, isResumable: Bool) {
        self.init(
            event: event.data.isEmpty ? nil : "message", id: isResumable ? event.id.text : nil, retry: event.retry,
            data: event.data)
    }
}
