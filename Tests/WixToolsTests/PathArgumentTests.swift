import JSON
import Testing
import WixAPI
import WixCatalogue
import WixSandbox
import WixTools

/// An id that a caller made up changes its own segment of the path and nothing else (design 8).
@Suite(.serialized) struct PathArgumentTests {
    private static let tools = (try? TestCatalogue.shared.get().tools) ?? []
    private static let bench = Result {
        try ToolBench(
            .v3, credential: .apiKey(Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID))
    }

    /// The arguments that stand in the path.
    private static func inPath(_ tool: Tool) -> [String] {
        tool.plan.arguments.filter { argument in
            argument.destinations.contains { if case .path = $0 { true } else { false } }
        }.map(\.name)
    }

    /// What must not reach Wix as it is.
    private static let refused = ["../x", "a/b", "..", "", "a\\b"]
    /// What may, as one segment.
    private static let encoded = [
        ("%2e%2e", "%252e%252e"), ("a?b#c", "a%3Fb%23c"), ("{id}", "%7Bid%7D"), ("é b;", "%C3%A9%20b%3B"),
    ]

    private func arguments(_ tool: Tool, _ name: String, _ value: String) -> JSONObject {
        var arguments = tool.examples.first ?? JSONObject()
        arguments[name] = .string(value)
        return arguments
    }

    @Test(arguments: tools.filter { !inPath($0).isEmpty }.map(\.name))
    func hostileIdsAreRefusedOrStayOneSegment(name: String) async throws {
        let bench = try Self.bench.get()
        let tool = try #require(bench.catalogue[name])
        let template = tool.plan.request.path
        for argument in Self.inPath(tool) {
            for value in Self.refused {
                let sent = await bench.received(tool, arguments(tool, argument, value)).requests
                // A revision is looked for with the id in a body, which is no matter here.
                for request in sent {
                    #expect(ReadPaths.allows(request.method, request.path), "\(name) \(argument)=\(value): \(request)")
                    let parts = Set(request.path.split(separator: "/"))
                    #expect(parts.isDisjoint(with: ["..", "x", "b"]) && !request.path.contains("%"), "\(request)")
                }
            }
            for (value, segment) in Self.encoded {
                let sent = await bench.received(tool, arguments(tool, argument, value)).requests
                for request in sent { Self.check(request, template, of: tool, segment) }
            }
        }
    }

    /// The value is one whole segment, and the tool's own request has as many segments as its template.
    private static func check(
        _ request: RecordingHandler.Request, _ template: String, of tool: Tool, _ segment: String
    ) {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false)
        let place = "\(tool.name): \(request.path)"
        #expect(!parts.contains("..") && !request.path.contains("//") && !request.path.contains("?"), "\(place)")
        let wanted = template.split(separator: "/", omittingEmptySubsequences: false)
        // A template may say `{id}:confirm`.
        let allowed = wanted.compactMap { want in want.firstIndex(of: "}").map { segment + want[$0...].dropFirst() } }
        for part in parts where part.contains("%") {
            #expect(part == segment || allowed.contains(String(part)), "\(place)")
        }
        let isOwn = request.method == tool.plan.request.verb.rawValue && parts.contains { $0 == segment }
        guard isOwn, parts.count == wanted.count else { return }
        for (part, want) in zip(parts, wanted) where !want.contains("{") { #expect(part == want, "\(place)") }
    }

    /// The segment is the encoded value, byte for byte.
    @Test(arguments: encoded) func theSegmentIsTheValue(value: String, segment: String) throws {
        #expect(try WixPath(template: "/a/{id}/b", ["id": value]).text == "/a/\(segment)/b")
    }
}
