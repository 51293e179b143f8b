import Testing

@testable import MCPServer

/// Plays a transcript against a server and notes what the server really says.
struct TranscriptRunner {
    private let server: TestServer
    private var named: [String: TestClient] = [:]
    private var last: TestClient?
    private var sessions: [String] = []

    private static let shownFields: Set<String> = [
        "content-type", "mcp-session-id", "allow", "www-authenticate", "retry-after", "ratelimit-limit",
        "ratelimit-remaining", "ratelimit-reset", "ratelimit", "ratelimit-policy", "access-control-allow-origin",
        "access-control-allow-methods", "access-control-allow-headers",
    ]

    init(server: TestServer) { self.server = server }

    /// The transcript with every answer replaced by the real one.
    mutating func play(_ transcript: Transcript) async throws -> Transcript {
        var result = transcript
        for (index, (step, _)) in transcript.steps.enumerated() {
            switch step {
            case .request(let method, let target, let connection, let fields, let body):
                let client = try self.client(connection)
                try client.send(
                    method, withSessions(target), fields: fields.map { ($0.0, withSessions($0.1)) },
                    body: body.map(withSessions))
            case .answer(let expected):
                let lines = try await read(expected).lines.map(withPlaceholders)
                result.steps[index].lines = lines + (index == transcript.steps.count - 1 ? [] : [""])
            case .action(let words):
                try await act(words)
            }
            if case .answer = step { continue }
            result.steps[index].lines.append("")
        }
        if let last = result.steps.indices.last, result.steps[last].lines.last == "" {
            result.steps[last].lines.removeLast()
        }
        return result
    }

    private mutating func client(_ name: String?) throws -> TestClient {
        let client = try name.flatMap { named[$0] } ?? TestClient(port: server.port)
        if let name { named[name] = client }
        last = client
        return client
    }

    private mutating func read(_ expected: Transcript.Answer) async throws -> Transcript.Answer {
        guard let client = expected.connection.flatMap({ named[$0] }) ?? last else { throw TestServerError.closed }
        var answer = Transcript.Answer(status: nil, connection: expected.connection)
        if expected.status != nil {
            let head = try await client.readHead()
            answer.status = head.status
            answer.fields = head.fields.filter { Self.shownFields.contains($0.name) }.map { "\($0.name): \($0.value)" }
            if let id = head.value("mcp-session-id") { remember(id) }
            guard head.value("content-type") == "text/event-stream" else {
                let body = try await client.readBody(head)
                answer.body = body.isEmpty ? [] : [body]
                return answer
            }
        }
        for _ in 0..<expected.eventCount {
            guard let event = try await client.readEvent() else {
                answer.body.append("(end)")
                return answer
            }
            for line in event where line.hasPrefix("data: /messages?sessionId=") {
                remember(String(line.dropFirst(26)))
            }
            answer.body += (answer.body.isEmpty ? [] : [""]) + event
        }
        if expected.showsEnd {
            let rest = try await client.readEvent()
            answer.body += rest ?? ["(end)"]
        }
        return answer
    }

    // MARK: Placeholders

    private mutating func remember(_ id: String) {
        if !sessions.contains(id) { sessions.append(id) }
    }

    private func placeholder(_ index: Int) -> String { index == 0 ? "{session}" : "{session\(index + 1)}" }

    private func withSessions(_ text: String) -> String {
        sessions.enumerated().reduce(text) { $0.replacing(placeholder($1.offset), with: $1.element) }
    }

    private func withPlaceholders(_ text: String) -> String {
        sessions.enumerated().reduce(text) { $0.replacing($1.element, with: placeholder($1.offset)) }
    }

    // MARK: Actions

    /// `--- end SERVER REASON [TAG]`: what the token with the tag opened stays.
    private func end(_ words: [String]) throws {
        let reasons: [String: SessionEnd] = [
            "expired": .expired, "revoked": .revoked, "token-retired": .tokenRetired,
        ]
        let reason = try #require(reasons[words[2]])
        server.shared.endSessions(serverID: words[1], reason: reason, except: words.count > 3 ? UInt64(words[3]) : nil)
    }

    private mutating func act(_ words: [String]) async throws {
        switch words.first {
        case "release": server.service.gate.release()
        case "await-calls":
            try await eventually("\(words[1]) calls wait") { [gate = server.service.gate, count = Int(words[1])] in
                gate.arrivals == count
            }
        case "await-cancellations":
            try await eventually("\(words[1]) cancelled") { [gate = server.service.gate, count = Int(words[1])] in
                gate.cancellations == count
            }
        case "revoke": server.service.revoke(words[1])
        case "disconnect": named.removeValue(forKey: String(words[1].dropFirst()))?.disconnect()
        case "tools-changed":
            server.service.addTool()
            server.shared.toolsChanged(serverID: words[1])
        case "await-streams":
            let count = Int(words[1])
            try await eventually("\(words[1]) open streams") { [shared = server.shared] in
                shared.metrics.openStreams == count
            }
        case "await-detached":
            let table = server.shared.sessions
            try await eventually("the stream has no connection") { [id = sessions.first ?? ""] in
                table.find(id)?.hasConnections == false
            }
        case "end": try end(words)
        case "begin-drain": Task { [server] in await server.drain() }
        default: Issue.record("unknown action \(words)")
        }
    }
}

extension String {
    fileprivate func replacing(_ text: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: text) {
            result += rest[..<range.lowerBound] + other
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
