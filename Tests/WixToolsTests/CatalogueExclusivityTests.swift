import JSON
import Testing
import WixCatalogue
import WixSandbox
import WixTools

/// Operations that one of the two Stores catalogues does not have say what to do on the other.
@Suite struct CatalogueExclusivityTests {
    private static let tools = ((try? TestCatalogue.shared.get().tools) ?? []).filter { $0.exclusivity != nil }

    @Test(arguments: tools.map(\.name))
    func theOtherCatalogueIsToldTheWay(name: String) async throws {
        let tool = try #require(Self.tools.first { $0.name == name })
        let rule = try #require(tool.exclusivity)
        let bench = try ToolBench.shared(rule.only == .v3 ? .v1 : .v3)
        for example in tool.examples {
            let (sent, outcome) = await bench.received(tool, example)
            #expect(sent.allSatisfy { $0.path == "/stores/v3/provision/version" }, "\(sent)")
            guard case .result(let result) = outcome else {
                Issue.record("rate limited")
                continue
            }
            let answer = try JSONValue(parsing: result.structured)
            #expect(result.isError)
            #expect(answer.value(at: "error.code") == "WRONG_CATALOG")
            #expect(answer.value(at: "error.hint")?.stringValue?.contains(rule.instead) == true)
            #expect(answer.value(at: "error.outcome") == "notSent")
        }
    }

    @Test func countsAndProductsOfACategoryWorkOnBoth() async throws {
        for catalog in [SandboxOptions.CatalogVersion.v3, .v1] {
            let bench = try ToolBench(catalog)
            let all = try await bench.everything("wix_products_v_3_query", "{}", limit: 100)
            #expect(try await bench.answer("wix_products_count")["count"]?.intValue == all.count)
        }
    }
}
