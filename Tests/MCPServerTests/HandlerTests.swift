import Testing

@testable import MCPServer

/// What a transcript cannot show: several loops, limits, time, lost connections, revoked tokens.
@Suite struct HandlerTests {
    private static let json = [("Content-Type", "application/json")]
    private static let both = json + [("Accept", "application/json, text/event-stream")]

    private func post(
        _ server: TestServer, _ body: String, to target: String = "/mcp/shop", fields: [(String, String)] = []
    ) async throws -> (head: TestClient.Head, body: String) {
        let client = try TestClient(port: server.port)
        try client.send("POST", target, fields: Self.both + fields, body: body)
        let head = try await client.readHead()
        return (head, try await client.readBody(head))
    }

    private func initialize(_ server: TestServer, to target: String = "/mcp/shop") async throws -> (
        status: Int, session: String?
    ) {
        let answer = try await post(
            server, #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#,
            to: target)
        return (answer.head.status, answer.head.value("mcp-session-id"))
    }

    private func ping(_ server: TestServer, _ session: String) async throws -> Int {
        let answer = try await post(
            server, #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, fields: [("Mcp-Session-Id", session)])
        return answer.head.status
    }

    /// The stream of a session after its first event; nil when the session is gone.
    private func streamIfAlive(_ server: TestServer, _ session: String) async throws -> TestClient? {
        let client = try TestClient(port: server.port)
        try client.send(
            "GET", "/mcp/shop", fields: [("Accept", "text/event-stream"), ("Mcp-Session-Id", session)], body: nil)
        guard try await client.readHead().status == 200 else { return nil }
        _ = try await client.readEvent()
        return client
    }

    private func openStream(_ server: TestServer, _ session: String) async throws -> TestClient {
        try #require(try await streamIfAlive(server, session))
    }

    /// A session with a stream, also where sessions expire nearly at once.
    private func sessionWithStream(_ server: TestServer) async throws -> (session: String, stream: TestClient) {
        while true {
            let session = try #require(try await initialize(server).session)
            if let stream = try await streamIfAlive(server, session) { return (session, stream) }
        }
    }

    private static let hold = #"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"hold"}}"#

    @Test func sessionsWorkOnEveryLoop() async throws {
        try await TestServer.with(loops: 3) { server in
            let session = try #require(try await initialize(server).session)
            let stream = try await openStream(server, session)
            for _ in 0..<24 { #expect(try await ping(server, session) == 200) }
            let caller = try TestClient(port: server.port)
            try caller.send("POST", "/mcp/shop", fields: Self.both + [("Mcp-Session-Id", session)], body: Self.hold)
            try await eventually("the call waits") { server.service.gate.arrivals == 1 }
            for _ in 0..<12 {
                let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}"#
                #expect(try await post(server, cancel, fields: [("Mcp-Session-Id", session)]).head.status == 202)
            }
            #expect(try await caller.readHead().status == 202)
            server.shared.toolsChanged(serverID: "shop")
            #expect(try await stream.readEvent()?.contains { $0.contains("list_changed") } == true)
        }
    }

    @Test func idleSessionsExpire() async throws {
        var options = MCPOptions()
        options.sessionIdleTime = .milliseconds(100)
        try await TestServer.with(options: options) { server in
            let (kept, stream) = try await sessionWithStream(server)
            let session = try #require(try await initialize(server).session)
            try await eventually("one session is left") { server.shared.metrics.openSessions == 1 }
            #expect(try await ping(server, session) == 404)
            #expect(try await ping(server, kept) == 200)
            stream.disconnect()
            try await eventually("no session is left") { server.shared.metrics.openSessions == 0 }
        }
    }

    @Test func sessionsAreBounded() async throws {
        var options = MCPOptions()
        options.sessionLimit = 2
        try await TestServer.with(options: options) { server in
            let first = try #require(try await initialize(server).session)
            let second = try #require(try await initialize(server).session)
            let third = try #require(try await initialize(server).session)
            #expect(try await ping(server, first) == 404)
            #expect(try await ping(server, second) == 200)
            let streams = [try await openStream(server, second), try await openStream(server, third)]
            // Nobody is idle: no place for a fourth.
            #expect(try await initialize(server).status == 503)
            withExtendedLifetime(streams) {}
        }
    }

    @Test func aLostLegacyConnectionDoesNotCancel() async throws {
        try await TestServer.with { server in
            let session = try #require(try await initialize(server).session)
            let caller = try TestClient(port: server.port)
            try caller.send("POST", "/mcp/shop", fields: Self.both + [("Mcp-Session-Id", session)], body: Self.hold)
            try await eventually("the call waits") { server.service.gate.arrivals == 1 }
            caller.disconnect()
            #expect(try await ping(server, session) == 200)
            #expect(server.shared.metrics.runningCalls == 1)
            #expect(server.service.gate.cancellations == 0)
            server.service.gate.release()
            try await eventually("the call ends") { server.shared.metrics.runningCalls == 0 }
            #expect(server.service.gate.cancellations == 0)
        }
    }

    @Test func deletingASessionStopsItsCalls() async throws {
        try await TestServer.with { server in
            let session = try #require(try await initialize(server).session)
            let caller = try TestClient(port: server.port)
            try caller.send("POST", "/mcp/shop", fields: Self.both + [("Mcp-Session-Id", session)], body: Self.hold)
            try await eventually("the call waits") { server.service.gate.arrivals == 1 }
            let client = try TestClient(port: server.port)
            try client.send("DELETE", "/mcp/shop", fields: [("Mcp-Session-Id", session)], body: nil)
            #expect(try await client.readHead().status == 204)
            #expect(try await caller.readHead().status == 202)
            try await eventually("the call is cancelled") { server.service.gate.cancellations == 1 }
            #expect(server.shared.metrics.cancelledCalls == 1)
        }
    }

    @Test func revokedTokensEndEverything() async throws {
        try await TestServer.with { server in
            let session = try #require(try await initialize(server).session)
            let stream = try await openStream(server, session)
            let connection = try TestClient(port: server.port)
            try connection.send("GET", "/sse/shop", fields: [("Accept", "text/event-stream")], body: nil)
            #expect(try await connection.readHead().status == 200)
            let endpoint = try #require(try await connection.readEvent()?.last)
            server.service.revoke("shop")
            #expect(try await ping(server, session) == 401)
            let posted = try await post(server, Self.hold, to: String(endpoint.dropFirst(6)))
            #expect(posted.head.status == 401)
            server.shared.endSessions(serverID: "shop", reason: .revoked)
            for client in [stream, connection] {
                #expect(try await client.readEvent()?.last?.contains("was removed") == true)
                #expect(try await client.readEvent() == nil)
            }
            try await eventually("no session is left") { server.shared.metrics.openSessions == 0 }
        }
    }

    @Test func whatCannotBeKeptIsNotPromised() async throws {
        var options = MCPOptions()
        options.replayBudgetBytes = 0
        try await TestServer.with(options: options) { server in
            let session = try #require(try await initialize(server).session)
            let caller = try TestClient(port: server.port)
            let body =
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"steps","_meta":{"progressToken":1}}}"#
            try caller.send("POST", "/mcp/shop", fields: Self.both + [("Mcp-Session-Id", session)], body: body)
            #expect(try await caller.readHead().value("content-type") == "text/event-stream")
            while try await caller.readEvent() != nil {}
            #expect(server.shared.metrics.replayBytes == 0)
            let client = try TestClient(port: server.port)
            try client.send(
                "GET", "/mcp/shop",
                fields: [("Accept", "text/event-stream"), ("Mcp-Session-Id", session), ("Last-Event-ID", "s1_0")],
                body: nil)
            #expect(try await client.readHead().status == 400)
        }
    }

    @Test func keptBytesAreGivenBackWithTheSession() async throws {
        try await TestServer.with { server in
            let session = try #require(try await initialize(server).session)
            let body =
                #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"steps","_meta":{"progressToken":1}}}"#
            let caller = try TestClient(port: server.port)
            try caller.send("POST", "/mcp/shop", fields: Self.both + [("Mcp-Session-Id", session)], body: body)
            _ = try await caller.readHead()
            while try await caller.readEvent() != nil {}
            #expect(server.shared.metrics.replayBytes > 0)
            let client = try TestClient(port: server.port)
            try client.send("DELETE", "/mcp/shop", fields: [("Mcp-Session-Id", session)], body: nil)
            _ = try await client.readHead()
            try await eventually("the bytes are free") { server.shared.metrics.replayBytes == 0 }
        }
    }

    @Test func metricsCount() async throws {
        try await TestServer.with { server in
            let session = try #require(try await initialize(server).session)
            func call(_ tool: String) async throws {
                let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\#(tool)"}}"#
                _ = try await post(server, body, fields: [("Mcp-Session-Id", session)])
            }
            for tool in ["echo", "fail", "limited", "unknown"] { try await call(tool) }
            _ = try await post(server, "{}", to: "/mcp/nobody")
            let metrics = server.shared.metrics
            #expect(metrics.requests == 5)
            #expect(metrics.calls == 3)
            #expect(metrics.failedCalls == 1)
            #expect(metrics.rateLimitedCalls == 1)
            #expect(metrics.protocolErrors == 1)
            #expect(metrics.refusals == 1)
            #expect(metrics.sessionsOpened == 1)
            #expect(metrics.runningCalls == 0)
        }
    }
}
