import HTTPCore
import MCPCore

/// The `subscriptions/listen` streams of one loop (2026-07-28, "Subscriptions"). Confined to that loop.
final class ListenStreams {
    private struct Listener {
        let stream: StreamHandle
        let subscription: JSONRPCID
        let access: ServerAccess
        let wantsToolChanges: Bool
    }

    private let description: ServerDescription
    private var listeners: [SessionState.Handle: Listener] = [:]

    init(description: ServerDescription) { self.description = description }

    /// Acknowledges a subscription and keeps it until its client goes away.
    func add(_ stream: StreamHandle, subscription: JSONRPCID, access: ServerAccess, wantsToolChanges: Bool) {
        let acknowledged = ServerNotification.acknowledged(
            subscription: subscription.bytes[...], toolsChanged: wantsToolChanges)
        stream.send([.init(message: acknowledged)])
        listeners[stream.id] = Listener(
            stream: stream, subscription: subscription, access: access, wantsToolChanges: wantsToolChanges)
    }

    func remove(_ stream: SessionState.Handle) { listeners[stream] = nil }

    func toolsChanged(serverID: String) {
        for listener in listeners.values where listener.access.id == serverID && listener.wantsToolChanges {
            let notification = ServerNotification.toolsChanged(subscription: listener.subscription.bytes[...])
            listener.stream.send([.init(message: notification)])
        }
    }

    /// Ends the streams of a server that is gone.
    func end(_ ending: ServerEnding) { end(ending.reason.message) { ending.concerns($0.access) } }

    /// Ends every stream: the daemon shuts down.
    func endAll() { end("The server ends the subscription.") { _ in true } }

    /// One page of the specification asks for a cancellation here, a later one for the result; the result is the end of
    /// the request either way.
    private func end(_ reason: String, where isOver: (Listener) -> Bool) {
        for (handle, listener) in listeners where isOver(listener) {
            listeners[handle] = nil
            let id = listener.subscription.bytes[...]
            let cancelled = ServerNotification.cancelled(subscription: id, reason: reason)
            let result = JSONRPCReply.result(description.listenResult(subscription: id), to: id)
            listener.stream.send([.init(message: cancelled), .init(message: result)], thenClose: true)
        }
    }
}
