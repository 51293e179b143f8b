import Gateway
import JSON
import Testing

@testable import AdminAPI

@Suite struct LogTests {
    /// Keeps so many calls of alternating accounts, one a second.
    private func fill(_ server: AdminServer, _ count: Int) async {
        for number in 0..<count {
            let isEven = number.isMultiple(of: 2)
            server.audit.record(
                AuditedCall(
                    time: server.clock.now, accountID: isEven ? "even" : "odd", accountName: "=name", serverID: "s",
                    serverName: "server", clientName: "claude", clientVersion: "2", tool: "list_all_wix_contacts",
                    effect: "read", arguments: ["limit": .number(JSONNumber(number))]),
                AuditEnding(
                    time: server.clock.now, outcome: isEven ? .ok : .error, detail: isEven ? nil : "NOT_FOUND",
                    requests: [AuditedRequest(method: "GET", path: "/x", status: 200, wixRequestID: "r")],
                    resultCharacters: 5, duration: .milliseconds(7)))
            server.clock.advance(.seconds(1))
        }
        await server.audit.flush()
    }

    private func ids(_ reply: Reply) -> [Int] { reply.items.compactMap { $0["id"]?.intValue } }

    @Test func theNewestComeFirstAndPagesGoBack() async throws {
        try await AdminServer.with { server in
            await fill(server, 7)
            let first = try await server.send("GET", "/log?log_type=mcp&limit=3")
            #expect(ids(first) == [7, 6, 5])
            #expect(first.json["prev_cursor"] == .null)
            await fill(server, 2)
            var (seen, reply) = (ids(first), first)
            while let cursor = reply.json["next_cursor"]?.stringValue {
                reply = try await server.send("GET", "/log?limit=3&next_cursor=\(cursor)")
                seen += ids(reply)
            }
            #expect(seen == [7, 6, 5, 4, 3, 2, 1])
            #expect(ids(try await server.send("GET", "/log?after=7")) == [9, 8])
        }
    }

    @Test(arguments: [
        ("integrated_account_id=odd", [4, 2]), ("outcome=error", [4, 2]), ("outcome=running", []),
        ("tool=list_all_wix_contacts&effect=read&mcp_id=s", [4, 3, 2, 1]), ("tool=other", []), ("effect=delete", []),
        ("from=2026-11-18T11:06:42Z", [4, 3]), ("to=2026-11-18T11:06:42Z", [2, 1]),
        // A plus that nobody escaped.
        ("from=2026-11-18T12:06:42+01:00", [4, 3]), ("from=2026-11-18T12:06:42%2B01:00", [4, 3]),
        ("from=2026-11-18T11:06:41Z&to=2026-11-18T11:06:43Z", [3, 2]), ("tool=&mcp_id=", [4, 3, 2, 1]),
    ])
    func filters(_ query: String, _ expected: [Int]) async throws {
        try await AdminServer.with { server in
            await fill(server, 4)
            let reply = try await server.send("GET", "/log?\(query)")
            #expect(ids(reply) == expected, "\(reply.text)")
        }
    }

    @Test func anEntrySaysWhatWasDone() async throws {
        try await AdminServer.with { server in
            await fill(server, 1)
            let entry = try #require(try await server.send("GET", "/log").items.first)
            #expect(entry["created_at"] == "2026-11-18T11:06:40.000Z")
            #expect(entry["client"] == ["name": "claude", "version": "2"])
            #expect(entry["wix_requests"] == [["method": "GET", "path": "/x", "status": 200, "request_id": "r"]])
            #expect(entry["duration_ms"] == 7)
            #expect(entry["outcome"] == "ok")
        }
    }

    @Test func exportsHoldTheSameEntries() async throws {
        try await AdminServer.with { server in
            await fill(server, 5)
            let lines = try await server.send("GET", "/log?format=jsonl&limit=3")
            #expect(lines.field("content-type")?.hasPrefix("application/jsonl") == true)
            let parsed = try lines.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
            #expect(parsed.compactMap { $0["id"]?.intValue } == [5, 4, 3])
            let cursor = try #require(lines.field("x-next-cursor"))
            await fill(server, 1)
            let table = try await server.send("GET", "/log?format=csv&limit=3&next_cursor=\(cursor)")
            #expect(table.field("content-type")?.hasPrefix("text/csv") == true)
            #expect(table.field("x-next-cursor") == nil)
            let rows = table.text.split(separator: "\r\n")
            #expect(rows.map { $0.prefix(2) } == ["id", "2,", "1,"])
            #expect(rows.first?.hasPrefix("id,created_at,") == true)
            // A name that a spreadsheet would run is text.
            #expect(rows.last?.contains("'=name") == true)
            let all = try await server.send("GET", "/log?format=jsonl")
            #expect(all.text.split(separator: "\n").count == 6)
            #expect(try await server.send("GET", "/log?format=csv&tool=none").text.split(separator: "\r\n").count == 1)
        }
    }

    @Test func theChainIsChecked() async throws {
        try await AdminServer.with { server in
            await fill(server, 3)
            let reply = try await server.send("GET", "/log/verify")
            #expect(reply.json == ["ok": true, "rows": 3, "fault": nil])
        }
    }
}
