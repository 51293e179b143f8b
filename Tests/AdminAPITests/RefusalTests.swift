import Gateway
import HTTPCore
import JSON
import Testing

@testable import AdminAPI

/// A request that is refused, and how.
struct Refused: Sendable, CustomTestStringConvertible {
    let method: String
    /// `ACCOUNT` and `SERVER` stand for ids that exist.
    let path: String
    let body: String?
    let status: Int
    let message: String
    let field: String?

    init(_ method: String, _ path: String, _ body: String?, _ status: Int, _ message: String, field: String? = nil) {
        self.method = method
        self.path = path
        self.body = body
        self.status = status
        self.message = message
        self.field = field
    }

    var testDescription: String { "\(method) \(path) \(body?.prefix(80) ?? "")" }
}

@Suite struct RefusalTests {
    private static let account = "/integrated-account"
    private static let servers = "/integrated-account/ACCOUNT/mcp"
    private static let key = #""credentials":{"type":"api_key","api_key":"k","site_id":"s"}"#

    static let bodies: [Refused] = [
        Refused("POST", account, nil, 400, "the body is empty; send a JSON object"),
        Refused("POST", account, "{", 400, "Not valid JSON: the text ends too early (byte 1)."),
        Refused("POST", account, "[]", 400, "the body must be a JSON object"),
        Refused(
            "POST", account, #"{"name":"a","name":"b"}"#, 400, "Not valid JSON: an object names the same member twice"),
        Refused("POST", account, #"{"nam":"a"}"#, 400, "nam is not a known member; did you mean name?", field: "nam"),
        Refused("POST", account, "{\(key)}", 400, "name is missing", field: "name"),
        Refused("POST", account, #"{"name":"a"}"#, 400, "credentials is missing", field: "credentials"),
        Refused("POST", account, #"{"name":5}"#, 400, "name must be a string", field: "name"),
        Refused("POST", account, #"{"name":null}"#, 400, "name cannot be null", field: "name"),
        Refused("POST", account, #"{"name":""}"#, 400, "name must have 1 to 64 characters", field: "name"),
        Refused("POST", account, "{\"name\":\"a\\u0007\",\(key)}", 400, "name must not hold control characters"),
        Refused("POST", account, #"{"name":"a","credentials":[]}"#, 400, "credentials must be a JSON object"),
        Refused("POST", account, #"{"name":"a","credentials":{}}"#, 400, "credentials.type is missing"),
        Refused(
            "POST", account, #"{"name":"a","credentials":{"type":"apikey"}}"#, 400,
            #"credentials.type is "apikey", which is none of api_key, oauth_app; did you mean api_key?"#,
            field: "credentials.type"),
        Refused(
            "POST", account, #"{"name":"a","credentials":{"type":"api_key","api_key":"k"}}"#, 400,
            "credentials needs a site_id, or an account_id for the tools of an account"),
        Refused(
            "POST", account, #"{"name":"a","credentials":{"type":"api_key","site_id":"s"}}"#, 400,
            "credentials.api_key is missing"),
        Refused(
            "POST", account, #"{"name":"a","credentials":{"type":"api_key","api_key":"k e y","site_id":"s"}}"#, 400,
            "credentials.api_key may have visible ASCII characters only, and no spaces"),
        Refused(
            "POST", account, #"{"name":"a","credentials":{"type":"oauth_app","api_key":"k"}}"#, 400,
            "credentials.api_key is not a known member"),
        Refused(
            "POST", account, #"{"name":"a","credentials":{"type":"oauth_app","app_id":"a","app_secret":"s"}}"#, 400,
            "credentials.instance_id is missing"),
        Refused("POST", account, "{\"name\":\"declared\",\(key)}", 409, "named declared already", field: "name"),
        Refused(
            "POST", "\(account)/sites", "{\(key)}", 400, "credentials must be an api_key with its account_id to list"),
    ]

    static let servers400: [Refused] = [
        Refused(
            "POST", servers, #"{"name":"a","config":{"metods":[]}}"#, 400,
            "config.metods is not a known member; did you mean methods?", field: "config.metods"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"methods":"read"}}"#, 400,
            "config.methods must be a list of strings"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"methods":["read",5]}}"#, 400, "config.methods[1] must be a string"
        ),
        Refused("POST", servers, #"{"name":"a","config":{"methods":[]}}"#, 400, "config.methods is an empty list"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"methods":["raed"]}}"#, 400, "did you mean read?",
            field: "config.methods"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"tags":["crmm"]}}"#, 400, "did you mean crm?", field: "config.tags"
        ),
        Refused(
            "POST", servers, #"{"name":"a","config":{"tools":["list_all_wix_order"]}}"#, 400,
            "did you mean list_all_wix_orders?", field: "config.tools"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"exclude_tools":["x_y_z"]}}"#, 400,
            "config.exclude_tools names \"x_y_z\"", field: "config.exclude_tools"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"methods":["read"],"tools":["create_a_wix_contact"]}}"#, 400,
            "no tool", field: "config"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"exposure":"every"}}"#, 400, "which is none of core, all",
            field: "config.exposure"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"calls_per_minute":-1}}"#, 400,
            "config.calls_per_minute must be from 0 to 100000"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"calls_per_minute":1.5}}"#, 400,
            "config.calls_per_minute must be an integer"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"calls_per_minute":1e99}}"#, 400,
            "config.calls_per_minute must be from 0 to 100000"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"max_concurrent":0}}"#, 400,
            "config.max_concurrent must be from 1 to 1000"),
        Refused(
            "POST", servers, #"{"name":"a","config":{"require_api_token_auth":"yes"}}"#, 400,
            "config.require_api_token_auth must be true or false"),
        Refused(
            "POST", servers, #"{"name":"a","expires_at":"tomorrow"}"#, 400,
            "expires_at must be a time with its offset from UTC", field: "expires_at"),
        Refused(
            "POST", servers, #"{"name":"a","expires_at":"2026-11-18T11:07:39.999Z"}"#, 400, "at least 60 seconds ahead",
            field: "expires_at"),
        Refused("POST", servers, #"{"name":"a","expires_at":1795000100}"#, 400, "expires_at must be a string"),
        Refused(
            "POST", "\(servers)/SERVER/rotate", #"{"overlap_seconds":86401}"#, 400,
            "overlap_seconds must be from 0 to 86400"),
        Refused("POST", "\(servers)/SERVER/rotate", #"{"overlap":5}"#, 400, "overlap is not a known member"),
        Refused("PATCH", "\(servers)/SERVER", #"{"config":null}"#, 400, "config cannot be null"),
        Refused("PATCH", "\(servers)/SERVER", #"{"name":null}"#, 400, "name cannot be null"),
        Refused("PATCH", "\(servers)/SERVER", #"{"id":"x"}"#, 400, "id is not a known member"),
        Refused(
            "POST", "/api-token", #"{"name":"a","integrated_account_ids":["x"]}"#, 400,
            "integrated_account_ids names \"x\"", field: "integrated_account_ids"),
        Refused(
            "POST", "/api-token", #"{"name":"a","integrated_account_ids":[]}"#, 400,
            "integrated_account_ids is an empty list"),
        Refused(
            "POST", "/api-token", #"{"name":"a","expires_at":"2020-01-01T00:00:00Z"}"#, 400, "at least 60 seconds ahead"
        ),
    ]

    static let places: [Refused] = [
        Refused("GET", "\(account)/none", nil, 404, "there is no integrated account none"),
        // A skin tone joins the slash before it into one character.
        Refused("GET", "\(account)/%F0%9F%8F%BB", nil, 404, "there is no integrated account \u{1F3FB}"),
        Refused("PATCH", "\(account)/none", #"{"name":"a"}"#, 404, "there is no integrated account none"),
        Refused("DELETE", "\(account)/none", nil, 404, "there is no integrated account none"),
        Refused("POST", "\(account)/none/test", nil, 404, "there is no integrated account none"),
        Refused("GET", "\(account)/none/quota", nil, 404, "there is no integrated account none"),
        Refused("GET", "\(account)/none/tools", nil, 404, "there is no integrated account none"),
        Refused("GET", "\(account)/none/mcp", nil, 404, "there is no integrated account none"),
        Refused("POST", "\(account)/none/mcp", #"{"name":"a"}"#, 404, "there is no integrated account none"),
        Refused("GET", "\(servers)/none", nil, 404, "there is no MCP server none"),
        Refused("GET", "\(servers)/config:declared", nil, 404, "there is no MCP server config:declared"),
        Refused("DELETE", "\(servers)/none", nil, 404, "there is no MCP server none"),
        Refused("POST", "\(servers)/none/rotate", nil, 404, "there is no MCP server none"),
        Refused("GET", "/api-token/none", nil, 404, "there is no API token none"),
        Refused("DELETE", "/api-token/none", nil, 404, "there is no API token none"),
        Refused("GET", "/console/none.js", nil, 404, "the console has no such file"),
        Refused("PATCH", "\(account)/DECLARED", #"{"name":"a"}"#, 409, "is declared in the configuration"),
        Refused("DELETE", "\(account)/DECLARED", nil, 409, "is declared in the configuration"),
        Refused("DELETE", "\(account)/DECLARED/mcp/config:declared", nil, 409, "is declared in the configuration"),
        Refused("POST", "\(account)/DECLARED/mcp/config:declared/rotate", nil, 409, "is declared in the configuration"),
        Refused("PUT", account, "{}", 405, "this path answers GET, HEAD, POST"),
        Refused("GET", "\(account)/sites", nil, 405, "this path answers POST"),
        Refused("POST", "/log", "{}", 405, "this path answers GET, HEAD"),
    ]

    static let queries: [Refused] = [
        Refused(
            "GET", "\(account)?limt=5", nil, 400, "\"limt\" is not a known query parameter; did you mean limit?",
            field: "limt"),
        Refused("GET", "\(account)?limit=5&limit=6", nil, 400, "the query parameter limit is there more than once"),
        Refused("GET", "\(account)?limit=x", nil, 400, "limit must be an integer"),
        Refused("GET", "\(account)?limit=", nil, 400, "limit must be an integer"),
        Refused("GET", "\(account)?limit=0", nil, 400, "limit must be 1 to 200"),
        Refused("GET", "\(account)?limit=201", nil, 400, "limit must be 1 to 200"),
        Refused("GET", "\(account)?next_cursor=x", nil, 400, "next_cursor is not a cursor of this list"),
        Refused("GET", "\(account)?prev_cursor=!", nil, 400, "prev_cursor is not a cursor of this list"),
        Refused(
            "GET", "\(account)?next_cursor=a&prev_cursor=b", nil, 400, "prev_cursor cannot be given beside next_cursor"),
        Refused("POST", "\(account)?x=1", "{}", 400, "\"x\" is not a known query parameter"),
        Refused("GET", "\(account)/ACCOUNT/tools?methods=raed", nil, 400, "did you mean read?"),
        Refused("GET", "\(account)/ACCOUNT/tools?methods=,", nil, 400, "methods is an empty list"),
        Refused("GET", "\(account)/ACCOUNT/tools?exposure=x", nil, 400, "which is none of core, all"),
        Refused("GET", "\(account)/ACCOUNT/tools?methods=read&tools=create_a_wix_contact", nil, 400, "no tool"),
        Refused("GET", "/log?log_type=http", nil, 400, "log_type is \"http\", which is none of mcp"),
        Refused("GET", "/log?effect=reed", nil, 400, "did you mean read?"),
        Refused("GET", "/log?outcome=bad", nil, 400, "which is none of ok, error, unknown, running"),
        Refused("GET", "/log?from=yesterday", nil, 400, "from must be a time with its offset from UTC"),
        Refused("GET", "/log?to=2026-11-18", nil, 400, "to must be a time with its offset from UTC"),
        Refused("GET", "/log?after=-1", nil, 400, "after must be 0 or more"),
        Refused("GET", "/log?format=xml", nil, 400, "which is none of json, jsonl, csv"),
        Refused("GET", "/log?next_cursor=bG9n", nil, 400, "next_cursor is not a cursor of this list"),
        Refused("GET", "/log/verify?x=1", nil, 400, "\"x\" is not a known query parameter"),
        Refused("GET", "/status?x=1", nil, 400, "\"x\" is not a known query parameter"),
    ]

    @Test("What is wrong is said, and where", arguments: [bodies, servers400, places, queries].flatMap(\.self))
    func isRefused(_ refused: Refused) async throws {
        try await AdminServer.with { server in
            let account = try await server.account()
            let minted = try await server.mint(account).json["id"]?.stringValue
            let declared = try #require(server.registry.gateway.account(named: "declared")).id
            let path = refused.path.replacing("ACCOUNT", with: account).replacing("SERVER", with: minted ?? "")
                .replacing("DECLARED", with: declared)
            let reply = try await server.raw(
                refused.method, path, fields: [("authorization", "Bearer \(AdminServer.token)")],
                body: refused.body.map { Array($0.utf8) })
            #expect(reply.status == refused.status, "\(reply.text)")
            #expect(reply.message.contains(refused.message), "\(reply.text)")
            #expect(reply.json["statusCode"]?.intValue == refused.status)
            #expect(reply.json["error"]?.stringValue?.isEmpty == false)
            if let field = refused.field { #expect(reply.json["details"]?["field"]?.stringValue == field) }
            // Nothing was changed by a request that was refused.
            #expect(server.registry.gateway.accounts.count == 2)
            #expect(server.registry.gateway.servers.count == 2)
            #expect(server.registry.gateway.apiTokens.isEmpty)
        }
    }

    @Test func theMethodsOfAPathAreNamed() async throws {
        try await AdminServer.with { server in
            let reply = try await server.send("PUT", "/integrated-account", [:])
            #expect(reply.field("allow") == "GET, HEAD, POST")
        }
    }

    @Test func bodiesMustBeAnnouncedAsJSON() async throws {
        try await AdminServer.with { server in
            for type in ["text/plain", "application/x-www-form-urlencoded", ""] {
                let reply = try await server.raw(
                    "POST", "/integrated-account",
                    fields: [("authorization", "Bearer \(AdminServer.token)"), ("content-type", type)],
                    body: Array("{}".utf8))
                #expect(reply.status == 415)
            }
            let reply = try await server.raw(
                "POST", "/integrated-account",
                fields: [
                    ("authorization", "Bearer \(AdminServer.token)"),
                    ("content-type", "Application/JSON; charset=utf-8"),
                ],
                body: Array("{}".utf8))
            #expect(reply.message == "name is missing")
        }
    }

    @Test("A body may have so many bytes and no more", arguments: [0, 1])
    func bodyLimit(_ extra: Int) async throws {
        try await AdminServer.with(options: { $0.bodyLimit = 2000 }) { server in
            let head = #"{"name":"a","#
            let body = head + String(repeating: " ", count: 2000 + extra - head.utf8.count - 1) + "}"
            let fields = [("authorization", "Bearer \(AdminServer.token)")]
            let announced = try await server.raw("POST", "/api-token", fields: fields, body: Array(body.utf8))
            #expect(announced.status == (extra == 0 ? 400 : 413), "\(announced.text)")
            let chunk = "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            let chunked = try await HTTPTestClient.send(
                "POST", "/api-token",
                fields: fields + [("transfer-encoding", "chunked"), ("content-type", "application/json")],
                chunked: Array(chunk.utf8), to: .port(server.port))
            #expect(chunked.status == (extra == 0 ? 400 : 413), "\(chunked.text)")
        }
    }

    @Test func otherPathsGoElsewhere() async throws {
        try await AdminServer.with { server in
            for path in ["/", "/mcp", "/integrated-accounts", "/integrated-account/a/b", "/integrated-account//mcp"] {
                let reply = try await server.send("GET", path)
                #expect(reply.text == "elsewhere")
            }
        }
    }
}

/// The one table of statuses.
@Suite struct AdminErrorTests {
    @Test(
        "A store that fails is 503 and says so in plain words",
        arguments: [
            AdminError.store(.failed("the disk is full")), .registry(.store(.failed("the disk is full"))),
        ])
    func store(_ error: AdminError) {
        #expect(error.response.status == 503)
        #expect(error.message == "the store failed: the disk is full")
        #expect(error.response.fields["retry-after"] == "5")
    }

    @Test(arguments: [
        (AdminError.registry(.limitReached(kind: "MCP servers", limit: 5)), 409),
        (.registry(.sealed(what: "x", .wrongKey)), 503), (.probe(.refused("no")), 400),
        (.probe(.unreachable("no answer")), 502), (.tooManyGuesses, 429), (.crossSite("no"), 403),
    ])
    func status(_ error: AdminError, _ status: Int) {
        #expect(error.status == status)
        #expect(!error.message.isEmpty)
    }
}
