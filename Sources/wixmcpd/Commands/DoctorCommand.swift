import ArgumentParser
import EventLoop
import Gateway
import Glibc
import HTTPClient
import WixAPI
import WixCatalogue

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks this machine, the configuration, the way to Wix and the daemon.",
        discussion: "Exit code 0 when all is well, 1 otherwise.")

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        var report = DoctorReport()
        report.add(true, "wixmcpd \(Version.text), \(ProcessSetup.coreCount) cores")
        report.add(true, HTTPClient.libraryVersion)
        let limit = ProcessSetup.raiseDescriptorLimit()
        report.add(limit >= 1024, "open files: \(limit)" + (limit < 1024 ? "; raise `ulimit -n`" : ""))
        report.check("tools") { "\(try Catalogue.load().tools.count) tools" }
        var accounts: [DeclaredAccount] = []
        var settings: Settings?
        report.check("configuration") {
            let loaded = try configuration.load()
            settings = loaded.settings
            let connections = try ConnectionResolver(settings: loaded.settings, environment: ProcessSetup.environment())
                .resolve()
            accounts = connections.accounts
            return
                "configuration: \(loaded.path ?? "no file"), \(accounts.count) accounts, \(connections.servers.count) servers"
        }
        if accounts.isEmpty {
            report.add(true, "no Wix site is connected: set WIX_API_KEY and WIX_SITE_ID, or try `wixmcpd demo`")
        }
        let probe = try SiteProbe()
        let sites = settings.map(SiteSettings.init) ?? SiteSettings()
        for account in accounts {
            let found = await probe.test(sites.site(account.credential))
            if let error = found.error {
                report.add(false, "account \(account.name): \(error.message)")
            } else {
                report.add(
                    true, "account \(account.name): reached\(found.catalogVersion.map { ", catalogue \($0)" } ?? "")")
            }
        }
        if let settings {
            await DaemonChecks(settings: settings, environment: ProcessSetup.environment()).run(&report)
        }
        guard report.isWell else { throw ExitCode(1) }
    }
}

/// Asks Wix for a site's properties, on a loop of its own.
private actor SiteProbe {
    private nonisolated let loop: EventLoop
    private let client: WixClient
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init() throws {
        loop = try EventLoop()
        client = WixClient(http: HTTPClient(loop: loop))
    }

    func test(_ site: WixSite) async -> WixSiteReport {
        await client.test(site)
    }
}
