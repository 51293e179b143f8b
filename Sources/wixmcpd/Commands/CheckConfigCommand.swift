import ArgumentParser
import Gateway
import WixCatalogue

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Checks the configuration and shows what is in force; secrets stay hidden.")

    @OptionGroup var configuration: ConfigurationOptions

    @Flag(help: "List every key with its form, default and environment name, as Markdown.")
    var keys = false

    func run() throws {
        if keys {
            print(ConfigurationDocument.markdown())
            return
        }
        let environment = ProcessSetup.environment()
        let loaded = try configuration.load()
        var connections = try ConnectionResolver(settings: loaded.settings, environment: environment).resolve()
        // What the store knows is not looked at: a daemon may be using it.
        let names = Set(connections.accounts.map(\.name))
        let others = connections.servers.filter { !names.contains($0.account) }
        connections.servers.removeAll { !names.contains($0.account) }
        let storage = try Storage.inMemory(sites: SiteSettings(loaded.settings), catalogue: Catalogue.load())
        try storage.declare(connections, loaded.settings)
        let gateway = storage.registry.gateway
        var rows = [["KEY", "VALUE", "FROM"]]
        for key in ConfigurationTables.settings.keys {
            let values = key.show(loaded.settings)
            let shown = key.name == "listen" && values.isEmpty ? [Settings.defaultListenAddress.text] : values
            rows.append([key.name, shown.joined(separator: ", "), "\(loaded.origins[key.name] ?? .standard)"])
        }
        print(TextTable.text(rows))
        if !gateway.accounts.isEmpty { print("accounts: \(gateway.accounts.map(\.name).joined(separator: ", "))") }
        for grant in gateway.servers {
            print(
                "server \(grant.name): account \(grant.accountName), \(grant.tools.count) tools"
                    + (grant.isReadOnly ? ", reads only" : "")
            )
        }
        for server in others { print("server \(server.name): account \(server.account), which must be in the store") }
        print("\(loaded.path ?? "no file"): ok")
    }
}
