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
        let connections = try ConnectionResolver(settings: loaded.settings, environment: environment).resolve(
            makesServer: true)
        let gateway = try connections.gateway(catalogue: Catalogue.load(), settings: loaded.settings)
        var rows = [["KEY", "VALUE", "FROM"]]
        for key in ConfigurationTables.settings.keys {
            let values = key.show(loaded.settings)
            let shown = key.name == "listen" && values.isEmpty ? [Settings.defaultListenAddress.text] : values
            rows.append([key.name, shown.joined(separator: ", "), "\(loaded.origins[key.name] ?? .standard)"])
        }
        print(TextTable.text(rows))
        if !gateway.accounts.isEmpty { print("accounts: \(gateway.accounts.map(\.name).joined(separator: ", "))") }
        for grant in gateway.grants {
            print(
                "server \(grant.name): account \(grant.account), \(grant.tools.count) tools"
                    + (grant.isReadOnly ? ", reads only" : "")
            )
        }
        print("\(loaded.path ?? "no file"): ok")
    }
}
