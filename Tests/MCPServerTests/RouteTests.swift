import HTTPCore
import Testing

@testable import MCPServer

@Suite struct RouteTests {
    @Test(
        arguments: [
            ("/mcp", Route.mcp(token: nil)), ("/mcp/", .mcp(token: nil)), ("/mcp/t", .mcp(token: "t")),
            ("/mcp/t/", .mcp(token: "t")), ("/mcp/t/u", .other), ("/mcp//", .other), ("/mcpx", .other), ("/mc", .other),
            ("/sse", .sse(token: nil)), ("/sse/", .sse(token: nil)), ("/sse/t", .sse(token: "t")),
            ("/messages", .messages(sessionID: nil)),
            ("/messages/", .messages(sessionID: nil)), ("/messages/x", .other), ("/", .other), ("", .other),
            (nil, .other),
            ("/MCP", .other),
            ("//mcp", .other), ("/mcp/é", .mcp(token: "é")),
        ] as [(String?, Route)])
    func paths(_ path: String?, _ route: Route) { #expect(Route(path: path) == route) }

    @Test(arguments: [
        ("/messages?sessionId=a%2Db&x=1", Route.messages(sessionID: "a-b")),
        ("/messages?x=1", .messages(sessionID: nil)),
        ("/mcp/t?sessionId=a", .mcp(token: "t")), ("/?sessionId=a", .other),
    ])
    func targets(_ target: String, _ route: Route) {
        let head = HTTPRequestHead(method: "POST", target: target, minorVersion: 1, fields: HTTPFields())
        #expect(Route(head) == route)
    }

    @Test(arguments: [
        (Route.mcp(token: nil), ["POST", "GET", "DELETE"]), (.sse(token: "t"), ["GET"]),
        (.messages(sessionID: nil), ["POST"]),
        (.other, []),
    ])
    func methods(_ route: Route, _ allowed: [String]) {
        for method in ["POST", "GET", "DELETE", "PUT", "HEAD", "OPTIONS", "get"] {
            #expect(route.allows(method) == allowed.contains(method))
        }
    }
}
