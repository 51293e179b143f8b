import HTTPCore
import Testing

@testable import MCPServer

@Suite struct RequestFieldsTests {
    @Test(
        arguments: [
            (nil, true, true), ("application/json, text/event-stream", true, true), ("*/*", true, true),
            ("application/json", true, false), ("text/event-stream", false, true), ("text/*", false, true),
            ("application/*;q=0.1", true, false), ("text/html", false, false), ("", false, false),
            ("text/event-stream;q=0, application/json", true, false), ("APPLICATION/JSON", true, false),
            ("text/event-stream, */*;q=0.1", true, true),
        ] as [(String?, Bool, Bool)])
    func accept(_ value: String?, _ json: Bool, _ eventStream: Bool) {
        let acceptance = Acceptance(HTTPFields(value.map { [("accept", $0)] } ?? []))
        #expect(acceptance.json == json)
        #expect(acceptance.eventStream == eventStream)
    }

    @Test func acceptOnSeveralLines() {
        let fields = HTTPFields([("accept", "application/json"), ("accept", "text/event-stream")])
        let acceptance = Acceptance(fields)
        #expect(acceptance.json && acceptance.eventStream)
    }

    @Test(arguments: [
        ("application/json", true), ("application/json; charset=utf-8", true), ("Application/JSON;charset=utf-8", true),
        ("application/jsonp", false), ("text/plain", false), ("application/x-www-form-urlencoded", false), ("", false),
    ])
    func contentType(_ value: String, _ isJSON: Bool) {
        #expect(HTTPFields([("content-type", value)]).announcesJSON == isJSON)
    }

    @Test func contentTypeMissing() { #expect(!HTTPFields().announcesJSON) }

    @Test(
        arguments: [
            ("Bearer t", "t"), ("bearer  t", "t"), ("BEARER t", "t"), ("Bearer", nil), ("Bearer ", nil),
            ("Basic t", nil), ("t", nil),
            ("", nil),
        ] as [(String, String?)])
    func bearer(_ value: String, _ token: String?) {
        #expect(BearerToken(HTTPFields([("authorization", value)]))?.text == token)
    }
}
