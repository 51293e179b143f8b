import ArgumentParser

/// The process begins here: signals first, then the command.
@main
enum Main {
    static func main() async {
        do {
            var command = try WixMCPD.parseAsRoot()
            if command is any ServiceCommand { ProcessSetup.prepareSignals() }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            WixMCPD.exit(withError: error)
        }
    }
}

/// A command that runs until a signal ends it.
protocol ServiceCommand: AsyncParsableCommand {}

struct WixMCPD: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wixmcpd",
        abstract: "Runs a Wix business through MCP: a daemon, a simulator, and what belongs to them.",
        discussion: "Start with `wixmcpd demo`: it needs no Wix account.",
        version: Version.text,
        subcommands: [
            DemoCommand.self, ServeCommand.self, SandboxCommand.self, BridgeCommand.self, ToolsCommand.self,
            CallCommand.self, CheckConfigCommand.self, DoctorCommand.self,
        ])
}
