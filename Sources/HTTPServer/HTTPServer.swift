import CLinux
package import EventLoop

/// Listeners on every loop, each connection handled on the loop that accepted it.
///
/// TCP addresses are bound once for each loop (`SO_REUSEPORT`, but never together with another server), so the kernel
/// spreads connections; a Unix socket or an inherited descriptor is accepted on the first loop and its connections are
/// dealt out in turn.
package final class HTTPServer<Handler: HTTPHandler>: Sendable {
    /// The addresses bound, with real ports.
    package let addresses: [ListenAddress]
    private let members: [Member]

    /// A loop's part and its handler.
    private final class Member: @unchecked Sendable {  // `handler` is touched on `server.loop` only
        let server: ServerLoop
        let handler: Handler
        init(server: ServerLoop, handler: Handler) {
            self.server = server
            self.handler = handler
        }
    }

    /// Binds and starts accepting; when it returns, connections are taken. `makeHandler` runs once on each loop.
    /// Blocks for the moment that takes: host names are looked up.
    package convenience init(
        loops: [EventLoop], listen: [ListenAddress], limits: HTTPServerLimits = HTTPServerLimits(),
        makeHandler: @escaping @Sendable (EventLoop) -> Handler
    ) throws(SystemError) {
        try self.init(
            loops: loops, listen: listen, limits: limits, accept: ListeningSocket.systemAccept,
            makeHandler: makeHandler)
    }

    /// For tests: with another way to accept.
    init(
        loops: [EventLoop], listen: [ListenAddress], limits: HTTPServerLimits, accept: @escaping AcceptCall,
        makeHandler: @escaping @Sendable (EventLoop) -> Handler
    ) throws(SystemError) {
        clinux_ignore_broken_pipe()
        let set = try ListenerSet(binding: listen, loops: loops.count)
        let connectionLimit = SharedLimit(limits.connections)
        let streamLimit = SharedLimit(limits.streams)
        addresses = set.addresses
        members = loops.map { loop in
            loop.waitFor {
                let handler = makeHandler(loop)
                let calls = HandlerCalls(
                    refusal: { handler.refusal(of: $0, from: $1) }, handle: { handler.handle($0, on: $1) },
                    drainBegan: { handler.drainBegan() })
                let server = ServerLoop(
                    loop: loop, limits: limits, connectionLimit: connectionLimit, streamLimit: streamLimit,
                    calls: calls, accept: accept)
                return Member(server: server, handler: handler)
            }
        }
        let servers = members.map(\.server)
        for (server, listeners) in zip(servers, set.listeners) {
            let failure = server.loop.waitFor { server.start(listeners, siblings: servers) }
            if let failure {
                set.close()
                throw failure
            }
        }
    }

    /// Stops accepting, lets running exchanges finish for up to `grace`, ends event streams, closes. Returns when all
    /// is closed.
    package func drain(grace: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            for server in members.map(\.server) {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        server.loop.submit { server.drain(grace: grace) { continuation.resume() } }
                    }
                }
            }
        }
    }

    /// Runs `work` with the handler of each loop, on that loop.
    package func forEachHandler(_ work: @escaping @Sendable (Handler) -> Void) {
        for member in members { member.server.loop.submit { work(member.handler) } }
    }

    /// What the server did and holds, summed over the loops without stopping them.
    package var statistics: HTTPServerStatistics {
        var sum = HTTPServerStatistics()
        for member in members { member.server.counters.add(to: &sum) }
        return sum
    }
}
