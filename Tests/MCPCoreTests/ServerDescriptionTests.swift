import JSON
import Testing

@testable import MCPCore

@Suite struct ServerDescriptionTests {
    private let description = ServerDescription(name: "n", title: "T", version: "1")
    private let id = Array("7".utf8)[...]

    @Test(arguments: ProtocolRevision.allCases.filter { !$0.isModern })
    func initialize(_ revision: ProtocolRevision) throws {
        let result = try JSONValue(parsing: description.initializeResult(revision, instructions: "Do \"this\"."))
        #expect(result["protocolVersion"] == .string(revision.rawValue))
        #expect(result["instructions"] == "Do \"this\".")
        #expect(result["capabilities"] == ["logging": [:], "tools": ["listChanged": true]])
        #expect(result["serverInfo"]?["title"] == (revision >= .v2025_06_18 ? "T" : nil))
    }

    @Test func noInstructions() throws {
        let initialized = try JSONValue(parsing: description.initializeResult(.v2025_11_25, instructions: ""))
        #expect(initialized["instructions"] == nil)
        #expect(try JSONValue(parsing: description.discoverResult(instructions: ""))["instructions"] == nil)
    }

    @Test func discover() throws {
        let result = try JSONValue(parsing: description.discoverResult(instructions: "i"))
        #expect(result["resultType"] == "complete")
        #expect(result["supportedVersions"]?.arrayValue?.first == "2026-07-28")
        #expect(result["capabilities"] == ["tools": ["listChanged": true]])
        #expect(result["cacheScope"] == "private")
        #expect(result["ttlMs"]?.intValue ?? -1 >= 0)
        #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "n")
    }

    private static let tool = #"""
        {"name":"a","title":"A","description":"d","inputSchema":{"type":"object","$defs":{"x":true}},"outputSchema":{},\#
        "annotations":{"readOnlyHint":true},"icons":[],"execution":{},"_meta":{"k":1}}
        """#

    @Test(arguments: [
        (ProtocolRevision.v2024_11_05, ["name", "description", "inputSchema"]),
        (.v2025_03_26, ["name", "description", "inputSchema", "annotations"]),
        (.v2025_06_18, ["name", "title", "description", "inputSchema", "outputSchema", "annotations", "_meta"]),
        (
            .v2025_11_25,
            [
                "name", "title", "description", "inputSchema", "outputSchema", "annotations", "icons", "execution",
                "_meta",
            ]
        ),
        (
            .v2026_07_28,
            ["name", "title", "description", "inputSchema", "outputSchema", "annotations", "icons", "_meta"]
        ),
    ])
    func toolMembers(_ revision: ProtocolRevision, _ members: [String]) throws {
        let result = try JSONValue(parsing: description.listToolsResult([Array(Self.tool.utf8)], for: revision))
        let tool = try #require(result["tools"]?.arrayValue?.first?.objectValue)
        #expect(tool.keys == members)
        #expect(tool["inputSchema"] == ["type": "object", "$defs": ["x": true]])
        #expect((result["ttlMs"] != nil) == revision.isModern)
        #expect((result["resultType"] != nil) == revision.isModern)
    }

    @Test func emptyList() {
        #expect(text(description.listToolsResult([], for: .v2025_11_25)) == #"{"tools":[]}"#)
    }

    private static let content = #""content":[{"type":"text","text":"{\"a\":\"\\n\"}"}]"#
    private static let structured = #""structuredContent":{"a":"\n"}"#
    private static let meta =
        #""_meta":{"io.modelcontextprotocol/serverInfo":{"name":"n","title":"T","version":"1"}}"#

    @Test(arguments: [
        (ProtocolRevision.v2025_03_26, false, content), (.v2025_06_18, false, "\(content),\(structured)"),
        (.v2025_11_25, true, #"\#(content),\#(structured),"isError":true"#),
        (.v2026_07_28, false, #""resultType":"complete",\#(content),\#(structured),\#(meta)"#),
    ])
    func callTool(_ revision: ProtocolRevision, _ isError: Bool, _ members: String) {
        let reply = description.callToolReply(
            structured: Array(#"{"a":"\n"}"#.utf8), isError: isError, to: id, for: revision)
        #expect(text(reply) == #"{"jsonrpc":"2.0","id":7,"result":{\#(members)}}"#)
    }
}
