import ArgumentParser
import HTTPCore
import JSON
import Testing
import WixCatalogue

@testable import wixmcpd

@Suite struct DaemonCallTests {
    private let path = "/integrated-account/\(AdminSample.accountID)/mcp"

    private func admin(_ answer: HTTPResponse, revoked: HTTPResponse = emptyAnswer) throws -> ScriptedAdmin {
        let minted = AdminSample.server(minted: true).text
        return try ScriptedAdmin { line, _ in
            if line == "POST /mcp/TOKEN" { return answer }
            if line.hasPrefix("POST ") { return json(minted, status: 201) }
            return line.hasPrefix("DELETE ") ? revoked : nil
        }
    }

    private func call(_ admin: ScriptedAdmin) async throws -> CallAnswer {
        let tool = try #require(try Catalogue.load()["list_all_wix_orders"])
        let wanted = WantedCall(tool: tool, arguments: ["limit": 2], account: nil)
        return try await DaemonCall(session: try admin.session(), call: wanted, account: AdminSample.account())
            .run(ShutdownSignals())
    }

    @Test func theServerIsForThisCallAlone() async throws {
        let admin = try admin(
            json(#"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\"result_count\":2}"}]}}"#))
        let answer = try await call(admin)
        #expect(String(decoding: answer.json, as: UTF8.self) == #"{"result_count":2}"# && answer.error == nil)
        #expect(
            admin.seen.map(\.line) == ["POST \(path)", "POST /mcp/TOKEN", "DELETE \(path)/\(AdminSample.serverID)"])
        #expect(
            admin.seen[0].body == [
                "name": "wixmcpd call",
                "config": [
                    "tools": ["list_all_wix_orders"], "calls_per_minute": 0, "max_result_chars": 10_000_000,
                ], "expires_at": "2026-11-24T12:10:00.000Z",
            ])
        #expect(admin.seen[1].body["params"] == ["name": "list_all_wix_orders", "arguments": ["limit": 2]])
        // The server's token is in the path; the administrator's has no business there.
        #expect(admin.seen.map { $0.authorization != nil } == [true, false, true])
    }

    @Test(arguments: [
        (
            #"{"result":{"isError":true,"content":[{"text":"{\"message\":\"No.\",\"error\":{\"hint\":\"Try this.\"}}"}]}}"#,
            "No. Try this."
        ),
        (#"{"error":{"code":429,"message":"Wait.","data":{"status":429}}}"#, "Wait."),
        (#"{"odd":1}"#, "the daemon gave no answer"),
    ])
    func errorsAreWords(reply: String, words: String) async throws {
        let admin = try admin(json(reply))
        #expect(try await call(admin).error == words)
        #expect(admin.seen.last?.line.hasPrefix("DELETE ") == true)
    }

    /// It may have been made: it is not made again in another way, and the server goes all the same.
    @Test func aCallWithoutAnAnswerIsNotRepeated() async throws {
        let admin = try admin(json("<html>", status: 502), revoked: json("{}", status: 500))
        let error = try await #require(throws: AdminError.self) { try await call(admin) }
        #expect(error.description.contains("HTTP status 502"))
        #expect(admin.seen.map { $0.line.prefix(4) } == ["POST", "POST", "DELE"])
    }
}
