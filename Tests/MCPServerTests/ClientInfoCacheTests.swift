import MCPCore
import Testing

@testable import MCPServer

@Suite struct ClientInfoCacheTests {
    private func message(_ info: String?) throws -> JSONRPCMessage {
        let meta = info.map { #""io.modelcontextprotocol/clientInfo":\#($0)"# } ?? ""
        let body = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{\#(meta)}}}"#
        guard case .single(let message) = try JSONRPCBody.parse(Array(body.utf8)) else {
            throw TestServerError.badAnswer(body)
        }
        return message
    }

    @Test func everyClientHasItsOwnName() throws {
        var cache = ClientInfoCache()
        let pictures = String(repeating: "p", count: 20_000)
        for _ in 0..<2 {
            for name in ["a", "a", "b", "ab"] {
                #expect(cache.info(of: try message(#"{"name":"\#(name)"}"#)).name == name)
                #expect(cache.info(of: try message(nil)) == ClientInfo())
                let long = try message(#"{"icons":"\#(pictures)","name":"long \#(name)"}"#)
                #expect(cache.info(of: long).name == "long \(name)")
            }
        }
    }
}
