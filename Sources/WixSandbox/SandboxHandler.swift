import EventLoop
package import HTTPCore
package import HTTPServer

/// Serves a sandbox over HTTP on one loop.
package final class SandboxHandler: HTTPHandler {
    private let sandbox: Sandbox
    private let loop: EventLoop

    init(sandbox: Sandbox, loop: EventLoop) {
        self.sandbox = sandbox
        self.loop = loop
    }

    package func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

    package func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
        let (response, delay) = sandbox.respond(to: request.head, body: request.body)
        let wait = delay + sandbox.options.latency
        guard wait > .zero else {
            exchange.respond(response)
            return
        }
        let timer = loop.schedule(after: wait) { exchange.respond(response) }
        exchange.onDisconnect = { timer.cancel() }
    }
}
