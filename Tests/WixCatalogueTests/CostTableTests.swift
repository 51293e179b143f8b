import JSON
import Testing

@testable import WixCatalogue

struct CostTableTests {
    private static func table(fingerprint: String) -> CostTable {
        CostTable(
            Array(
                """
                {"definitions": {"list_all_wix_orders": [417, "\(fingerprint)"], "broken": [1]},
                 "answers": [["orders", "list_all_wix_orders", 1, 900, 300], ["broken"]]}
                """.utf8))
    }

    /// The values are those that FNV-1a is published with; Benchmarks/cost.py makes the same.
    @Test(arguments: [("", "811c9dc5"), ("a", "e40c292c"), ("foobar", "bf9cf968")])
    func fingerprints(text: String, expected: String) {
        #expect(CostTable.fingerprint(Array(text.utf8)) == expected)
    }

    @Test func aDefinitionThatChangedIsEstimated() throws {
        let tool = try #require(try Catalogue.load()["list_all_wix_orders"])
        let counted = Self.table(fingerprint: CostTable.fingerprint(tool.definition)).cost(of: tool)
        #expect(counted == TokenCost(tokens: 417, isEstimate: false) && "\(counted)" == "417")
        let changed = Self.table(fingerprint: "00000000").cost(of: tool)
        #expect(changed.isEstimate && changed.tokens == (tool.definition.count + 3) / 4)
        #expect("\(changed)" == "~\(changed.tokens)")
        #expect("\(counted + changed)" == "~\(417 + changed.tokens)")
    }

    @Test func answersAreRead() {
        #expect(
            Self.table(fingerprint: "").answers == [
                CostTable.Answer(question: "orders", tool: "list_all_wix_orders", calls: 1, wix: 900, answer: 300)
            ])
        #expect(CostTable(Array("no JSON".utf8)).answers.isEmpty)
    }

    /// Which counts are true is for `scripts/cost --check` to say; here, that the program has them.
    @Test func theProgramHasTheTable() throws {
        #expect(CostTable.embedded.answers.count == 10)
        let costs = try Catalogue.load().tools.map(\.cost)
        #expect(costs.count { !$0.isEstimate } > costs.count / 2)
    }
}
