import JSON
import Testing
import WixCatalogue
import WixTools

@Suite struct ExploreTests {
    @Test func reads() async throws {
        let bench = try ToolBench()
        for tool in bench.catalogue.tools where tool.effect == .read {
            for example in tool.examples {
                let o = try await bench.outcome(tool.name, JSONValue.object(example).text)
                switch o {
                case .result(let r):
                    print("=====", tool.name, JSONValue.object(example).text, r.isError, String(decoding: r.structured.prefix(700), as: UTF8.self))
                default: print(tool.name, o)
                }
            }
        }
    }
}
