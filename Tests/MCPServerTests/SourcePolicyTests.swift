import HTTPCore
import HTTPServer
import Testing

@testable import MCPServer

@Suite struct SourcePolicyTests {
    private static let loopback = HTTPPeer(address: "127.0.0.1:1", isLocalLoopback: true)
    private static let network = HTTPPeer(address: "10.0.0.9:1", isLocalLoopback: false)
    private static let unix = HTTPPeer(address: "unix", isLocalLoopback: true)

    private func allows(_ policy: SourcePolicy, _ fields: [(String, String)], _ peer: HTTPPeer) -> Bool {
        policy.fault(of: HTTPFields(fields), from: peer) == nil
    }

    @Test(arguments: [
        ("localhost", true), ("LocalHost:8787", true), ("127.0.0.1", true), ("127.0.0.1:1", true), ("[::1]", true),
        ("[::1]:8787", true), ("mcp.example.com", true), ("MCP.example.com:443", true), ("evil.example.com", false),
        ("localhost.evil.com", false), ("127.0.0.1.evil.com:80", false), ("localhost:80x", false), ("[::2]", false),
        ("", false),
        ("mcp.example.com.evil.com", false),
    ])
    func hostsOnLoopback(_ host: String, _ isAllowed: Bool) {
        let policy = SourcePolicy(allowedHosts: ["mcp.example.com"], allowedOrigins: [])
        #expect(allows(policy, [("host", host)], Self.loopback) == isAllowed)
        #expect(allows(policy, [("host", host)], Self.network) == isAllowed)
    }

    /// Until names are configured, an address that is not loopback answers to any.
    @Test(arguments: [(loopback, false), (network, true), (unix, true)])
    func hostsWithoutConfiguration(_ peer: HTTPPeer, _ isAllowed: Bool) {
        let policy = SourcePolicy(allowedHosts: [], allowedOrigins: [])
        #expect(allows(policy, [("host", "shop.example")], peer) == isAllowed)
        #expect(allows(policy, [("host", "localhost")], peer))
    }

    @Test(arguments: [
        ("http://localhost:6274", true), ("https://127.0.0.1", true), ("http://[::1]:3000", true), ("null", false),
        ("https://console.example.com", true), ("https://console.example.com:8443", false),
        ("http://console.example.com", false),
        ("https://mcp.example.com", true), ("https://evil.example.com", false), ("http://localhost.evil.com", false),
        ("ftp://localhost", false), ("localhost", false), ("", false),
    ])
    func origins(_ origin: String, _ isAllowed: Bool) {
        let policy = SourcePolicy(allowedHosts: ["mcp.example.com"], allowedOrigins: ["https://console.example.com"])
        #expect(allows(policy, [("host", "localhost"), ("origin", origin)], Self.loopback) == isAllowed)
    }

    /// HTTP/1.0 needs no Host, and no browser speaks it.
    @Test func noFields() {
        #expect(allows(SourcePolicy(allowedHosts: [], allowedOrigins: []), [], Self.loopback))
    }

    @Test func onlyConfiguredOriginsGetCrossOriginFields() {
        let policy = SourcePolicy(allowedHosts: [], allowedOrigins: ["https://Console.example.com"])
        #expect(policy.crossOrigin(of: HTTPFields([("origin", "https://console.example.com")])) != nil)
        #expect(policy.crossOrigin(of: HTTPFields([("origin", "http://localhost")])) == nil)
        #expect(policy.crossOrigin(of: HTTPFields()) == nil)
    }
}
