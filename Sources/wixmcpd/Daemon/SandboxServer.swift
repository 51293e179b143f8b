import EventLoop
import HTTPServer
import WixAPI
import WixSandbox

/// The simulated Wix site behind a listener of its own, so that it is reached over HTTP as Wix is.
struct SandboxServer: Sendable {
    let address: ListenAddress
    /// What the site holds and where today lies in it, a line each.
    let summary: [String]
    private let group: EventLoopGroup
    private let server: HTTPServer<SandboxHandler>

    init(_ options: SandboxOptions, listen: ListenAddress, loops: Int = 1) throws(CommandFailure) {
        let sandbox = Sandbox(options: options)
        do {
            group = try EventLoopGroup(count: loops)
            server = try HTTPServer(loops: group.loops, listen: [listen]) { sandbox.makeHandler(loop: $0) }
        } catch {
            throw CommandFailure("the sandbox cannot listen on \(listen.text): \(error.words)")
        }
        address = server.addresses.first ?? listen
        summary = sandbox.summary
    }

    /// Where Wix's API and its token endpoint are, for a client on this machine.
    var endpoints: WixEndpoints {
        let base = "http://\(address.localAuthority ?? address.text)"
        return WixEndpoints(baseURL: base, oauthURL: "\(base)/oauth2/token")
    }

    func stop() async {
        await server.drain(grace: .seconds(1))
        group.stop()
    }
}
