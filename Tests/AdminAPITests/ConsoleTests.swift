import HTTPCore
import HTTPServer
import JSON
import Testing

@testable import AdminAPI

@Suite struct ConsoleTests {
    private static let host = ("host", "127.0.0.1:8787")
    private static let mark = ("x-wixmcpd-console", "1")

    /// The cookie of a new session.
    private func signIn(_ server: AdminServer) async throws -> (String, String) {
        let body: JSONValue = ["token": .string(AdminServer.token)]
        let reply = try await server.raw("POST", "/console/session", body: body.bytes)
        #expect(reply.status == 204)
        let cookie = try #require(reply.field("set-cookie"))
        return ("cookie", String(cookie.prefix { $0 != ";" }))
    }

    @Test(arguments: [(nil, ""), ("http://a.example", ""), ("https://a.example", "; Secure")] as [(String?, String)])
    func theCookieIsOutOfReachOfScripts(_ publicURL: String?, _ secure: String) async throws {
        try await AdminServer.with(options: { $0.publicURL = publicURL }) { server in
            let body: JSONValue = ["token": .string(AdminServer.token)]
            let cookie = try await server.raw("POST", "/console/session", body: body.bytes).field("set-cookie") ?? ""
            #expect(cookie.hasPrefix("wixmcpd_session="))
            #expect(cookie.hasSuffix("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict\(secure)"))
        }
    }

    @Test func aWrongTokenOpensNoSession() async throws {
        try await AdminServer.with { server in
            let reply = try await server.raw("POST", "/console/session", body: Array(#"{"token":"wrong"}"#.utf8))
            #expect(reply.status == 401)
            #expect(reply.field("set-cookie") == nil)
            #expect(server.api.guesses.sourceCount == 1)
            #expect(server.api.sessions.count == 0)
        }
    }

    @Test(
        "A session is the token, but only for the console's own pages",
        arguments: [
            ("GET", "/status", [], 200), ("HEAD", "/status", [], 200),
            ("DELETE", "/api-token/none", [Self.mark], 404),
            ("DELETE", "/api-token/none", [Self.mark, ("origin", "http://127.0.0.1:8787")], 404),
            ("DELETE", "/api-token/none", [Self.mark, ("origin", "https://127.0.0.1:8787")], 404),
            ("DELETE", "/api-token/none", [Self.mark, ("origin", "https://mcp.example.com")], 404),
            ("DELETE", "/api-token/none", [], 403),
            ("DELETE", "/api-token/none", [("x-wixmcpd-console", "0")], 403),
            ("DELETE", "/api-token/none", [("origin", "http://127.0.0.1:8787")], 403),
            ("DELETE", "/api-token/none", [Self.mark, ("origin", "http://evil.example")], 403),
            ("DELETE", "/api-token/none", [Self.mark, ("origin", "http://127.0.0.1:9999")], 403),
            ("DELETE", "/api-token/none", [Self.mark, ("origin", "null")], 403),
            ("POST", "/api-token", [], 403), ("POST", "/integrated-account/none/test", [], 403),
            ("PATCH", "/integrated-account/none", [], 403),
        ] as [(String, String, [(String, String)], Int)])
    func crossSite(_ method: String, _ path: String, _ fields: [(String, String)], _ status: Int) async throws {
        try await AdminServer.with(options: { $0.publicURL = "https://mcp.example.com/wix" }) { server in
            let cookie = try await signIn(server)
            let body = ["POST", "PATCH"].contains(method) && !path.hasSuffix("test") ? Array("{}".utf8) : nil
            let reply = try await server.raw(method, path, fields: [Self.host, cookie] + fields, body: body)
            #expect(reply.status == status, "\(reply.text)")
        }
    }

    @Test func anotherSiteCannotSignIn() async throws {
        try await AdminServer.with { server in
            let body: JSONValue = ["token": .string(AdminServer.token)]
            let reply = try await server.raw(
                "POST", "/console/session", fields: [("origin", "http://evil.example")], body: body.bytes)
            #expect(reply.status == 403)
            #expect(server.api.sessions.count == 0)
        }
    }

    @Test func signingOutEndsTheSession() async throws {
        try await AdminServer.with { server in
            let cookie = try await signIn(server)
            let out = try await server.raw("DELETE", "/console/session", fields: [cookie, Self.mark])
            #expect(out.status == 204)
            #expect(out.field("set-cookie")?.hasPrefix("wixmcpd_session=; Path=/; Max-Age=0") == true)
            let reply = try await server.raw("GET", "/status", fields: [cookie])
            #expect(reply.status == 401)
            #expect(reply.message.contains("sign in again"))
            #expect(server.api.guesses.sourceCount == 0)
        }
    }

    @Test func aSessionEndsAfterTwelveHours() {
        let sessions = ConsoleSessions()
        let id = sessions.open(now: 5)
        let end = 5 + UInt64(12 * 3600) * 1_000_000_000
        #expect(sessions.isOpen(id, now: end - 1))
        #expect(!sessions.isOpen(id, now: end))
        #expect(!sessions.isOpen("\(id)x", now: 5))
    }

    @Test func theOldestSessionMakesRoom() {
        let sessions = ConsoleSessions()
        let first = sessions.open(now: 1)
        let ids = (2...UInt64(ConsoleSessions.limit)).map { sessions.open(now: $0) }
        #expect(sessions.isOpen(first, now: 2000))
        _ = sessions.open(now: 2000)
        #expect(sessions.count == ConsoleSessions.limit)
        #expect(!sessions.isOpen(first, now: 2000))
        #expect(ids.allSatisfy { sessions.isOpen($0, now: 2000) })
    }

    @Test(
        arguments: [
            ("a=b; wixmcpd_session=x; c=d", "x"), ("wixmcpd_session=x", "x"), ("not_wixmcpd_session=x", nil),
            ("wixmcpd_session", nil), ("wixmcpd_session=a=b", "a=b"),
        ] as [(String, String?)])
    func cookies(_ field: String, _ value: String?) {
        #expect(HTTPFields([("cookie", field)]).cookie("wixmcpd_session") == value)
    }

    // MARK: Files

    @Test(arguments: [
        ("/console", "text/html; charset=utf-8"), ("/console/console.css", "text/css; charset=utf-8"),
        ("/console/console.js", "text/javascript; charset=utf-8"), ("/openapi.json", "application/json"),
    ])
    func filesAreServedUnderAStrictPolicy(_ path: String, _ type: String) async throws {
        try await AdminServer.with { server in
            let reply = try await server.raw("GET", path)
            #expect(reply.status == 200)
            #expect(reply.field("content-type") == type)
            #expect(
                reply.field("content-security-policy")
                    == "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                    + "img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
            #expect(reply.field("x-content-type-options") == "nosniff")
            #expect(reply.field("referrer-policy") == "no-referrer")
            #expect(reply.field("cache-control") == "no-cache")
            let tag = try #require(reply.field("etag"))
            for known in [tag, "\"x\", \(tag)", String(tag.dropFirst(2)), "*"] {
                let again = try await server.raw("GET", path, fields: [("if-none-match", known)])
                #expect(again.status == 304, "\(known)")
                #expect(again.body.isEmpty)
            }
            #expect(try await server.raw("GET", path, fields: [("if-none-match", "W/\"x\"")]).status == 200)
        }
    }

    @Test func thePageIsAtOneAddress() async throws {
        try await AdminServer.with { server in
            let reply = try await server.raw("GET", "/console/")
            #expect(reply.status == 308)
            #expect(reply.field("location") == "../console")
        }
    }
}
