import JSON
import Testing

@testable import MCPCore

@Suite struct MCPErrorTests {
    private static let refusal = RateLimitRefusal(
        limit: 200, remaining: 0, resetSeconds: 9, retryAfterSeconds: 12, source: "wix", wixRequestID: "w")

    /// Code, status of a modern answer, status of a legacy answer (mcp-protocol 0.2).
    @Test(arguments: [
        (MCPError.parseError(JSONError(reason: .unexpectedEnd, offset: 3)), -32700, 400, 400),
        (.invalidRequest("r"), -32600, 400, 400), (.methodNotFound("m"), -32601, 404, 200),
        (.invalidParams("p"), -32602, 400, 200), (.invalidMeta("p"), -32602, 400, 400),
        (.headerMismatch("h"), -32020, 400, 400), (.unsupportedRevision(requested: "v"), -32022, 400, 400),
        (.sessionMissing, -32600, 400, 400), (.sessionUnknown, -32600, 404, 404), (.busy("b"), 503, 503, 503),
        (.rateLimited(refusal), 429, 200, 200), (.accessEnded("e"), 401, 200, 200),
    ])
    func table(_ error: MCPError, _ code: Int, _ modern: Int, _ legacy: Int) {
        #expect(error.code == code)
        #expect(error.status(in: .modern) == modern)
        #expect(error.status(in: .legacy) == legacy)
        #expect(!error.message.isEmpty)
    }

    /// mcp-remote changes transport when these stand in a body that is not meant to cause it.
    @Test(arguments: [
        MCPError.parseError(JSONError(reason: .unexpectedEnd, offset: 3)), .invalidRequest("r"), .invalidMeta("p"),
        .headerMismatch("h"), .unsupportedRevision(requested: "v"), .sessionMissing, .sessionUnknown,
    ])
    func refusalsDoNotNameOtherStatuses(_ error: MCPError) {
        for word in ["404", "405", "Not Found", "Method Not Allowed"] { #expect(!error.message.contains(word)) }
    }

    @Test func rateLimitData() {
        let expected = """
            {"status":429,"retryable":true,"ratelimit-limit":200,"ratelimit-remaining":0,"ratelimit-reset":9,\
            "retryAfterSeconds":12,"wixRequestId":"w","source":"wix"}
            """
        #expect(MCPError.rateLimited(Self.refusal).data?.text == expected)
        #expect(MCPError.rateLimited(Self.refusal).message.contains("12 seconds"))
    }

    /// The limit of the MCP server itself: whose it is and how long to wait, in words and in data.
    @Test(
        arguments: [
            (120, 60, 3, "limit of 120 calls a minute is reached. Wait 3 seconds"),
            (1, 60, 60, "limit of 1 call a minute is reached. Wait 60 seconds"),
            (4, nil, 1, "limit of 4 calls at once is reached. Wait 1 second, "),
            (9, 10, 2, "limit of 9 calls in 10 seconds is reached"),
        ] as [(Int, Int?, Int, String)])
    func ownLimit(_ limit: Int, _ window: Int?, _ wait: Int, _ words: String) {
        let error = MCPError.rateLimited(
            RateLimitRefusal(
                limit: limit, remaining: 0, resetSeconds: wait, retryAfterSeconds: wait, source: "server",
                windowSeconds: window))
        #expect(error.message.hasPrefix("This MCP server's own limit"))
        #expect(error.message.contains(words))
        #expect(!error.message.contains("Wix"))
        #expect(error.data?["source"] == "server")
        #expect(error.data?["retryable"] == true)
        #expect(error.code == 429)
    }

    @Test func planQuotaIsNotWorthWaitingFor() {
        let quota = MCPError.rateLimited(
            RateLimitRefusal(
                limit: 1, remaining: 0, resetSeconds: 0, retryAfterSeconds: 0, source: "wix", quotaCode: "PUBLISH_LIMIT"
            ))
        #expect(quota.data?["retryable"] == false)
        #expect(quota.data?["code"] == "PUBLISH_LIMIT")
        #expect(quota.message.contains("does not help"))
    }

    @Test func replies() {
        let id = Array("\"a\"".utf8)[...]
        #expect(
            text(JSONRPCReply.error(.methodNotFound("x\"y"), to: id))
                == #"{"jsonrpc":"2.0","id":"a","error":{"code":-32601,"message":"Method not found: x\"y"}}"#)
        #expect(
            text(JSONRPCReply.error(.invalidParams("p"), to: nil))
                == #"{"jsonrpc":"2.0","error":{"code":-32602,"message":"p"}}"#)
        #expect(
            text(JSONRPCReply.refusal(status: 403, message: "No."))
                == #"{"jsonrpc":"2.0","error":{"code":403,"message":"No."}}"#)
        #expect(text(JSONRPCReply.result(Array("{}".utf8), to: id)) == #"{"jsonrpc":"2.0","id":"a","result":{}}"#)
        #expect(text(JSONRPCReply.batch([])) == "[]")
        #expect(text(JSONRPCReply.batch([[0x31], [0x32]])) == "[1,2]")
    }
}
