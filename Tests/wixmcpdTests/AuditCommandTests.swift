import ArgumentParser
import HTTPCore
import HTTPServer
import JSON
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct AuditCommandTests {
    private static func entry(_ id: Int, _ outcome: String = "ok", detail: String? = nil) -> JSONValue {
        [
            "id": .number(JSONNumber(id)), "created_at": "2026-11-24T11:00:00.000Z", "integrated_account_name": "shop",
            "mcp_name": "reports", "client": ["name": "claude", "version": "1"], "tool": "list_all_wix_orders",
            "effect": "read", "outcome": .string(outcome), "duration_ms": 12,
            "detail": detail.map { .string($0) } ?? .null,
        ]
    }

    private func admin(_ entries: [JSONValue]) throws -> ScriptedAdmin {
        try ScriptedAdmin { line, _ in
            if line.hasPrefix("GET /integrated-account?") { return list(AdminSample.account()) }
            if line.hasPrefix("GET /mcp-server?") { return list(AdminSample.server()) }
            return line.hasPrefix("GET /log?") ? json(JSONValue.object(["result": .array(entries)]).text) : nil
        }
    }

    @Test func listSendsItsFiltersAndShowsTheNewestLast() async throws {
        let admin = try admin([Self.entry(2, "error", detail: "no\u{1B}[31m stock"), Self.entry(1)])
        let output = try await admin.run([
            "audit", "list", "--account", "shop", "--server", "aaaaaaaa", "--tool", "t", "--effect", "read",
            "--outcome", "ok",
            "--from", "2h", "--to", "2026-11-24T12:00:00Z", "--limit", "10",
        ])
        #expect(
            admin.seen.last?.line
                == "GET /log?log_type=mcp&integrated_account_id=\(AdminSample.accountID)&mcp_id=\(AdminSample.serverID)&tool=t"
                + "&effect=read&outcome=ok&from=2026-11-24T10%3A00%3A00.000Z&to=2026-11-24T12%3A00%3A00.000Z&limit=10")
        let lines = output.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].contains("  ok ") && lines[2].hasSuffix("no [31m stock"), "\(output)")
        #expect(lines[1].contains("shop     reports  list_all_wix_orders  read    ok       12  claude 1"), "\(output)")
    }

    @Test func aWholeIDMayNameWhatIsGone() async throws {
        let admin = try admin([])
        try await admin.run(["audit", "list", "--account", AdminSample.otherID, "--server", "config:x"])
        #expect(admin.seen.count == 1)
        #expect(admin.seen[0].line.contains("integrated_account_id=\(AdminSample.otherID)&mcp_id=config%3Ax"))
    }

    @Test func followersSeeEachEntryOnceAndItsEnd() {
        var follower = AuditFollower([Self.entry(5), Self.entry(4, "running")])
        #expect(follower.after == 3)
        let news = follower.take([Self.entry(6), Self.entry(5), Self.entry(4)])
        #expect(news.map { $0["id"]?.intValue } == [4, 6])
        #expect(follower.after == 6)
        #expect(follower.take([Self.entry(6)]).isEmpty)
        #expect(follower.take([Self.entry(7, "running")]).count == 1 && follower.after == 6)
        // One that never ends does not hold the follower back for ever.
        _ = follower.take([Self.entry(2000)])
        #expect(follower.after == 2000)
    }

    @Test func followGoesOnWithWhatComes() async throws {
        let (polls, poll) = AsyncStream<String>.makeStream()
        let pages: [JSONValue] = [
            [Self.entry(2), Self.entry(1, "running")], [Self.entry(3), Self.entry(2), Self.entry(1)], [], [],
        ]
        let admin = try ScriptedAdmin { line, _ in
            poll.yield(line)
            let after = line.split(separator: "after=").last?.prefix { $0.isNumber } ?? ""
            return json(JSONValue.object(["result": pages[["0": 1, "3": 2][after] ?? 0]]).text)
        }
        let running = Task { try await admin.run(["audit", "list", "--follow", "--outcome", "ok"], json: true) }
        // What is asked after the last entry was taken has shown it.
        for await line in polls where line.contains("after=3") { break }
        running.cancel()
        await #expect(throws: (any Error).self) { try await running.value }
        let ids = try admin.output.split(separator: "\n").map { try JSONValue(parsing: String($0))["id"]?.intValue }
        #expect(ids == [2, 1, 3])
        #expect(!admin.seen.contains { $0.line.contains("outcome=") })
    }

    @Test func columnsKeepTheirPlaces() {
        var lines = AuditLine([Self.entry(1)])
        let heading = lines.heading
        let start = heading.distance(
            from: heading.startIndex, to: heading.firstRange(of: "OUTCOME")?.lowerBound ?? heading.endIndex)
        #expect(lines.text(Self.entry(2)).dropFirst(start).hasPrefix("ok"))
    }

    @Test(arguments: [
        (AuditExportCommand.Format.jsonl, #"{"id":2}"# + "\n" + #"{"id":1}"# + "\n"),
        (.csv, "id,tool\r\n2,\"a\nb\"\r\n1,c\r\n"),
    ]) func exportJoinsItsPages(_ format: AuditExportCommand.Format, _ whole: String) async throws {
        let pages =
            format == .csv
            ? ["id,tool\r\n2,\"a\nb\"\r\n", "id,tool\r\n1,c\r\n"] : [#"{"id":2}"# + "\n", #"{"id":1}"# + "\n"]
        let admin = try ScriptedAdmin { line, _ in
            guard line.hasPrefix("GET /log?log_type=mcp&format=\(format.rawValue)&limit=200") else { return nil }
            let isLast = line.hasSuffix("&next_cursor=two")
            return json(pages[isLast ? 1 : 0], fields: isLast ? [] : [("x-next-cursor", "two")])
        }
        #expect(try await admin.run(["audit", "export", "--format", format.rawValue]) == whole)
        let folder = try TemporaryFolder(["out": "old and longer than what is written now, so that a rest would show"])
        try await admin.run(["audit", "export", "--format", format.rawValue, "-o", "\(folder.path)/out"])
        #expect(try FileReader().text(of: "\(folder.path)/out") == whole)
        await #expect(throws: CommandFailure.self) {
            try await admin.run(["audit", "export", "-o", "\(folder.path)/none/out"])
        }
    }

    @Test func verifySaysWhichRow() async throws {
        let well = try ScriptedAdmin { _, _ in json(#"{"ok":true,"rows":12,"fault":null}"#) }
        #expect(try await well.run(["audit", "verify"]) == "ok: 12 rows, none changed\n")
        let changed = try ScriptedAdmin { _, _ in json(#"{"ok":false,"rows":12,"fault":"row 7 was changed"}"#) }
        await #expect(throws: ExitCode.failure) { try await changed.run(["audit", "verify"]) }
        #expect(changed.output.contains("row 7 was changed"))
    }
}
