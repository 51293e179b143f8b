import Gateway
import JSON
import Testing

@testable import AdminAPI

/// Pages, forwards and back.
@Suite struct ListTests {
    private static func path(_ server: AdminServer, _ query: String) -> String { "/integrated-account?\(query)" }

    /// Walks from `reply` in one direction; the names page by page.
    private func walk(
        _ server: AdminServer, _ list: String, from start: Reply, along member: String, limit: Int,
        between: () async throws -> Void = {}
    ) async throws -> [[String]] {
        var pages: [[String]] = []
        var reply = start
        while let cursor = reply.json[member]?.stringValue {
            try await between()
            reply = try await server.send("GET", "\(list)?limit=\(limit)&\(member)=\(cursor)")
            #expect(reply.status == 200, "\(reply.text)")
            pages.append(reply.strings("name"))
        }
        return pages
    }

    @Test(arguments: [1, 2, 3, 6, 7, 200])
    func pagesCoverTheListBothWays(_ limit: Int) async throws {
        try await AdminServer.with { server in
            for number in 1...6 { _ = try await server.account("site \(number)") }
            let all = try await server.send("GET", "/integrated-account").strings("name")
            #expect(all.count == 7)
            let first = try await server.send("GET", "/integrated-account?limit=\(limit)")
            #expect(first.json["prev_cursor"] == .null)
            #expect(first.json["result_count"]?.intValue == min(limit, 7))
            let pages =
                [first.strings("name")]
                + (try await walk(server, "/integrated-account", from: first, along: "next_cursor", limit: limit))
            #expect(pages.flatMap(\.self) == all)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
        }
    }

    @Test func pagesBackAreThePagesBefore() async throws {
        try await AdminServer.with { server in
            for number in 1...6 { _ = try await server.account("site \(number)") }
            var reply = try await server.send("GET", "/integrated-account?limit=2")
            var forward = [reply.strings("name")]
            while let cursor = reply.json["next_cursor"]?.stringValue {
                reply = try await server.send("GET", "/integrated-account?limit=2&next_cursor=\(cursor)")
                forward.append(reply.strings("name"))
            }
            let back = try await walk(server, "/integrated-account", from: reply, along: "prev_cursor", limit: 2)
            #expect(forward.map(\.count) == [2, 2, 2, 1])
            #expect(back == forward.dropLast().reversed())
        }
    }

    @Test func whatComesAndGoesBetweenPagesShiftsNothing() async throws {
        try await AdminServer.with { server in
            var ids: [String] = []
            for number in 1...6 {
                server.clock.advance(.seconds(1))
                ids.append(try await server.account("site \(number)"))
            }
            let first = try await server.send("GET", "/integrated-account?limit=3")
            #expect(first.strings("name") == ["declared", "site 1", "site 2"])
            // One of the page that was read goes, so does the one that the cursor names, and a new one comes.
            #expect(try await server.send("DELETE", "/integrated-account/\(ids[0])").status == 204)
            #expect(try await server.send("DELETE", "/integrated-account/\(ids[1])").status == 204)
            server.clock.advance(.seconds(1))
            _ = try await server.account("site 7")
            let rest = try await walk(server, "/integrated-account", from: first, along: "next_cursor", limit: 3)
            #expect(rest == [["site 3", "site 4", "site 5"], ["site 6", "site 7"]])
        }
    }

    @Test func everyRecordIsSeenOnceWhileOthersAreMade() async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            for number in 1...9 { try await server.mint(account, ["name": .string("old \(number)")]) }
            let list = "/integrated-account/\(account)/mcp"
            let first = try await server.send("GET", "\(list)?limit=2")
            var made = 0
            let rest = try await walk(server, list, from: first, along: "next_cursor", limit: 2) {
                made += 1
                server.clock.advance(.seconds(1))
                if made <= 3 { try await server.mint(account, ["name": .string("new \(made)")]) }
            }
            let names = first.strings("name") + rest.flatMap(\.self)
            #expect(names.sorted() == (1...3).map { "new \($0)" } + (1...9).map { "old \($0)" })
        }
    }

    @Test func aCursorIsBoundToItsList() async throws {
        try await AdminServer.with { server in
            let (one, other) = (try await server.account("one"), try await server.account("other"))
            for account in [one, other] { for _ in 1...2 { try await server.mint(account) } }
            let reply = try await server.send("GET", "/integrated-account/\(one)/mcp?limit=1")
            let cursor = try #require(reply.json["next_cursor"]?.stringValue)
            for (path, status) in [
                ("/integrated-account/\(one)/mcp", 200), ("/integrated-account/\(other)/mcp", 400),
                ("/mcp-server", 400),
                ("/integrated-account", 400), ("/api-token", 400), ("/log", 400),
                ("/integrated-account/\(one)/tools", 400),
            ] {
                #expect(try await server.send("GET", "\(path)?next_cursor=\(cursor)").status == status, "\(path)")
            }
        }
    }

    @Test(arguments: ["", "a", "!", "YQ", "bG9n", String(repeating: "A", count: 600)])
    func textThatIsNoCursor(_ text: String) { #expect(ListCursor(text, list: "account") == nil) }

    @Test func aCursorSurvivesItsText() {
        let position = ListPosition(createdAt: Timestamp(milliseconds: 5), id: "config:a name")
        for direction in [ListCursor.Direction.after, .before] {
            let cursor = ListCursor(direction, position)
            #expect(ListCursor(cursor.text(list: "mcp"), list: "mcp") == cursor)
            #expect(ListCursor(cursor.text(list: "mcp"), list: "mcp:1") == nil)
        }
    }

    @Test func serversOfAllAccounts() async throws {
        try await AdminServer.with { server in
            for name in ["one", "two"] { try await server.mint(try await server.account(name)) }
            let reply = try await server.send("GET", "/mcp-server")
            #expect(reply.items.count == 3)
            #expect(Set(reply.strings("integrated_account_id")).count == 3)
        }
    }
}
