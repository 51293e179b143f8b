import HTTPCore
import JSON
import Testing
import WixAPI
import WixCatalogue
import WixSandbox

@testable import WixTools

/// Every example of every record against the sandbox, which knows what each request looks like from the documents.
@Suite(.serialized) struct ExampleTests {
    private static let tools = (try? TestCatalogue.shared.get().tools) ?? []
    private static let credential = WixCredential.apiKey(
        Sandbox.apiKey, siteID: Sandbox.siteID, accountID: Sandbox.accountID)
    private static let v3 = Result { try ToolBench(.v3, credential: credential) }
    private static let v1 = Result { try ToolBench(.v1, credential: credential) }

    /// The whole call: what the sandbox does not find is no fault of the request.
    @Test(arguments: tools.map(\.name))
    func examplesAreNotRefusedForTheirShape(name: String) async throws {
        let tool = try #require(try Self.v3.get().catalogue[name])
        for catalogue in tool.catalogues {
            let isV1 = catalogue == .v1
            let bench = try isV1 ? Self.v1.get() : Self.v3.get()
            for var example in tool.examples + (isV1 ? [ArgumentMaker(tool).base] : []) {
                if isV1, let split = tool.v1?.request.split, let id = example[split.argument] {
                    // An id of two parts there.
                    let part = id.stringValue ?? ""
                    example[split.argument] = .string("\(part)\(split.separator)\(part)")
                }
                let (sent, outcome) = await bench.received(tool, example)
                guard case .result(let result) = outcome else {
                    Issue.record("\(name): rate limited")
                    continue
                }
                let answer = try JSONValue(parsing: result.structured)
                // What Catalog V1 cannot do is told without asking it.
                if isV1, answer.value(at: "error.outcome") == "notSent" { continue }
                #expect(!sent.isEmpty, "\(name) asks Wix something")
                if result.isError { Self.judge(answer["error"] ?? [:], name, example) }
            }
        }
    }

    /// The one request of the tool itself, also where the call would first read what is not there.
    @Test(arguments: tools.filter { $0.behaviour == nil && $0.plan.revision != nil }.map(\.name))
    func theWriteItselfHasItsShape(name: String) async throws {
        let bench = try Self.v3.get()
        let tool = try #require(bench.catalogue[name])
        for example in tool.examples {
            var arguments = example
            if let rule = tool.plan.revision, rule.path != nil, arguments[rule.argument] == nil {
                arguments[rule.argument] = "1"
            }
            if tool.plan.revision?.isMerging == true || tool.plan.revision?.kept.isEmpty == false { continue }
            var call = ToolCall(
                tool: tool, catalogue: .v3, arguments: arguments, site: bench.site,
                deadline: WixDeadline(on: bench.loop), maximumResultCharacters: 60_000, report: nil)
            call.base = nil
            let request = try RequestBuilder.request(for: call, expansion: [])
            let answer = bench.direct(request)
            guard answer.status >= 400 else { continue }
            let body = (try? JSONValue(parsing: answer.body)) ?? .null
            var error: JSONValue = ["message": body["message"] ?? ""]
            error["fieldViolations"] = body.value(at: "details.validationError.fieldViolations")
            Self.judge(error, name, arguments)
        }
    }

    private static func judge(_ error: JSONValue, _ name: String, _ example: JSONObject) {
        let text = "\(name) \(JSONValue.object(example).text): \(error.text)"
        #expect(error["fieldViolations"]?.arrayValue?.isEmpty != false, "\(text)")
        #expect(error["message"]?.stringValue?.contains("is not a method of this API") != true, "\(text)")
        #expect(!["NO_BEHAVIOUR", "NO_SUCH_TOOL", "UNEXPECTED_ANSWER"].contains(error["code"]?.stringValue), "\(text)")
    }
}
