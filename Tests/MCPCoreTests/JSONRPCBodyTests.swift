import Testing

@testable import MCPCore

@Suite struct JSONRPCBodyTests {
    @Test(
        arguments: [
            (#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, JSONRPCMessage.Kind.request, "1", "ping"),
            (
                #" { "params" : {} , "method":"tools/list","id":"a\"b", "jsonrpc":"2.0","extra":[{}] } "#, .request,
                #""a\"b""#, "tools/list"
            ),
            (#"{"jsonrpc":"2.0","id":-7,"method":"x/y"}"#, .request, "-7", "x/y"),
            (#"{"jsonrpc":"2.0","id":"","method":""}"#, .request, #""""#, ""),
            (#"{"jsonrpc":"2.0","\u006dethod":"p\u0069ng","id":0}"#, .request, "0", "ping"),
            (
                #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, .notification, nil,
                "notifications/initialized"
            ),
            (#"{"jsonrpc":"2.0","id":3,"result":{}}"#, .response, "3", ""),
            (#"{"jsonrpc":"2.0","id":3,"error":{"code":1,"message":"m"}}"#, .response, "3", ""),
        ] as [(String, JSONRPCMessage.Kind, String?, String)])
    func wellFormed(_ body: String, _ kind: JSONRPCMessage.Kind, _ id: String?, _ method: String) throws {
        let message = try message(body)
        #expect(message.kind == kind)
        #expect(message.id.map { text($0.bytes) } == id)
        #expect(message.method.name == method)
    }

    @Test(arguments: ["", " ", "{", "nul", #"{"jsonrpc":"2.0",}"#, "{} {}", "{\"a\":\"\u{1}\"}"])
    func notJSON(_ body: String) {
        let failure = #expect(throws: JSONRPCFailure.self) { try JSONRPCBody.parse(Array(body.utf8)) }
        #expect(failure?.error.code == -32700)
        #expect(failure?.id == nil)
    }

    /// The id is given back whenever it can be read.
    @Test(
        arguments: [
            ("1", nil), ("null", nil), (#""ping""#, nil), ("true", nil),
            (#"{"id":1,"method":"ping"}"#, "1"),
            (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, "1"),
            (#"{"jsonrpc":2.0,"id":"x","method":"ping"}"#, #""x""#),
            (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":1e3,"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":1E3,"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, nil),
            (#"{"jsonrpc":"2.0","id":4}"#, "4"),
            (#"{"jsonrpc":"2.0","id":4,"method":5}"#, "4"),
            (#"{"jsonrpc":"2.0","id":4,"method":"ping","result":{}}"#, "4"),
            (#"{"jsonrpc":"2.0","id":4,"method":"ping","method":"tools/call"}"#, "4"),
            (#"{"jsonrpc":"2.0","id":4,"result":{},"error":{}}"#, "4"),
        ] as [(String, String?)])
    func notAMessage(_ body: String, _ id: String?) {
        let failure = #expect(throws: JSONRPCFailure.self) { try JSONRPCBody.parse(Array(body.utf8)) }
        #expect(failure?.error.code == -32600)
        #expect(failure?.id.map { text($0.bytes) } == id)
    }

    @Test func idLimit() throws {
        func body(_ length: Int) -> String {
            #"{"jsonrpc":"2.0","method":"ping","id":"\#(String(repeating: "i", count: length - 2))"}"#
        }
        #expect(try message(body(JSONRPCID.maximumBytes)).id?.bytes.count == JSONRPCID.maximumBytes)
        #expect(throws: JSONRPCFailure.self) { try message(body(JSONRPCID.maximumBytes + 1)) }
    }

    @Test func batchLimit() throws {
        func body(_ count: Int) -> String {
            "[" + Array(repeating: #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, count: count).joined(separator: ",")
                + "]"
        }
        #expect(try batch(body(1)).count == 1)
        #expect(try batch(body(JSONRPCBody.maximumBatch)).count == JSONRPCBody.maximumBatch)
        #expect(throws: JSONRPCFailure.self) { try batch(body(JSONRPCBody.maximumBatch + 1)) }
    }

    @Test(arguments: ["[]", "[1]", #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{}]"#, "[[]]"])
    func batchIsTakenWholeOrNot(_ body: String) {
        let failure = #expect(throws: JSONRPCFailure.self) { try JSONRPCBody.parse(Array(body.utf8)) }
        #expect(failure?.error.code == -32600)
        #expect(failure?.id == nil)
    }

    @Test func depthLimit() throws {
        func body(_ depth: Int) -> String {
            let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return #"{"jsonrpc":"2.0","id":1,"method":"ping","x":\#(arrays)}"#
        }
        #expect(throws: Never.self) { try message(body(JSONRPCBody.maximumDepth - 1)) }
        #expect(throws: JSONRPCFailure.self) { try message(body(JSONRPCBody.maximumDepth)) }
    }

    /// Every prefix of a message is a parse error and never a trap.
    @Test func everyPrefix() {
        let body = Array(
            #"{"jsonrpc":"2.0","id":"ä\n","method":"tools/call","params":{"name":"x","_meta":{"progressToken":1}}}"#
                .utf8)
        for end in body.indices {
            #expect(throws: JSONRPCFailure.self) { try JSONRPCBody.parse(Array(body[..<end])) }
        }
    }
}
