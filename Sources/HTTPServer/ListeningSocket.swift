import CLinux
import EventLoop
import Glibc

/// Accepts one connection: the new descriptor, or the negated errno. Fills in the peer's address.
typealias AcceptCall = @Sendable (_ listener: CInt, _ peer: inout SocketAddress) -> CInt

/// A listener at work on a loop. Confined to the loop.
final class ListeningSocket: ReadinessHandler {
    private let listener: Listener
    private let server: ServerLoop

    /// Connections accepted before other descriptors get their turn.
    private static let burst = 64
    /// How long accepting rests when the process or the machine is out of descriptors or memory.
    private static let pause: Duration = .milliseconds(100)

    init(_ listener: Listener, on server: ServerLoop) {
        self.listener = listener
        self.server = server
    }

    static let systemAccept: AcceptCall = { listener, peer in
        clinux_accept(listener, &peer.storage, &peer.length)
    }

    func start() throws(SystemError) {
        try server.loop.add(listener.descriptor, .readable, edgeTriggered: false, handler: self)
    }

    func ready(_ readiness: Readiness, on descriptor: CInt) {
        acceptWaiting(atMost: ListeningSocket.burst)
    }

    /// Takes in the connections that are complete already, then closes.
    func finish() {
        acceptWaiting(atMost: .max)
        server.loop.remove(listener.descriptor)
        listener.close()
    }

    private func acceptWaiting(atMost count: Int) {
        var remaining = count
        while remaining > 0 {
            remaining -= 1
            var peer = SocketAddress()
            let descriptor = server.accept(listener.descriptor, &peer)
            if descriptor >= 0 {
                take(descriptor, from: peer)
                continue
            }
            switch -descriptor {
            case EAGAIN: return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                rest()
                return
            case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP:
                // The listener itself is gone: without it, nothing to wait for.
                server.loop.remove(listener.descriptor)
                return
            default:
                // The connection failed before it was accepted (accept(2), "Error handling"): go on with the next.
                continue
            }
        }
    }

    /// Stops watching for a moment: the waiting connection would be reported again and again.
    private func rest() {
        guard !server.isDraining else { return }
        server.loop.remove(listener.descriptor)
        server.loop.schedule(after: ListeningSocket.pause) { [weak self] in
            guard let self, !server.isDraining else { return }
            do { try start() } catch { rest() }
        }
    }

    private func take(_ descriptor: CInt, from address: SocketAddress) {
        let peer = HTTPPeer(
            address: address.isUnix ? "unix" : address.description, isLocalLoopback: isLoopback(descriptor),
            userID: address.isUnix ? userID(of: descriptor) : nil)
        let siblings = server.siblings
        guard listener.isShared, !siblings.isEmpty, !server.isDraining else {
            server.adopt(descriptor, from: peer)
            return
        }
        server.nextSibling = (server.nextSibling + 1) % siblings.count
        let sibling = siblings[server.nextSibling]
        sibling.loop.submit { sibling.adopt(descriptor, from: peer) }
    }

    private func userID(of descriptor: CInt) -> UInt32? {
        var userID: UInt32 = 0
        return clinux_peer_user(descriptor, &userID) == 0 ? userID : nil
    }

    private func isLoopback(_ descriptor: CInt) -> Bool {
        guard listener.isWildcard else { return listener.isLoopback }
        do { return try SocketAddress(localOf: descriptor).isLoopback } catch { return false }
    }
}

extension ServerLoop {
    /// Takes in an accepted descriptor: a connection, or a 503 when there are too many.
    func adopt(_ descriptor: CInt, from peer: HTTPPeer) {
        counters.acceptedConnections.count()
        let isCounted = connectionLimit.take()
        guard isCounted || refusedOpen < ServerLoop.refusedAtOnce else {
            counters.refusedConnections.count()
            close(descriptor)
            return
        }
        let connection = HTTPConnection(descriptor, from: peer, on: self, isCounted: isCounted)
        do {
            try loop.add(
                descriptor, [.readable, .writable, .hangup], edgeTriggered: true, handler: connection)
        } catch {
            if isCounted { connectionLimit.giveBack() }
            close(descriptor)
            return
        }
        insert(connection)
        if !isCounted {
            counters.refusedConnections.count()
            refusedOpen += 1
            connection.refuseConnection()
        } else if isDraining {
            connection.drain()
        }
    }
}
