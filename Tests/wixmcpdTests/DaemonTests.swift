import Glibc
import HTTPClient
import HTTPCore
import JSON
import TestSupport
import Testing
import WixSandbox

@testable import wixmcpd

@Suite struct DaemonTests {
    private static let json = [("content-type", "application/json")]

    @Test func statusPathsNeedNoToken() async throws {
        let daemon = try RunningDaemon()
        let client = try TestClient()
        #expect(try await client.get("\(daemon.url)/healthz").body == Array("ok\n".utf8))
        let help = try await client.get("\(daemon.url)/")
        #expect(help.status == 200 && String(decoding: help.body, as: UTF8.self).contains("/mcp/TOKEN"))
        let metrics = try await client.get("\(daemon.url)/metrics")
        #expect(metrics.fields["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
        let text = String(decoding: metrics.body, as: UTF8.self)
        #expect(text.contains("wixmcpd_servers 2\n") && text.contains("wixmcpd_http_connections 1\n"))
        #expect(!text.contains("shop"))
        await daemon.stop()
    }

    @Test func otherPathsAndMethodsAreNamed() async throws {
        let daemon = try RunningDaemon()
        let client = try TestClient()
        let missing = try await client.get("\(daemon.url)/nothing")
        #expect(missing.status == 404)
        #expect(try JSONValue(parsing: missing.body)["statusCode"]?.intValue == 404)
        let refused = try await client.send("POST", "\(daemon.url)/healthz", fields: Self.json, body: "{}")
        #expect(refused.status == 405 && refused.fields["allow"] == "GET, HEAD")
        await daemon.stop()
    }

    /// The settings name the real Wix here, the storage a sandbox: the accounts' own is the one to ask.
    @Test func sitesAreAskedForWhereTheAccountsAre() async throws {
        let daemon = try RunningDaemon()
        let client = try TestClient()
        let credentials =
            #"{"credentials":{"type":"api_key","api_key":"\#(Sandbox.apiKey)","account_id":"\#(Sandbox.accountID)"}}"#
        let answer = try await client.send(
            "POST", "\(daemon.url)/integrated-account/sites",
            fields: Self.json + [("authorization", "Bearer \(RunningDaemon.adminToken)")], body: credentials)
        #expect(try JSONValue(parsing: answer.body)["result"]?.arrayValue?.count == 3)
        await daemon.stop()
    }

    @Test func aTokenOpensItsToolsOnly() async throws {
        let daemon = try RunningDaemon()
        let client = try TestClient()
        let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#
        let read = try await client.send(
            "POST", "\(daemon.url)/mcp/\(RunningDaemon.token)", fields: Self.json, body: list)
        let all = try await client.send(
            "POST", "\(daemon.url)/mcp/\(RunningDaemon.token)-all", fields: Self.json, body: list)
        let readTools = try JSONValue(parsing: read.body)["result"]?["tools"]?.arrayValue ?? []
        let allTools = try JSONValue(parsing: all.body)["result"]?["tools"]?.arrayValue ?? []
        #expect(!readTools.isEmpty && readTools.count < allTools.count)
        for tool in readTools { #expect(tool["annotations"]?["readOnlyHint"] == true) }

        let write =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_a_wix_contact","arguments":{}}}"#
        let refused = try await client.send(
            "POST", "\(daemon.url)/mcp/\(RunningDaemon.token)", fields: Self.json, body: write)
        #expect(try JSONValue(parsing: refused.body)["error"]?["code"]?.intValue == -32602)
        for path in ["/mcp", "/mcp/wrong", "/mcp/\(RunningDaemon.token)x"] {
            #expect(try await client.send("POST", daemon.url + path, fields: Self.json, body: list).status == 401)
        }
        await daemon.stop()
    }

    @Test func theServiceManagerIsToldOfStartAndEnd() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/notify"
        defer { unlink(path) }
        let manager = try ManagerSocket(name: Array(path.utf8))
        let daemon = try RunningDaemon(environment: ["NOTIFY_SOCKET": path])
        #expect(await manager.next().hasPrefix("READY=1\nSTATUS="))
        #expect(try await TestClient().get("\(daemon.url)/readyz").status == 200)
        await daemon.stop()
        #expect(await manager.next().hasPrefix("STOPPING=1"))
    }
}
