import JSON
import Testing

@testable import MCPCore

@Suite struct RequestParametersTests {
    private func request(_ params: String) throws -> JSONRPCMessage {
        try message(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":\#(params)}"#)
    }

    @Test(
        arguments: [
            (#"{"name":"x"}"#, [:]), (#"{"name":"x","arguments":null}"#, [:]), (#"{"name":"x","arguments":{}}"#, [:]),
            (#"{"arguments":{"a":[1,{"b":"c"}]},"name":"x"}"#, ["a": [1, ["b": "c"]]]),
        ] as [(String, JSONObject)])
    func call(_ params: String, _ arguments: JSONObject) throws {
        let call = try CallToolParameters(request(params))
        #expect(call.name == "x")
        #expect(call.arguments == arguments)
    }

    @Test(arguments: [
        "{}", #"{"name":1}"#, #"{"name":null}"#, #"{"name":"x","arguments":[]}"#, #"{"name":"x","arguments":"{}"}"#,
        #"{"name":"x","arguments":{"a":1,"a":2}}"#, "[]",
    ])
    func badCall(_ params: String) throws {
        let request = try request(params)
        let error = #expect(throws: MCPError.self) { try CallToolParameters(request) }
        #expect(error?.code == -32602)
    }

    @Test(arguments: [("{}", true), ("[]", false), ("1", false), ("null", false)])
    func usable(_ params: String, _ expected: Bool) throws {
        #expect(try request(params).hasUsableParameters == expected)
    }

    @Test(arguments: [
        ("{}", true), (#"{"cursor":null}"#, true), (#"{"cursor":""}"#, true), (#"{"cursor":"a"}"#, false),
        (#"{"cursor":1}"#, false),
    ])
    func cursor(_ params: String, _ isGood: Bool) throws {
        let request = try request(params)
        let isTaken = (try? request.checkCursor()) != nil
        #expect(isTaken == isGood)
    }

    @Test func level() throws {
        #expect(try request(#"{"level":"emergency"}"#).loggingLevel() == .emergency)
        for params in ["{}", #"{"level":"Warning"}"#, #"{"level":4}"#] {
            let request = try request(params)
            #expect(throws: MCPError.self) { try request.loggingLevel() }
        }
        #expect(LoggingLevel.allCases.sorted() == LoggingLevel.allCases)
        #expect(LoggingLevel.warning < LoggingLevel.error)
    }

    @Test func version() throws {
        #expect(try request(#"{"protocolVersion":"2024-11-05"}"#).negotiatedRevision() == .v2024_11_05)
        let request = try request("{}")
        #expect(throws: MCPError.self) { try request.negotiatedRevision() }
    }

    @Test(
        arguments: [
            (#"{"requestId":1}"#, "1"), (#"{"requestId":"1"}"#, #""1""#), ("{}", nil), (#"{"requestId":null}"#, nil),
            (#"{"requestId":1.5}"#, nil),
        ] as [(String, String?)])
    func cancelled(_ params: String, _ id: String?) throws {
        #expect(try request(params).cancelledID.map { text($0.bytes) } == id)
    }

    @Test func listen() throws {
        #expect(try request(#"{"notifications":{"toolsListChanged":true}}"#).wantsToolChanges())
        #expect(try !request(#"{"notifications":{"toolsListChanged":false}}"#).wantsToolChanges())
        #expect(try !request(#"{"notifications":{}}"#).wantsToolChanges())
        let request = try request(#"{"notifications":[]}"#)
        #expect(throws: MCPError.self) { try request.wantsToolChanges() }
    }

    @Test(arguments: [(#""t""#, #""t""#), ("5", "5"), ("5.5", nil), ("null", nil), ("{}", nil)] as [(String, String?)])
    func progressToken(_ token: String, _ expected: String?) throws {
        let meta = try request(#"{"_meta":{"progressToken":\#(token)}}"#).meta
        #expect(meta.progressToken.map(text) == expected)
        #expect(!meta.claimsRevision)
    }
}
