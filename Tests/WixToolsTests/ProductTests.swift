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
        let id = try #require(try await Self.product(bench, isReduced: false)["id"]?.stringValue)
        let answer = try await bench.answer("update_a_wix_product_by_id", #"{"id":"\#(id)","price":\#(price)}"#)
        let after = try await bench.answer("get_single_wix_product_by_id", #"{"id":"\#(id)"}"#)
        for told in [answer, after] {
            #expect(told.value(at: "actualPriceRange.minValue.amount")?.stringValue == "12.75")
            #expect(told.value(at: "actualPriceRange.maxValue.amount")?.stringValue == "12.75")
        }
        let variants = after.value(at: "variantsInfo.variants")?.arrayValue ?? []
        #expect(variants.count > 1)
        for variant in variants {
            #expect(variant.value(at: "price.actualPrice.amount")?.stringValue == "12.75")
        }
    }

    /// A product with several variants, reduced or not.
    private static func product(_ bench: ToolBench, isReduced: Bool) async throws -> JSONValue {
        let list = try await bench.answer(
            "wix_products_v_3_query", #"{"limit":100,"fields":["slug","currency","options","ribbon"]}"#,
            maximum: 200_000)
        let products = (list["result"]?.arrayValue ?? []).filter { $0["options"]?.arrayValue?.isEmpty == false }
        return try #require(products.first { ($0["ribbon"] != nil) == isReduced })
    }

    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1])
    func setsThePriceAndTheOneBeforeIt(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench(catalog)
        let id = try #require(try await Self.product(bench, isReduced: true)["id"]?.stringValue)
        try await bench.answer(
            "update_a_wix_product_by_id", #"{"id":"\#(id)","price":"80.00","compareAtPrice":"100.00"}"#)
        let after = try await bench.answer("get_single_wix_product_by_id", #"{"id":"\#(id)"}"#)
        let variants = after.value(at: "variantsInfo.variants")?.arrayValue ?? []
        #expect(variants.count > 1)
        for price in variants.compactMap({ $0["price"] }) {
            #expect(price.value(at: "actualPrice.amount")?.stringValue == "80.00")
            #expect(price.value(at: "compareAtPrice.amount")?.stringValue == "100.00")
        }
    }

    /// A discount of Catalog V1 comes off whatever price is set.
    @Test func aReducedPriceOfCatalogV1NeedsBothAmounts() async throws {
        let bench = try ToolBench(.v1)
        let id = try #require(try await Self.product(bench, isReduced: true)["id"]?.stringValue)
        for arguments in [#""price":"99""#, #""compareAtPrice":"99""#, #""price":"99","compareAtPrice":"98""#] {
            let failure = try await bench.failure("update_a_wix_product_by_id", #"{"id":"\#(id)",\#(arguments)}"#)
            #expect(failure["message"]?.stringValue?.contains("compareAtPrice") == true)
            #expect(failure.value(at: "error.outcome") == "notSent")
        }
        try await bench.answer("update_a_wix_product_by_id", #"{"id":"\#(id)","price":"99","compareAtPrice":"99"}"#)
        let after = try await bench.answer("get_single_wix_product_by_id", #"{"id":"\#(id)"}"#)
        #expect(after.value(at: "actualPriceRange.maxValue.amount")?.stringValue == "99.00")
        #expect(after["compareAtPriceRange"] == nil)
    }

    @Test func aProductWhoseVariantsChangedAloneIsToldSo() async throws {
        let bench = try ToolBench(.v1, faults: "status=500,path=/stores/v1/products,after=2")
        let id = try #require(try await Self.product(bench, isReduced: false)["id"]?.stringValue)
        let failure = try await bench.failure("update_a_wix_product_by_id", #"{"id":"\#(id)","price":"99"}"#)
        #expect(failure["variantsUpdated"]?.intValue ?? 0 > 1, "\(failure.text)")
        #expect(failure["message"]?.stringValue?.contains("variants have the new price") == true)
    }

    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1])
    func tellsEachVariant(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench.shared(catalog)
        let product = try await Self.product(bench, isReduced: false)
        let id = try #require(product["id"]?.stringValue)
        let whole = try await bench.answer("get_single_wix_product_by_id", #"{"id":"\#(id)"}"#)
        let variants = whole.value(at: "variantsInfo.variants")?.arrayValue ?? []
        #expect(variants.count > 1)
        #expect(Set(JSONValue.array(variants).strings("sku")).count == variants.count)
        for variant in variants {
            let name = variant["choices"]?.arrayValue?.first?.value(at: "optionChoiceNames.choiceName")?.stringValue
            #expect(name?.isEmpty == false)
            let amount = variant.value(at: "price.actualPrice.amount")?.stringValue ?? ""
            #expect(amount.split(separator: ".").last?.count == 2, "\(amount)")
        }
        let slug = try #require(product["slug"]?.stringValue)
        #expect(try await bench.answer("wix_products_get_by_slug", #"{"slug":"\#(slug)"}"#) == whole)
        let count = try await bench.answer("wix_products_count", #"{"filter":{"slug":"\#(slug)"}}"#)
        #expect(count["count"]?.intValue == 1)
    }

    @Test func searchByCategoryIsTheSameOnBothCatalogues() async throws {
        let product = try await ToolBench.shared().first(
            "wix_products_v_3_query", #"{"fields":["directCategoriesInfo"]}"#)
        let category = product.value(at: "directCategoriesInfo.categories")?.arrayValue?.first?["id"]?.stringValue ?? ""
        let filter = #"{"filter":{"allCategoriesInfo.categories":{"$matchItems":[{"id":"\#(category)"}]}},"limit":100}"#
        var found: [Set<String>] = []
        for bench in [try ToolBench.shared(.v3), try ToolBench.shared(.v1)] {
            let answer = try await bench.answer("wix_products_v_3_search", filter, maximum: 200_000)
            found.append(Set(answer["result"]?.strings("id") ?? []))
        }
        #expect(found[0] == found[1] && found[0].count > 3)
    }

    @Test(arguments: [SandboxOptions.CatalogVersion.v3, .v1], ["5e-7", #""5.999""#, "5.9999", #""1.2345""#])
    func refusesAnAmountThatWixWouldRound(catalog: SandboxOptions.CatalogVersion, price: String) async throws {
        let bench = try ToolBench.shared(catalog)
        let id = try await bench.firstID("wix_products_v_3_query")
        let failure = try await bench.failure("update_a_wix_product_by_id", #"{"id":"\#(id)","price":\#(price)}"#)
        #expect(failure["message"]?.stringValue?.contains("decimal") == true, "\(failure.text)")
        #expect(failure.value(at: "error.outcome") == "notSent")
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
