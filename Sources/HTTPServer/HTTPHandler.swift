package import HTTPCore

/// What answers requests. One instance for each loop, made by the factory given to `HTTPServer`; confined to that loop.
package protocol HTTPHandler: AnyObject, SendableMetatype {
    /// Called when the head is complete and before any body is read: a response refuses the request (auth, host,
    /// path, verb) and, when a body was announced, closes the connection after it.
    func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse?
    /// Called when the whole request is there. Answer now or later, on the loop, exactly once, through `exchange`.
    func handle(_ request: HTTPRequest, on exchange: HTTPExchange)
    /// Called once when the server begins to drain: no request comes any more on an idle connection, so finish the
    /// event streams that wait for news.
    func drainBegan()
}

extension HTTPHandler {
    package func drainBegan() {}
}

/// Where a request came from.
package struct HTTPPeer: Sendable, Equatable {
    /// `127.0.0.1:5000`, `[::1]:5000` or `unix`.
    package let address: String
    /// True when the local end of the connection is a loopback address or a Unix socket.
    package let isLocalLoopback: Bool
    /// The user that a Unix socket's peer ran as when it connected (unix(7), SO_PEERCRED); nil for every other peer.
    package let userID: UInt32?
    package init(address: String, isLocalLoopback: Bool, userID: UInt32? = nil) {
        self.address = address
        self.isLocalLoopback = isLocalLoopback
        self.userID = userID
    }
}

/// A complete request.
package struct HTTPRequest: Sendable {
    package let head: HTTPRequestHead
    package let body: [UInt8]
    package let peer: HTTPPeer
    package init(head: HTTPRequestHead, body: [UInt8], peer: HTTPPeer) {
        self.head = head
        self.body = body
        self.peer = peer
    }
}
