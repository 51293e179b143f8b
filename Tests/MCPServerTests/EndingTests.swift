import EventLoop
import MCPCore
import Testing

@testable import MCPServer

/// What a transcript cannot show of a server that goes: calls, streams and messages on different loops.
@Suite struct EndingTests {
    private static let json = [("Content-Type", "application/json")]
    private static let both = json + [("Accept", "application/json, text/event-stream")]

    private static func hold(_ id: Int) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"hold"}}"#
    }

    /// An HTTP+SSE connection and the path to post to.
    private func connect(_ server: TestServer, _ token: String) async throws -> (client: TestClient, path: String) {
        let client = try TestClient(port: server.port)
        try client.send("GET", "/sse/\(token)", fields: [("Accept", "text/event-stream")], body: nil)
        #expect(try await client.readHead().status == 200)
        let endpoint = try #require(try await client.readEvent()?.last)
        return (client, String(endpoint.dropFirst(6)))
    }

    /// Posts come on any loop, the answers all go out on the connection's, and the last message is the last.
    @Test func everyCallIsAnsweredBeforeTheLastMessage() async throws {
        try await TestServer.with(loops: 3) { server in
            let (client, path) = try await connect(server, "shop")
            let (other, otherPath) = try await connect(server, "cafe")
            let count = 24
            for id in 0..<count {
                let poster = try TestClient(port: server.port)
                try poster.send("POST", path, fields: Self.json, body: Self.hold(id))
                #expect(try await poster.readHead().status == 202)
            }
            let poster = try TestClient(port: server.port)
            try poster.send("POST", otherPath, fields: Self.json, body: Self.hold(0))
            try await eventually("all calls wait") { server.service.gate.arrivals == count + 1 }
            server.shared.endSessions(serverID: "shop", reason: .expired)
            for _ in 0..<count {
                let event = try await client.readEvent()?.last
                #expect(event?.contains(#""error":{"code":401,"#) == true)
            }
            #expect(try await client.readEvent()?.last?.contains("notifications/message") == true)
            #expect(try await client.readEvent() == nil)
            try await eventually("the tools are stopped") { server.service.gate.cancellations == count }
            #expect(server.shared.metrics.cancelledCalls == count)
            #expect(server.shared.metrics.openSessions == 1)
            #expect(server.shared.metrics.runningCalls == 1)
            server.service.gate.release()
            #expect(try await other.readEvent()?.last?.contains("released") == true)
        }
    }

    /// Requests without a session are known to their loop alone.
    @Test func sessionlessCallsEndOnEveryLoop() async throws {
        try await TestServer.with(loops: 3) { server in
            let callers = try (0..<12).map { id in
                let client = try TestClient(port: server.port)
                try client.send("POST", "/mcp/shop", fields: Self.both, body: Self.hold(id))
                return client
            }
            try await eventually("all calls wait") { server.service.gate.arrivals == callers.count }
            server.shared.endSessions(serverID: "shop", reason: .revoked)
            for client in callers {
                let head = try await client.readHead()
                #expect(head.status == 200)
                #expect(try await client.readBody(head).contains("was removed"))
            }
            try await eventually("nothing runs") { server.shared.metrics.runningCalls == 0 }
        }
    }

    @Test func theFallbackHearsOfTheDrain() async throws {
        try await TestServer.with(loops: 2) { server in
            await server.drain()
            #expect(server.fallbackDrains.value == 2)
        }
    }

    @Test func callsLeaveTheListInAnyOrder() throws {
        let loop = try EventLoop()
        defer { loop.stop() }
        let shared = MCPShared(options: MCPOptions())
        let state = LoopState(loop: loop, listeners: ListenStreams(description: shared.description))
        let calls = ["a", "b", "a", "c", "b"].map { server in
            let request = RunningCall.Request(
                id: JSONRPCID([0x31]), tool: "echo", revision: .v2026_07_28, progressToken: nil, session: nil)
            let caller = ToolCaller(
                access: ServerAccess(id: server, name: ""), clientName: nil, clientVersion: nil, sessionID: nil)
            return RunningCall(
                request, caller: caller, reply: .connection(StreamHandle(on: loop)), state: state, shared: shared)
        }
        var list = RunningCallList()
        for call in calls { list.add(call) }
        func places(_ server: String) -> [Int?] {
            list.matching { $0.id == server }.map { call in calls.firstIndex { $0 === call } }.sorted {
                $0 ?? 0 < $1 ?? 0
            }
        }
        #expect(places("a") == [0, 2])
        list.remove(calls[0])
        list.remove(calls[0])
        #expect(places("a") == [2])
        list.remove(calls[4])
        list.remove(calls[3])
        #expect(places("b") == [1])
        #expect(places("c").isEmpty)
        list.remove(calls[2])
        list.remove(calls[1])
        #expect(list.matching { _ in true }.isEmpty)
    }

    @Test(arguments: [(SessionEnd.expired, "has expired"), (.revoked, "was removed"), (.tokenRetired, "was replaced")])
    func reasonsHaveTheirWords(_ reason: SessionEnd, _ words: String) {
        #expect(reason.message.contains(words))
        #expect(reason.callMessage.hasPrefix(reason.message))
        #expect(reason.callMessage.contains("may have been made"))
    }
}
