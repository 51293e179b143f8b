import JSON
import Testing
import WixSandbox

@Suite struct ProductTests {
    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1])
    func updatesAndKeepsTheRest(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench(catalog)
        let before = try await bench.first("wix_products_v_3_query", #"{"filter":{"visible":true}}"#)
        let id = try #require(before["id"]?.stringValue)
        try await bench.answer("update_a_wix_product_by_id", #"{"id":"\#(id)","visible":false,"name":"Renamed"}"#)
        let after = try await bench.answer("get_single_wix_product_by_id", #"{"id":"\#(id)"}"#)
        #expect(after["visible"]?.boolValue == false)
        #expect(after["name"]?.stringValue == "Renamed")
        #expect(after["slug"] == before["slug"])
    }

    /// Models write amounts as text and as numbers.
    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1], [#""12.75""#, "12.75"])
    func setsOnePriceForAllVariants(catalog: SandboxOptions.CatalogVersion, price: String) async throws {
        let bench = try ToolBench(catalog)
        let id = try await bench.firstID("wix_products_v_3_query")
        try await bench.answer("update_a_wix_product_by_id", #"{"id":"\#(id)","price":\#(price)}"#)
        let after = try await bench.answer("get_single_wix_product_by_id", #"{"id":"\#(id)"}"#)
        #expect(after.value(at: "actualPriceRange.minValue.amount")?.stringValue == "12.75")
        let variants = after.value(at: "variantsInfo.variants")?.arrayValue ?? []
        for variant in variants where catalog == .v3 {
            #expect(variant.value(at: "price.actualPrice.amount")?.stringValue == "12.75")
        }
    }

    @Test(arguments: [#""12,75""#, #""free""#, "-1"]) func refusesWhatIsNoPrice(price: String) async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("update_a_wix_product_by_id", #"{"id":"x","price":\#(price)}"#)
        #expect(failure["message"]?.stringValue?.contains("price") == true)
        #expect(failure["error"]?["outcome"]?.stringValue == "notSent")
    }

    @Test func anOldRevisionOfTheCallerIsRefused() async throws {
        let bench = try ToolBench()
        let id = try await bench.firstID("wix_products_v_3_query")
        try await bench.answer("update_a_wix_product_by_id", #"{"id":"\#(id)","visible":false}"#)
        let failure = try await bench.failure(
            "update_a_wix_product_by_id", #"{"id":"\#(id)","visible":true,"revision":"1"}"#)
        #expect(failure["error"]?["status"]?.intValue == 409)
    }

    @Test func searchFindsWordsAndPrices() async throws {
        let bench = try ToolBench.shared()
        let found = try await bench.answer("wix_products_v_3_search", #"{"expression":"mug"}"#)
        let names = found["result"]?.strings("name") ?? []
        #expect(!names.isEmpty && names.allSatisfy { $0.lowercased().contains("mug") })
        let cheap = try await bench.answer(
            "wix_products_v_3_search", #"{"filter":{"actualPriceRange.minValue.amount":{"$lt":20}},"limit":100}"#)
        for product in cheap["result"]?.arrayValue ?? [] {
            let amount = product.value(at: "actualPriceRange.minValue.amount")?.stringValue.flatMap(Double.init)
            #expect(try #require(amount) < 20)
        }
    }

    @Test func whatCatalogV1LacksIsSaid() async throws {
        let bench = try ToolBench.shared(.v1)
        let id = try await bench.firstID("wix_products_v_3_query")
        let failure = try await bench.failure("update_a_wix_product_by_id", #"{"id":"\#(id)","options":[]}"#)
        #expect(failure["message"]?.stringValue?.contains("Catalog V1") == true)
        let filter = try await bench.failure("wix_products_v_3_query", #"{"filter":{"handle":"x"}}"#)
        #expect(filter["message"]?.stringValue?.contains("\"handle\" cannot be filtered") == true)
    }
}
