import Testing

@testable import MCPCore

@Suite struct ClientInfoTests {
    @Test(
        arguments: [
            ("Agent", "Agent"), ("", nil), ("\n\t\u{7F}", nil), ("a\r\nb", "ab"), ("\u{1B}[31mred", "[31mred"),
            ("\u{202E}live\u{2028}\u{200B}", "live"), ("Café 東京 🛒", "Café 東京 🛒"),
            (String(repeating: "x", count: 101), String(repeating: "x", count: 100)),
            (String(repeating: "\n", count: 500) + "end", "end"),
            ("e" + String(repeating: "\u{301}", count: 500), "e" + String(repeating: "\u{301}", count: 99)),
        ] as [(String, String?)])
    func cleans(_ said: String, _ kept: String?) {
        let client = ClientInfo(name: said, version: said)
        #expect(client.name == kept)
        #expect(client.version == kept)
    }

    @Test(
        arguments: [
            (#"{"name":"a","version":"1","title":"A"}"#, "a", "1"), (#"{"version":"1"}"#, nil, "1"),
            (#"{"name":7,"version":null}"#, nil, nil), (#""a""#, nil, nil), ("null", nil, nil), ("[]", nil, nil),
            (#"{"name":"A\u0000\u0041"}"#, "AA", nil),
        ] as [(String, String?, String?)])
    func reads(_ info: String, _ name: String?, _ version: String?) throws {
        let expected = ClientInfo(name: name, version: version)
        let initialize = #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":\#(info)}}"#
        #expect(try message(initialize).initializingClient == expected)
        let key = "io.modelcontextprotocol/clientInfo"
        let call = try message(#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"\#(key)":\#(info)}}}"#)
        #expect(call.requestingClient == expected)
        #expect(call.requestingClientText.map { text(Array($0)) } == info)
    }

    @Test func nothingSaid() throws {
        let ping = try message(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
        #expect(ping.initializingClient == ClientInfo())
        #expect(ping.requestingClient == ClientInfo())
        #expect(ping.requestingClientText == nil)
    }
}
