import JSON
import Testing

@testable import MCPCore

/// Every row of the table of mcp-protocol 2.4, and the rungs of 1.4 below it.
@Suite struct RequestClassificationTests {
    /// What a row comes to, in short.
    enum Outcome: Equatable {
        case modern, dropped
        case legacy(ProtocolRevision?)
        case refused(code: Int, status: Int)
    }

    private func outcome(_ classification: RequestClassification) -> Outcome {
        switch classification {
        case .modern: .modern
        case .dropped: .dropped
        case .legacy(let revision): .legacy(revision)
        case .refused(let error, let era): .refused(code: error.code, status: error.status(in: era))
        }
    }

    private func headers(_ version: String?, _ method: String?, _ name: String? = nil) -> ProtocolHeaders {
        ProtocolHeaders(protocolVersion: version, method: method, name: name)
    }

    private static func request(_ method: String, _ params: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#
    }

    struct Row: CustomTestStringConvertible {
        let what: String
        let body: String
        let version: String?
        let method: String?
        let name: String?
        let expected: Outcome
        var testDescription: String { what }

        init(
            _ what: String, _ body: String, version: String?, method: String? = nil, name: String? = nil,
            _ expected: Outcome
        ) {
            self.what = what
            self.body = body
            self.version = version
            self.method = method
            self.name = name
            self.expected = expected
        }
    }

    static let rows = [
        Row("claim, all equal", request("tools/list", claim()), version: "2026-07-28", method: "tools/list", .modern),
        Row("claim, initialize", request("initialize", claim()), version: "2026-07-28", method: "initialize", .modern),
        Row(
            "claim, no header", request("tools/list", claim()), version: nil, method: "tools/list",
            .refused(code: -32020, status: 400)),
        Row(
            "claim, other header", request("tools/list", claim()), version: "2025-11-25", method: "tools/list",
            .refused(code: -32020, status: 400)),
        Row(
            "claim, no capabilities", request("tools/list", #""_meta":{"\#(versionKey)":"2026-07-28"}"#),
            version: "2026-07-28", method: "tools/list", .refused(code: -32602, status: 400)),
        Row(
            "claim, no capabilities, no header", request("tools/list", #""_meta":{"\#(versionKey)":"2026-07-28"}"#),
            version: nil, .refused(code: -32602, status: 400)),
        Row(
            "claim, capabilities an array",
            request("tools/list", #""_meta":{"\#(versionKey)":"2026-07-28","\#(capabilitiesKey)":[]}"#),
            version: "2026-07-28", method: "tools/list", .refused(code: -32602, status: 400)),
        Row(
            "claim is a number", request("tools/list", #""_meta":{"\#(versionKey)":1,"\#(capabilitiesKey)":{}}"#),
            version: "2026-07-28", method: "tools/list", .refused(code: -32602, status: 400)),
        Row(
            "claim unknown, header modern", request("tools/list", claim("v999.0.0")), version: "2026-07-28",
            method: "tools/list", .refused(code: -32020, status: 400)),
        Row(
            "claim and header unknown", request("tools/list", claim("v999.0.0")), version: "v999.0.0",
            method: "tools/list", .refused(code: -32022, status: 400)),
        Row(
            "claim and header legacy", request("tools/list", claim("2025-11-25")), version: "2025-11-25",
            method: "tools/list", .refused(code: -32022, status: 400)),
        Row(
            "claim, method header missing", request("tools/list", claim()), version: "2026-07-28",
            .refused(code: -32020, status: 400)),
        Row(
            "claim, method header in other case", request("tools/list", claim()), version: "2026-07-28",
            method: "Tools/list", .refused(code: -32020, status: 400)),
        Row(
            "claim, call without name header", request("tools/call", #""name":"x",\#(claim())"#), version: "2026-07-28",
            method: "tools/call", .refused(code: -32020, status: 400)),
        Row(
            "claim, call with wrong name header", request("tools/call", #""name":"x",\#(claim())"#),
            version: "2026-07-28", method: "tools/call", name: "y", .refused(code: -32020, status: 400)),
        Row(
            "claim, call with name header", request("tools/call", #""name":"x",\#(claim())"#), version: "2026-07-28",
            method: "tools/call", name: "x", .modern),
        Row(
            "claim, call with coded name", request("tools/call", #""name":"é",\#(claim())"#), version: "2026-07-28",
            method: "tools/call", name: "=?base64?w6k=?=", .modern),
        Row(
            "claim, call with badly coded name", request("tools/call", #""name":"é",\#(claim())"#),
            version: "2026-07-28", method: "tools/call", name: "=?base64?w6k?=", .refused(code: -32020, status: 400)),
        Row(
            "claim, call without a name anywhere", request("tools/call", claim()), version: "2026-07-28",
            method: "tools/call", .modern),
        Row(
            "claim, resource without name header", request("resources/read", #""uri":"a:b",\#(claim())"#),
            version: "2026-07-28", method: "resources/read", .refused(code: -32020, status: 400)),
        Row("no claim, initialize, no header", request("initialize", ""), version: nil, .legacy(nil)),
        Row(
            "no claim, initialize, legacy header", request("initialize", ""), version: "2025-06-18",
            .legacy(.v2025_06_18)),
        Row(
            "no claim, initialize, modern header", request("initialize", ""), version: "2026-07-28",
            .refused(code: -32020, status: 400)),
        Row(
            "no claim, request, modern header", request("tools/list", ""), version: "2026-07-28", method: "tools/list",
            .refused(code: -32602, status: 400)),
        Row(
            "meta is no object, modern header", request("tools/list", #""_meta":[]"#), version: "2026-07-28",
            method: "tools/list", .refused(code: -32602, status: 400)),
        Row("no claim, request, no header", request("tools/list", ""), version: nil, .legacy(nil)),
        Row(
            "no claim, request, legacy header", request("tools/list", ""), version: "2024-11-05", .legacy(.v2024_11_05)),
        Row(
            "no claim, unknown header", request("tools/list", ""), version: "2031-01-01",
            .refused(code: -32600, status: 400)),
        Row(
            "no claim, initialize, unknown header", request("initialize", ""), version: "x",
            .refused(code: -32600, status: 400)),
        Row(
            "notification, modern header", #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
            version: "2026-07-28", .dropped),
        Row(
            "notification with a claim",
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{\#(claim())}}"#, version: nil, .dropped),
        Row(
            "notification, no header", #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, version: nil,
            .legacy(nil)),
        Row("response, no header", #"{"jsonrpc":"2.0","id":1,"result":{}}"#, version: nil, .legacy(nil)),
        Row(
            "response, modern header", #"{"jsonrpc":"2.0","id":1,"result":{}}"#, version: "2026-07-28",
            .refused(code: -32600, status: 400)),
    ]

    @Test(arguments: rows) func single(_ row: Row) throws {
        let classification = RequestClassification.classify(
            try message(row.body), headers: headers(row.version, row.method, row.name))
        #expect(outcome(classification) == row.expected)
    }

    @Test(
        arguments: [
            ("", nil, Outcome.legacy(nil)), ("", "2025-03-26", .legacy(.v2025_03_26)),
            ("", "2025-11-25", .legacy(.v2025_11_25)),
            ("", "2026-07-28", .refused(code: -32600, status: 400)), ("", "x", .refused(code: -32600, status: 400)),
            (claim(), nil, .refused(code: -32600, status: 400)),
        ] as [(String, String?, Outcome)])
    func array(_ params: String, _ version: String?, _ expected: Outcome) throws {
        let body = try batch("[\(Self.request("ping", "")),\(Self.request("ping", params))]")
        #expect(outcome(.classify(body, headers: headers(version, nil))) == expected)
    }

    @Test func supportedVersionsAreToldNewestFirst() throws {
        let request = try message(Self.request("tools/list", claim("v9")))
        guard
            case .refused(let error, _) = RequestClassification.classify(request, headers: headers("v9", "tools/list"))
        else { return #expect(Bool(false)) }
        let expected =
            #"{"supported":["2026-07-28","2025-11-25","2025-06-18","2025-03-26","2024-11-05"],"requested":"v9"}"#
        #expect(error.data?.text == expected)
    }
}
