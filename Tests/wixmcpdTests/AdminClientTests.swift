import HTTPCore
import HTTPServer
import JSON
import TestSupport
import Testing

@testable import wixmcpd

@Suite struct AdminClientTests {
    private func failure(_ client: AdminClient, _ request: AdminRequest) async throws -> AdminError? {
        do {
            try await client.send(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func sendsTheTokenTheQueryAndTheBody() async throws {
        let admin = try ScriptedAdmin { _, _ in json("{}") }
        let client = try AdminClient(targets: [AdminTarget(baseURL: admin.url, token: Secret("t"))])
        try await client.send(AdminRequest("/x", query: [("a", "1 &ü"), ("b", nil), ("c", "-._~")]))
        try await client.send(AdminRequest("POST", AdminPath.account("a/b?c"), body: ["k": 1]))
        #expect(admin.seen.map(\.line) == ["GET /x?a=1%20%26%C3%BC&c=-._~", "POST /integrated-account/a%2Fb%3Fc"])
        #expect(admin.seen.map(\.body) == [.null, ["k": 1]])
        #expect(admin.seen.map(\.authorization) == ["Bearer t", "Bearer t"])
    }

    @Test func listsFollowTheirCursor() async throws {
        let admin = try ScriptedAdmin { line, _ in
            line.contains("next_cursor=two%2F")
                ? json(#"{"result":[{"id":"3"}],"next_cursor":null}"#)
                : json(#"{"result":[{"id":"1"},{"id":"2"}],"next_cursor":"two/"}"#)
        }
        let client = try AdminClient(targets: [AdminTarget(baseURL: admin.url)])
        #expect(try await client.list("/l", query: [("f", "x")]).map { $0.text("id") } == ["1", "2", "3"])
        #expect(admin.seen.map(\.line) == ["GET /l?f=x&limit=200", "GET /l?f=x&limit=200&next_cursor=two%2F"])
        #expect(try await client.list("/l", maximum: 1).count == 1)
        #expect(admin.seen.last?.line == "GET /l?limit=1")
    }

    /// A daemon that hands out the same cursor for ever ends the list, not the patience of whoever asked.
    @Test func aCursorThatStandsStillEndsTheList() async throws {
        let admin = try ScriptedAdmin { _, _ in json(#"{"result":[{"id":"1"}],"next_cursor":"c"}"#) }
        let client = try AdminClient(targets: [AdminTarget(baseURL: admin.url)])
        #expect(try await client.list("/l").count == 2)
    }

    @Test(arguments: [
        (
            400, #"{"statusCode":400,"error":"Bad Request","message":"config.methods names nothing"}"#,
            "config.methods", 1
        ),
        (
            401, #"{"statusCode":401,"error":"Unauthorized","message":"the admin token is needed"}"#,
            "--admin-token-file", 1
        ),
        (404, "<html>", "not wixmcpd's admin API", 69), (200, "<html>", "not JSON", 69),
        (503, #"{"statusCode":503,"message":"the store failed: disk full"}"#, "disk full", 1),
        (404, #"{"message":"no such method","details":{}}"#, "not wixmcpd's admin API", 69),
    ]) func refusalsAreTheApisOwnWords(_ status: Int, _ body: String, _ words: String, _ code: CInt) async throws {
        let admin = try ScriptedAdmin { _, _ in json(body, status: status) }
        let client = try AdminClient(targets: [AdminTarget(baseURL: admin.url)])
        let error = try await failure(client, AdminRequest("/x"))
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.exitCode == code)
    }

    @Test func aWrongTokenIsNotAskedForAgain() async throws {
        let admin = try ScriptedAdmin { _, _ in
            json(#"{"statusCode":401,"message":"the admin token is wrong"}"#, status: 401)
        }
        let client = try AdminClient(targets: [AdminTarget(baseURL: admin.url, token: Secret("secret-token"))])
        let text = try #require(await failure(client, AdminRequest("/x"))).description
        #expect(text.contains("does not accept the admin token") && !text.contains("secret-token"))
    }

    @Test func triesTheNextPlaceUntilOneAnswers() async throws {
        let admin = try ScriptedAdmin { _, _ in json("{}") }
        let folder = try TemporaryFolder()
        let client = try AdminClient(targets: [
            .socket("\(folder.path)/none.sock"), AdminTarget(baseURL: "http://127.0.0.1:1"),
            AdminTarget(baseURL: admin.url),
        ])
        try await client.send(AdminRequest("/x"))
        #expect(await client.place == admin.url)
        #expect(admin.seen.count == 1)
    }

    @Test func nobodyThereSaysWhereItLookedAndHowToStart() async throws {
        let folder = try TemporaryFolder()
        let client = try AdminClient(targets: [
            .socket("\(folder.path)/none.sock"), AdminTarget(baseURL: "http://127.0.0.1:1"),
        ])
        let error = try #require(await failure(client, AdminRequest("/x")))
        #expect(error.exitCode == 69)
        for piece in ["\(folder.path)/none.sock", "http://127.0.0.1:1", "wixmcpd serve", "--url"] {
            #expect(error.description.contains(piece), "\(error)")
        }
    }

    @Test func speaksOverAUnixSocket() async throws {
        let path = "/tmp/wixmcpd-admin-\(UInt32.random(in: 0 ... .max)).sock"
        let admin = try ScriptedAdmin(listen: .unix(path: path)) { _, _ in json(#"{"version":"1"}"#) }
        let client = try AdminClient(targets: [.socket(path)])
        #expect(try await client.send(AdminRequest("/status"))["version"] == "1")
        #expect(admin.seen.map(\.authorization) == [nil])
    }
}
