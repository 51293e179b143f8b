import Testing

@testable import MCPServer

/// What a tool is told of the client of a session; a transcript cannot show it, as the session's id is in it.
@Suite struct ToolCallerTests {
    private static let json = [("Content-Type", "application/json")]
    private static let initialize = """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","clientInfo":\
        {"name":"Agent\\n","version":"1.2"}}}
        """
    private static let whoami = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoami"}}"#

    /// The id opens a session; a log must not.
    private func expected(_ session: Substring) -> String {
        #""structuredContent":{"server":"shop","client":"Agent","version":"1.2","session":"\#(session.prefix(12))"}"#
    }

    @Test func streamableSession() async throws {
        try await TestServer.with { server in
            let client = try TestClient(port: server.port)
            try client.send("POST", "/mcp/shop", fields: Self.json, body: Self.initialize)
            let head = try await client.readHead()
            _ = try await client.readBody(head)
            let session = try #require(head.value("mcp-session-id"))
            try client.send("POST", "/mcp/shop", fields: Self.json + [("Mcp-Session-Id", session)], body: Self.whoami)
            let body = try await client.readBody(try await client.readHead())
            #expect(body.contains(expected(session[...])))
        }
    }

    @Test func connection() async throws {
        try await TestServer.with { server in
            let client = try TestClient(port: server.port)
            try client.send("GET", "/sse/shop", fields: [("Accept", "text/event-stream")], body: nil)
            _ = try await client.readHead()
            let path = try #require(try await client.readEvent()?.last).dropFirst(6)
            for body in [Self.initialize, Self.whoami] {
                try TestClient(port: server.port).send("POST", String(path), fields: Self.json, body: body)
                let event = try #require(try await client.readEvent()?.last)
                if body == Self.whoami {
                    #expect(event.contains(expected(path.dropFirst("/messages?sessionId=".count))))
                }
            }
        }
    }
}
