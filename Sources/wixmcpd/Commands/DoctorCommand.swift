import ArgumentParser
import EventLoop
import Gateway
import Glibc
import HTTPClient
import WixAPI
import WixCatalogue

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks this machine, the configuration and the way to Wix.",
        discussion: "Exit code 0 when all is well, 1 otherwise.")

    @OptionGroup var configuration: ConfigurationOptions

    func run() async throws {
        var report = Report()
        report.add(true, "wixmcpd \(Version.text), \(ProcessSetup.coreCount) cores")
        report.add(true, HTTPClient.libraryVersion)
        let limit = ProcessSetup.raiseDescriptorLimit()
        report.add(limit >= 1024, "open files: \(limit)" + (limit < 1024 ? "; raise `ulimit -n`" : ""))
        report.check("tools") { "\(try Catalogue.load().tools.count) tools" }
        var accounts: [Account] = []
        report.check("configuration") {
            let loaded = try configuration.load()
            let connections = try ConnectionResolver(settings: loaded.settings, environment: ProcessSetup.environment())
                .resolve(makesServer: false)
            _ = try connections.gateway(catalogue: Catalogue.load(), settings: loaded.settings)
            accounts = connections.accounts
            return
                "configuration: \(loaded.path ?? "no file"), \(accounts.count) accounts, \(connections.servers.count) servers"
        }
        if accounts.isEmpty {
            report.add(true, "no Wix site is connected: set WIX_API_KEY and WIX_SITE_ID, or try `wixmcpd demo`")
        }
        let probe = try SiteProbe()
        for account in accounts {
            let found = await probe.test(account.site)
            if let error = found.error {
                report.add(false, "account \(account.name): \(error.message)")
            } else {
                report.add(
                    true, "account \(account.name): reached\(found.catalogVersion.map { ", catalogue \($0)" } ?? "")")
            }
        }
        guard report.isWell else { throw ExitCode(1) }
    }
}

/// Prints findings as they come and remembers whether all were good.
private struct Report {
    private(set) var isWell = true

    mutating func add(_ good: Bool, _ text: String) {
        print("\(good ? "ok  " : "FAIL") \(text)")
        isWell = isWell && good
    }

    mutating func check(_ name: String, _ work: () throws -> String) {
        do {
            add(true, try work())
        } catch {
            add(false, "\(name): \(error)")
        }
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
