import ArgumentParser
import EventLoop
import Gateway
import HTTPCore
import HTTPServer
import JSON
import Synchronization

@testable import wixmcpd

/// An admin API that answers as a test says and remembers what it was asked; and the session of a command on it.
final class ScriptedAdmin: Sendable {
    struct Seen: Sendable, Equatable {
        var line: String
        var body: JSONValue
        var authorization: String?
    }

    /// Gives the answer to `GET /path?query` and its body; nil is a 404.
    typealias Script = @Sendable (_ line: String, _ body: JSONValue) -> HTTPResponse?

    private final class Log: Sendable {
        let seen = Mutex<[Seen]>([])
        let output = Mutex("")
        let questions = Mutex<[String]>([])
    }

    private final class Handler: HTTPHandler {
        let log: Log
        let script: Script
        init(_ log: Log, _ script: @escaping Script) {
            self.log = log
            self.script = script
        }

        func refusal(of head: HTTPRequestHead, from peer: HTTPPeer) -> HTTPResponse? { nil }

        func handle(_ request: HTTPRequest, on exchange: HTTPExchange) {
            let line = "\(request.head.method) \(request.head.target)"
            let body = (try? JSONValue(parsing: request.body)) ?? .null
            log.seen.withLock {
                $0.append(Seen(line: line, body: body, authorization: request.head.fields["authorization"]))
            }
            exchange.respond(
                script(line, body)
                    ?? json(
                        #"{"statusCode":404,"error":"Not Found","message":"there is nothing at this path"}"#,
                        status: 404))
        }
    }

    let url: String
    private let log = Log()
    private let loop: EventLoop
    private let server: HTTPServer<Handler>

    init(listen: ListenAddress = .tcp(host: "127.0.0.1", port: 0), _ script: @escaping Script) throws {
        loop = try EventLoop()
        let log = log
        server = try HTTPServer(loops: [loop], listen: [listen]) { _ in Handler(log, script) }
        url = ClientSetup.baseURL(of: server.addresses)
    }

    var seen: [Seen] { log.seen.withLock { $0 } }
    var output: String { log.output.withLock { $0 } }
    var questions: [String] { log.questions.withLock { $0 } }

    /// A session whose output is kept, at a fixed time. `answers` are typed one after the other; nil is no terminal.
    func session(json: Bool = false, environment: [String: String] = [:], answers: [String]? = nil) throws
        -> AdminSession
    {
        let client = try AdminClient(targets: [AdminTarget(baseURL: url, token: Secret("admin-token"))])
        let log = log
        let typed = TypedAnswers(answers ?? [])
        let ask: @Sendable (String) -> String? = { question in
            log.questions.withLock { $0.append(question) }
            return typed.next()
        }
        return AdminSession(
            client: client, environment: environment, wantsJSON: json,
            terminal: Terminal(isInteractive: answers != nil, ask: ask, askSecretly: ask),
            write: { text in log.output.withLock { $0 += text } }, pollInterval: .milliseconds(1),
            now: { ScriptedAdmin.now })
    }

    /// 2026-11-24T12:00:00Z.
    static let now = Timestamp(milliseconds: 1_795_521_600_000)

    /// Parses a command line and runs it. Answers what it printed.
    @discardableResult func run(
        _ arguments: [String], json: Bool = false, environment: [String: String] = [:], answers: [String]? = nil
    ) async throws -> String {
        guard let command = try WixMCPD.parseAsRoot(arguments) as? any AdminCommand else {
            throw CommandFailure("no command of the admin API: \(arguments)")
        }
        try await command.run(try session(json: json, environment: environment, answers: answers))
        return output
    }
}

private final class TypedAnswers: Sendable {
    private let answers: Mutex<[String]>
    init(_ answers: [String]) { self.answers = Mutex(answers) }
    func next() -> String? { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

func json(_ text: String, status: Int = 200, fields: [(String, String)] = []) -> HTTPResponse {
    HTTPResponse(
        status: status, fields: HTTPFields([("content-type", "application/json")] + fields), body: Array(text.utf8))
}

/// A list with these items on one page.
func list(_ items: JSONValue...) -> HTTPResponse {
    json(JSONValue.object(["result": .array(items), "next_cursor": nil, "prev_cursor": nil]).text)
}

/// Accounts and servers as the API shows them.
enum AdminSample {
    static let accountID = "11111111-2222-4333-8444-555555555555"
    static let otherID = "11111111-9999-4333-8444-555555555555"
    static let serverID = "aaaaaaaa-2222-4333-8444-555555555555"

    static func account(_ name: String = "shop", id: String = accountID) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "type": "api_key", "site_id": "site-1", "account_id": nil,
            "app_id": nil, "instance_id": nil, "state": "active", "state_reason": nil, "managed_by": "api",
            "mcp_count": 2,
            "created_at": "2026-11-21T12:00:00.000Z", "updated_at": "2026-11-21T12:00:00.000Z",
        ]
    }

    static func server(_ name: String = "reports", id: String = serverID, minted: Bool = false) -> JSONValue {
        var server: JSONValue = [
            "id": .string(id), "name": .string(name), "config": ["methods": ["read"]],
            "integrated_account_id": .string(accountID), "managed_by": "api", "tool_count": 12, "read_only": true,
            "created_at": "2026-11-23T12:00:00.000Z", "updated_at": "2026-11-23T12:00:00.000Z",
            "expires_at": "2026-11-30T12:00:00.000Z",
        ]
        if minted {
            server["token"] = "TOKEN"
            server["url"] = "https://mcp.example.com/mcp/TOKEN"
            server["sse_url"] = "https://mcp.example.com/sse/TOKEN"
        }
        return server
    }
}

/// The answer to what leaves nothing to show.
let emptyAnswer = HTTPResponse(status: 204, fields: HTTPFields())
