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
    static let adminToken = "the-admin-token-of-these-tests"
    let url: String
    private let site: SandboxServer
    private let end: AsyncStream<CInt>.Continuation
    private let running: Task<Void, Never>

    init(environment: [String: String] = [:]) throws {
        site = try SandboxServer(SandboxOptions(), listen: .tcp(host: "127.0.0.1", port: 0))
        var sites = SiteSettings()
        sites.endpoints = site.endpoints
        let catalogue = try Catalogue.load()
        let storage = try Storage.inMemory(sites: sites, catalogue: catalogue, adminToken: Self.adminToken)
        try storage.registry.declare(
            accounts: [
                DeclaredAccount(
                    name: "shop", credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: nil))
            ],
            servers: [
                ServerDeclaration(name: "read", account: "shop", token: Self.token, configuration: .readOnly),
                ServerDeclaration(name: "all", account: "shop", token: Self.token + "-all"),
            ])
        var settings = Settings()
        settings.listen = [.tcp(host: "127.0.0.1", port: 0)]
        let daemon = try Daemon(
            settings: settings, storage: storage, catalogue: catalogue,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
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
