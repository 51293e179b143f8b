import EventLoop
import HTTPCore
import HTTPServer
import Testing

@testable import MCPServer

@Suite struct OpenAccessTests {
    /// Calls a handler on its loop as the server would.
    private func refusal(
        openAccess: Bool, isLocalLoopback: Bool, target: String = "/mcp", authorization: String? = nil
    ) async throws -> Int? {
        let loop = try EventLoop()
        defer { loop.stop() }
        return await withCheckedContinuation { continuation in
            loop.submit {
                let handler = MCPHandler(
                    loop: loop, service: FakeService(openAccess: openAccess), shared: MCPShared(options: MCPOptions()),
                    fallback: FakeFallback())
                var fields = HTTPFields([("host", "localhost"), ("content-type", "application/json")])
                if let authorization { fields.append("authorization", authorization) }
                let head = HTTPRequestHead(method: "POST", target: target, minorVersion: 1, fields: fields)
                let peer = HTTPPeer(address: "10.1.1.1:5", isLocalLoopback: isLocalLoopback)
                continuation.resume(returning: handler.refusal(of: head, from: peer)?.status)
            }
        }
    }

    @Test(arguments: [(true, true, nil), (true, false, 401), (false, true, 401)] as [(Bool, Bool, Int?)])
    func onlyForThisMachine(_ openAccess: Bool, _ isLocalLoopback: Bool, _ status: Int?) async throws {
        #expect(try await refusal(openAccess: openAccess, isLocalLoopback: isLocalLoopback) == status)
    }

    /// Another scheme than Bearer is a credential that opens nothing, and not the lack of one.
    @Test(arguments: [true, false])
    func otherSchemesOpenNothing(_ isLocalLoopback: Bool) async throws {
        #expect(
            try await refusal(openAccess: true, isLocalLoopback: isLocalLoopback, authorization: "Basic c2hvcA==")
                == 401)
    }

    @Test func aTokenWorksFromAnywhere() async throws {
        #expect(try await refusal(openAccess: true, isLocalLoopback: false, authorization: "Bearer shop") == nil)
        #expect(try await refusal(openAccess: true, isLocalLoopback: false, target: "/mcp/shop") == nil)
        #expect(try await refusal(openAccess: true, isLocalLoopback: true, authorization: "Bearer nobody") == 401)
    }
}
