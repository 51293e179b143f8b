import Gateway
import HTTPServer
import Logging
import Testing
import WixAPI
import WixCatalogue
import WixSandbox

@testable import wixmcpd

/// A daemon over a sandbox site, on free ports, until `stop`.
final class RunningDaemon: Sendable {
    static let token = "0123456789abcdef0123456789abcdef"
    let url: String
    private let site: SandboxServer
    private let end: AsyncStream<CInt>.Continuation
    private let running: Task<Void, Never>

    init(environment: [String: String] = [:]) throws {
        site = try SandboxServer(SandboxOptions(), listen: .tcp(host: "127.0.0.1", port: 0))
        let account = Account(
            name: "shop",
            site: WixSite(
                credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: nil), endpoints: site.endpoints))
        let catalogue = try Catalogue.load()
        let servers = [
            ServerDeclaration(name: "read", account: "shop", token: Self.token, policy: .readOnly),
            ServerDeclaration(name: "all", account: "shop", token: Self.token + "-all"),
        ]
        var settings = Settings()
        settings.listen = [.tcp(host: "127.0.0.1", port: 0)]
        let daemon = try Daemon(
            settings: settings, gateway: Gateway(catalogue: catalogue, accounts: [account], servers: servers),
            catalogue: catalogue, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            environment: environment, inherited: InheritedSockets(environment: [:], processID: 0))
        url = ClientSetup.baseURL(of: daemon.addresses)
        let (signals, end) = AsyncStream<CInt>.makeStream()
        self.end = end
        running = Task {
            await daemon.run {
                for await signal in signals { return signal }
                return 0
            }
        }
    }

    func stop() async {
        end.yield(15)
        await running.value
        await site.stop()
    }
}
