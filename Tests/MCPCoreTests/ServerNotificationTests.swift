import Testing

@testable import MCPCore

@Suite struct ServerNotificationTests {
    private let id = Array(#""s""#.utf8)[...]

    @Test(
        arguments: [
            (1.0, nil, ProtocolRevision.v2025_03_26, #""progress":1,"message":"m""#),
            (0.5, 2.0, .v2026_07_28, #""progress":0.5,"total":2,"message":"m""#),
            (1.0, 3.0, .v2024_11_05, #""progress":1,"total":3"#),
        ] as [(Double, Double?, ProtocolRevision, String)])
    func progress(_ progress: Double, _ total: Double?, _ revision: ProtocolRevision, _ members: String) {
        let notification = ServerNotification.progress(
            token: Array(#""t""#.utf8), progress: progress, total: total, message: "m", for: revision)
        let expected =
            #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t",\#(members)}}"#
        #expect(text(notification) == expected)
    }

    private func notification(_ method: String, _ params: String) -> String {
        #"{"jsonrpc":"2.0","method":"notifications/\#(method)","params":{\#(params)}}"#
    }

    @Test func subscriptions() {
        let tag = #""_meta":{"io.modelcontextprotocol/subscriptionId":"s"}"#
        #expect(
            text(ServerNotification.toolsChanged(subscription: id)) == notification("tools/list_changed", tag))
        #expect(
            text(ServerNotification.toolsChanged) == #"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#)
        for (granted, filter) in [(true, #"{"toolsListChanged":true}"#), (false, "{}")] {
            #expect(
                text(ServerNotification.acknowledged(subscription: id, toolsChanged: granted))
                    == notification("subscriptions/acknowledged", #"\#(tag),"notifications":\#(filter)"#))
        }
        #expect(
            text(ServerNotification.cancelled(subscription: id, reason: "r"))
                == notification("cancelled", #"\#(tag),"requestId":"s","reason":"r""#))
    }

    @Test func serverEnded() {
        let params = #""level":"warning","logger":"server","data":"r""#
        #expect(text(ServerNotification.serverEnded(reason: "r")) == notification("message", params))
    }

    @Test func failedCall() {
        let params = #""level":"warning","logger":"tools","data":{"tool":"t","message":"r"}"#
        #expect(text(ServerNotification.callFailed(tool: "t", reason: "r")) == notification("message", params))
    }
}
