import ArgumentParser
import Glibc

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
        } catch let error as ConfigurationError {
            fail(error.description, code: EX_CONFIG)
        } catch let error as CommandFailure {
            fail(error.description, code: EXIT_FAILURE)
        } catch let error as AdminError {
            fail(error.description, code: error.exitCode)
        } catch {
            WixMCPD.exit(withError: error)
        }
    }

    private static func fail(_ message: String, code: CInt) -> Never {
        LogWriter.writeAll(Array("wixmcpd: \(message)\n".utf8), to: STDERR_FILENO)
        exit(code)
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
            CallCommand.self, AccountCommand.self, ServerCommand.self, TokenCommand.self, AuditCommand.self,
            SecretCommand.self, CheckConfigCommand.self, DoctorCommand.self,
        ])
}
