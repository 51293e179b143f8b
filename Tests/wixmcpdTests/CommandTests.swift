import ArgumentParser
import HTTPServer
import JSON
import Testing

@testable import wixmcpd

@Suite struct CommandTests {
    @Test(arguments: [
        "demo", "serve", "sandbox", "bridge", "tools", "call", "account", "server", "token", "audit", "check-config",
        "doctor",
    ])
    func helpNamesEveryCommand(_ name: String) {
        #expect(WixMCPD.helpMessage().contains("\n  \(name) "))
        #expect(
            WixMCPD.configuration.subcommands.contains {
                $0.configuration.commandName == name && !$0.configuration.abstract.isEmpty
            })
    }

    @Test(arguments: [
        ["bridge"], ["call"], ["demo", "--seed", "x"], ["demo", "--quota", "x"], ["nonsense"],
        ["tools", "--format", "xml"],
        ["serve", "--listen"],
    ]) func refusesWrongCommands(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try WixMCPD.parseAsRoot(arguments) }
    }

    @Test func flagsBecomeConfiguration() throws {
        let command = try #require(
            WixMCPD.parseAsRoot([
                "serve", "-l", "127.0.0.1:1", "--listen", "unix:/x", "--loops", "2", "--log-level", "debug",
            ]) as? ServeCommand)
        #expect(command.options.flags.map(\.key) == ["listen", "loops", "log.level"])
        #expect(command.options.flags.first?.values == ["127.0.0.1:1", "unix:/x"])
    }

    @Test func longRunningCommandsPrepareSignals() throws {
        for arguments in [["serve"], ["demo"], ["sandbox"], ["bridge", "http://x"]] {
            #expect(try WixMCPD.parseAsRoot(arguments) is any ServiceCommand)
        }
        #expect(try !(WixMCPD.parseAsRoot(["tools"]) is any ServiceCommand))
    }

    @Test func tablesAlignTheirColumns() {
        #expect(TextTable.text([["A", "BB"], ["long", "c"]]) == "A     BB\nlong  c\n")
    }

    @Test func clientTextsHoldWhatAPersonPastes() throws {
        let setup = ClientSetup(baseURL: "http://127.0.0.1:8787", token: "TOKEN")
        let text = setup.demoText(sandboxURL: "http://127.0.0.1:1", shop: ["84 products"], adminToken: "ADMIN")
        for piece in [
            "http://127.0.0.1:8787/mcp/TOKEN", "http://127.0.0.1:8787/sse/TOKEN", "mcp-remote", "mcp-proxy",
            "\"bridge\"",
            "claude mcp add --transport http wix http://127.0.0.1:8787/mcp/TOKEN", "curl -s ",
        ] { #expect(text.contains(piece), "\(piece)") }
        let entry = try JSONValue(parsing: ClientSetup.desktopEntry(command: "/a \"b\"", ["bridge", setup.mcpURL]))
        #expect(entry["mcpServers"]?["wix"]?["command"] == "/a \"b\"")
        #expect(entry["mcpServers"]?["wix"]?["args"] == ["bridge", "http://127.0.0.1:8787/mcp/TOKEN"])
    }

    @Test func theBaseURLIsOneThisMachineReaches() {
        #expect(ClientSetup.baseURL(of: [.tcp(host: "0.0.0.0", port: 1)]) == "http://127.0.0.1:1")
        #expect(ClientSetup.baseURL(of: [.unix(path: "/x"), .tcp(host: "::1", port: 2)]) == "http://[::1]:2")
    }
}
