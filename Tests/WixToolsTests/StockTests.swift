import JSON
import Testing
import WixCatalogue
import WixSandbox

@testable import WixTools

@Suite struct StockTests {
    private static let catalogs: [SandboxOptions.CatalogVersion] = [.v3, .v1]

    /// Product ids that have a tracked variant below `limit`, by the inventory alone.
    private func lowProducts(_ bench: ToolBench, below limit: Int) async throws -> Set<String> {
        let rows = try await bench.everything(
            "wix_inventory_items_query", #"{"filter":{"trackQuantity":true,"quantity":{"$lt":\#(limit)}}}"#,
            limit: 1000,
            maximum: 2_000_000)
        return Set(JSONValue.array(rows).strings("productId"))
    }

    @Test(arguments: catalogs, ["stock.quantity", "quantity", "inventory.quantity"])
    func findsLowStock(catalog: SandboxOptions.CatalogVersion, field: String) async throws {
        let bench = try ToolBench.shared(catalog)
        let expected = try await lowProducts(bench, below: 5)
        #expect(expected.count > 5)
        let answer = try await bench.answer(
            "wix_products_v_3_query", #"{"filter":{"\#(field)":{"$lt":5}},"limit":200}"#, maximum: 1_000_000)
        let products = answer["result"]?.arrayValue ?? []
        #expect(Set(answer["result"]?.strings("id") ?? []) == expected)
        #expect(answer["total"]?.intValue == expected.count)
        #expect(answer["next_cursor"]?.isNull == true)
        var lowest = Int.min
        for product in products {
            #expect(product["name"]?.stringValue?.isEmpty == false)
            let variants = product.value(at: "stock.variants")?.arrayValue ?? []
            let quantities = variants.compactMap { $0["quantity"]?.intValue }
            #expect(product.value(at: "stock.quantity")?.intValue == quantities.reduce(0, +))
            let least = try #require(quantities.min())
            #expect(least < 5 && least >= lowest, "lowest first")
            lowest = least
        }
    }

    @Test(arguments: catalogs) func pagesWithoutLossOrRepetition(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench.shared(catalog)
        let expected = try await lowProducts(bench, below: 5)
        let products = try await bench.everything(
            "wix_products_v_3_query", #"{"filter":{"stock.quantity":{"$lt":5}}}"#, limit: 3)
        let ids = JSONValue.array(products).strings("id")
        #expect(ids.count == expected.count)
        #expect(Set(ids) == expected)
    }

    @Test(arguments: catalogs) func shortAnswersLoseNothing(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench.shared(catalog)
        let expected = try await lowProducts(bench, below: 5)
        let products = try await bench.everything(
            "wix_products_v_3_query", #"{"filter":{"stock.quantity":{"$lt":5}}}"#, limit: 50, maximum: 4_000)
        let ids = JSONValue.array(products).strings("id")
        #expect(ids.count == expected.count && Set(ids) == expected)
    }

    @Test(arguments: catalogs) func combinesWithOtherConditions(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench.shared(catalog)
        let visible = try await bench.answer(
            "wix_products_v_3_query",
            #"{"filter":{"stock.quantity":0,"visible":true},"limit":100,"fields":["visible","stock"]}"#,
            maximum: 500_000)
        for product in visible["result"]?.arrayValue ?? [] {
            #expect(product["visible"]?.boolValue == true)
            #expect(product["name"] == nil, "only the fields that were asked for")
            #expect(product["stock"] != nil)
        }
    }

    @Test(arguments: catalogs) func sortsByStockBothWays(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench.shared(catalog)
        let answer = try await bench.answer(
            "wix_products_v_3_query", #"{"sort":[{"fieldName":"stock.quantity","order":"DESC"}],"limit":5}"#)
        let highest = (answer["result"]?.arrayValue ?? []).map { product in
            (product.value(at: "stock.variants")?.arrayValue ?? []).compactMap { $0["quantity"]?.intValue }.max() ?? 0
        }
        #expect(highest.count == 5)
        #expect(highest == highest.sorted(by: >))
        let most = try await bench.first(
            "wix_inventory_items_query",
            #"{"filter":{"trackQuantity":true},"sort":[{"fieldName":"quantity","order":"DESC"}],"limit":1}"#)
        #expect(highest.first == most["quantity"]?.intValue)
    }

    @Test(arguments: [
        (#"{"filter":{"$or":[{"stock.quantity":1}]}}"#, "top of the filter"),
        (#"{"filter":{"stock.quantity":1,"quantity":2}}"#, "one stock condition"),
        (#"{"filter":{"stock.quantity":1},"sort":[{"fieldName":"slug"}]}"#, "sorted"),
        (#"{"filter":{"stock.quantity":{"$startsWith":"1"}}}"#, "does not take"),
    ])
    func refusesWhatCannotBe(arguments: String, saying: String) async throws {
        let bench = try ToolBench.shared()
        let failure = try await bench.failure("wix_products_v_3_query", arguments)
        #expect(failure["message"]?.stringValue?.contains(saying) == true, "\(failure.text)")
    }

    @Test(arguments: catalogs) func setsStock(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench(catalog)
        let row = try await bench.first(
            "wix_inventory_items_query", #"{"filter":{"trackQuantity":true,"quantity":{"$lt":3}}}"#)
        let id = try #require(row["id"]?.stringValue)
        let told = try await bench.answer("update_a_wix_inventory_item_by_id", #"{"id":"\#(id)","quantity":41}"#)
        #expect(told["quantity"]?.intValue == 41 && told["trackQuantity"]?.boolValue == true)
        #expect(told["availabilityStatus"] == "IN_STOCK" && told.value(at: "product.name") != nil)
        let after = try await bench.answer("get_single_wix_inventory_item_by_id", #"{"id":"\#(id)"}"#)
        #expect(after["quantity"]?.intValue == 41)
        #expect(after["trackQuantity"]?.boolValue == true)
    }

    @Test func v1StockRowsAreFilteredSortedNamedAndPaged() async throws {
        let bench = try ToolBench.shared(.v1)
        let query = #"{"filter":{"quantity":{"$lte":10}},"sort":[{"fieldName":"quantity","order":"DESC"}]}"#
        let rows = try await bench.everything("wix_inventory_items_query", query, limit: 7)
        let quantities = rows.compactMap { $0["quantity"]?.intValue }
        #expect(rows.count > 14)
        #expect(quantities.count == rows.count && quantities == quantities.sorted(by: >))
        #expect(quantities.allSatisfy { $0 <= 10 })
        #expect(rows.allSatisfy { $0.value(at: "product.name") != nil })
        #expect(Set(JSONValue.array(rows).strings("id")).count == rows.count)
    }

    /// What V3 refuses, Catalog V1 would take, and end the counting.
    @Test(
        arguments: catalogs,
        [#""quantity":3,"inStock":true"#, #""inStock":false"#, #""trackQuantity":false,"quantity":3"#])
    func doesNotEndCountingSilently(catalog: SandboxOptions.CatalogVersion, change: String) async throws {
        let bench = try ToolBench(catalog)
        let row = try await bench.first("wix_inventory_items_query", #"{"filter":{"quantity":{"$gt":20}}}"#)
        let id = try #require(row["id"]?.stringValue)
        try await bench.failure("update_a_wix_inventory_item_by_id", #"{"id":"\#(id)",\#(change)}"#)
        let after = try await bench.answer("get_single_wix_inventory_item_by_id", #"{"id":"\#(id)"}"#)
        #expect(after["trackQuantity"]?.boolValue == true && after["quantity"] == row["quantity"])
    }

    @Test(arguments: catalogs) func beginsAndEndsCounting(catalog: SandboxOptions.CatalogVersion) async throws {
        let bench = try ToolBench(catalog)
        let row = try await bench.first("wix_inventory_items_query", #"{"filter":{"trackQuantity":false}}"#)
        let id = try #require(row["id"]?.stringValue)
        try await bench.failure("update_a_wix_inventory_item_by_id", #"{"id":"\#(id)","quantity":3}"#)
        let sold = try await bench.answer("update_a_wix_inventory_item_by_id", #"{"id":"\#(id)","inStock":false}"#)
        #expect(sold["inStock"]?.boolValue == false && sold["trackQuantity"]?.boolValue == false)
        let counted = try await bench.answer(
            "update_a_wix_inventory_item_by_id", #"{"id":"\#(id)","quantity":3,"trackQuantity":true}"#)
        #expect(counted["quantity"]?.intValue == 3 && counted["inStock"] == nil)
        let ended = try await bench.answer(
            "update_a_wix_inventory_item_by_id", #"{"id":"\#(id)","inStock":true,"trackQuantity":false}"#)
        #expect(ended["inStock"]?.boolValue == true && ended["quantity"] == nil)
    }

    /// The same shop on both catalogues: each variant under its own name and SKU.
    @Test(arguments: ["wix_inventory_items_query", "wix_low_stock_report", "wix_products_v_3_query"])
    func namesEachVariantTheSame(tool: String) async throws {
        var found: [Set<String>] = []
        for bench in [try ToolBench.shared(.v3), try ToolBench.shared(.v1)] {
            let isReport = tool == "wix_low_stock_report"
            let filter = tool == "wix_products_v_3_query" ? #""filter":{"stock.quantity":{"$lt":5}},"# : ""
            let answer = try await bench.answer(
                tool, #"{\#(filter)"limit":\#(isReport ? 200 : 1000)}"#, maximum: 2_000_000)
            var lines: Set<String> = []
            for item in answer["result"]?.arrayValue ?? [] {
                let name = item["name"] ?? item.value(at: "product.name") ?? ""
                let variants = item["variants"]?.arrayValue ?? item.value(at: "stock.variants")?.arrayValue
                for variant in variants ?? [item] {
                    let names = variant["product"] ?? variant
                    let parts = [name, names["variantName"], names["sku"], variant["quantity"]].map { $0?.scalarText }
                    // A variant without a choice has an empty name or none.
                    lines.insert(parts.map { $0 ?? "" }.joined(separator: "|"))
                }
            }
            found.append(lines)
        }
        #expect(found[0] == found[1], "\(found[0].symmetricDifference(found[1]).sorted().prefix(6))")
        #expect(found[0].count > 20)
    }

    @Test func v1RowsAreFilteredByName() async throws {
        let bench = try ToolBench.shared(.v1)
        let rows = try await bench.everything(
            "wix_inventory_items_query",
            #"{"filter":{"product.variantName":{"$startsWith":"s"}},"sort":[{"fieldName":"product.name"}]}"#, limit: 9)
        let names = rows.compactMap { $0.value(at: "product.name")?.stringValue }
        #expect(rows.count > 9 && names == names.sorted())
        #expect(rows.allSatisfy { $0.value(at: "product.variantName")?.stringValue?.hasPrefix("S") == true })
    }

    @Test func v1IdWithoutAVariantIsRefused() async throws {
        let bench = try ToolBench.shared(.v1)
        let failure = try await bench.failure("update_a_wix_inventory_item_by_id", #"{"id":"abc","quantity":1}"#)
        #expect(failure["message"]?.stringValue?.contains("productId:variantId") == true)
    }

    /// A place is only named where there is a choice.
    @Test(arguments: [(["a", "a"], false), (["a", "b"], true)]) func namesLocations(ids: [String], isNamed: Bool) {
        let rows: [JSONValue] = ids.map { ["id": "i", "locationId": .string($0), "quantity": 2] }
        let variants = StockRun.summary(rows)["variants"]?.arrayValue ?? []
        #expect(variants.count == 2 && variants.allSatisfy { ($0["locationId"] != nil) == isNamed })
    }
}
