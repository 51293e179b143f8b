import JSON
import Testing
import WixCatalogue
import WixSandbox
import WixTools

/// One shop on Catalog V1 and the same on V3: the same arguments get answers of the same shape, and what a version cannot
/// do is said before anything is sent, with the way there.
@Suite(.serialized) struct CatalogueVersionTests {
    private static let tools = (try? TestCatalogue.shared.get().tools) ?? []
    private static let v3 = Result { try ToolBench(.v3) }
    private static let v1 = Result { try ToolBench(.v1) }

    /// What both versions are asked. `{product}`, `{reduced}`, `{deleted}`, `{slug}`, `{collection}` are of the data; `{row}`
    /// is a stock row and `{category}` a category with products, whose ids differ.
    private static let calls: [(tool: String, arguments: String)] = [
        ("wix_products_v_3_query", #"{"limit":100}"#),
        ("wix_products_v_3_query", #"{"filter":{"id":"{reduced}"},"fields":["name","options","brand","updatedDate"]}"#),
        ("wix_products_v_3_query", #"{"filter":{"stock.quantity":{"$lt":5}},"limit":50}"#),
        ("wix_products_v_3_search", #"{"expression":"mug"}"#),
        (
            "wix_products_v_3_search",
            #"{"filter":{"allCategoriesInfo.categories":{"$matchItems":[{"id":"{collection}"}]}}}"#
        ),
        ("wix_products_count", "{}"),
        ("wix_categories_count", "{}"),
        ("wix_category_items_list", #"{"id":"{category}"}"#),
        ("get_single_wix_product_by_id", #"{"id":"{product}"}"#),
        ("get_single_wix_product_by_id", #"{"id":"{reduced}"}"#),
        ("get_single_wix_product_by_id", #"{"id":"{product}","fields":["options","variantsInfo"]}"#),
        ("wix_products_get_by_slug", #"{"slug":"{slug}"}"#),
        ("wix_inventory_items_query", #"{"limit":500}"#),
        ("wix_inventory_items_query", #"{"filter":{"product.name":{"$startsWith":"A"}},"limit":20}"#),
        ("get_single_wix_inventory_item_by_id", #"{"id":"{row}"}"#),
        ("wix_low_stock_report", "{}"),
        ("wix_product_variants_query", #"{"limit":1}"#),
        ("wix_categories_query", "{}"),
        ("get_single_wix_category_by_id", #"{"id":"{category}"}"#),
        ("wix_categories_get_by_slug", #"{"slug":"summer-linen"}"#),
        ("update_a_wix_product_by_id", #"{"id":"{product}","name":"Renamed"}"#),
        ("update_a_wix_product_by_id", #"{"id":"{product}","price":"99.00"}"#),
        ("update_a_wix_product_by_id", #"{"id":"{reduced}","price":"80","compareAtPrice":"100"}"#),
        ("update_a_wix_inventory_item_by_id", #"{"id":"{row}","quantity":3}"#),
        ("create_a_wix_product", #"{"name":"Jug","productType":"PHYSICAL","price":"19.90","sku":"JUG-1"}"#),
        ("delete_a_wix_product_by_id", #"{"id":"{deleted}"}"#),
        ("create_a_wix_category", #"{"name":"Jugs","visible":true}"#),
        ("update_a_wix_category_by_id", #"{"id":"{category}","name":"Cups"}"#),
        ("wix_categories_update_visibility", #"{"id":"{category}","visible":false}"#),
        ("delete_a_wix_category_by_id", #"{"id":"{category}"}"#),
    ]

    /// What one version tells and the other does not, and why: the end of a path anywhere, or a tool and a path.
    private static let differences: [String: String] = [
        "revision": "Catalog V1 has none.", "total": "Only Catalog V1 counts what a query finds.",
        "formattedAmount": "V1 formats single prices, not ranges.",
        "variantSummary.variantCount": "V1 does not tell it.",
        "stock.quantity": "V1 tells the stock with the product.", "stock.trackQuantity": "As the quantity.",
        "inventory.preorderStatus": "V1 keeps preorder with the stock.",
        "compareAtPriceRange.maxValue.amount": "V1 has one price before the discount; each variant tells its own.",
        "locationId": "V1 keeps no stock by location.", "brand.id": "A brand is only a name on V1.",
        "options[].id": "Options have no ids on V1.", "choiceId": "As options.",
        "optionChoiceIds.optionId": "As options.",
        "optionChoiceNames.renderType": "On V1 it stands with the option.",
        "parentCategory.id": "Collections have no parents.", "parentCategory.index": "Collections have no parents.",
        "get_single_wix_category_by_id updatedDate": "Collections have no dates.",
        "wix_categories_get_by_slug updatedDate": "Collections have no dates.",
        "wix_product_variants_query result[].visible": "V1 tells it in wix_v1_product_variants_query.",
        "wix_product_variants_query result[].price.actualPrice.amount": "V1 tells it in wix_v1_product_variants_query.",
    ]

    @Test func theTableIsComplete() {
        let both = Set(Self.tools.filter { $0.v1 != nil }.map(\.name))
        #expect(both == Set(Self.calls.map(\.tool)))
    }

    @Test func sameArgumentsSameShape() async throws {
        try await Self.fillCategory()
        var needed: Set<String> = []
        for call in Self.calls {
            let left = try await Self.shape(call, try Self.v3.get())
            let right = try await Self.shape(call, try Self.v1.get())
            #expect(!left.isEmpty && !right.isEmpty)
            for line in left.symmetricDifference(right) {
                let path = String(line.prefix { $0 != " " })
                let known = Self.differences.keys.first {
                    path == $0 || path.hasSuffix("." + $0) || "\(call.tool) \(path)" == $0
                }
                if let known { needed.insert(known) }
                #expect(
                    known != nil, "\(call.tool) \(call.arguments): only V\(left.contains(line) ? 3 : 1) has \(line)")
            }
        }
        #expect(Set(Self.differences.keys).subtracting(needed) == [], "no difference any more")
    }

    /// Both count as many as the lists hold.
    @Test(arguments: [
        ("wix_products_count", "wix_products_v_3_query"), ("wix_categories_count", "wix_categories_query"),
    ])
    func countsAreThoseOfTheLists(count: String, list: String) async throws {
        for bench in [try ToolBench(.v3), try ToolBench(.v1)] {
            let all = try await bench.everything(list, "{}", limit: 100)
            #expect(try await bench.answer(count)["count"]?.intValue == all.count)
        }
    }

    /// The paths of the values in the default view with their JSON types: `result[].name string`.
    private static func shape(_ call: (tool: String, arguments: String), _ bench: ToolBench) async throws -> Set<String>
    {
        let answer = try await bench.answer(call.tool, try await filled(call.arguments, bench), maximum: 2_000_000)
        var lines: Set<String> = []
        collect(answer, "", &lines)
        return lines
    }

    private static func collect(_ value: JSONValue, _ path: String, _ lines: inout Set<String>) {
        switch value {
        case .object(let object):
            for member in object.members {
                collect(member.value, path.isEmpty ? member.key : "\(path).\(member.key)", &lines)
            }
        case .array(let elements): for element in elements { collect(element, path + "[]", &lines) }
        case .string: lines.insert("\(path) string")
        case .number: lines.insert("\(path) number")
        case .bool: lines.insert("\(path) boolean")
        case .null: break
        }
    }

    /// Gives a category of V3 what the collections of V1 have.
    private static func fillCategory() async throws {
        let bench = try v3.get()
        try await bench.answer(
            "update_a_wix_category_by_id",
            try await filled(#"{"id":"{category}","description":"Light things."}"#, bench))
        try await bench.answer(
            "wix_category_items_add",
            try await filled(#"{"id":"{category}","items":[{"catalogItemId":"{product}"}]}"#, bench))
    }

    /// The products of the shop, which are the same on both.
    private static func filled(_ arguments: String, _ bench: ToolBench) async throws -> String {
        let list = try await v3.get().answer(
            "wix_products_v_3_query", #"{"limit":100,"fields":["slug","options","ribbon","directCategoriesInfo"]}"#)
        let products = (list["result"]?.arrayValue ?? []).filter { $0["options"]?.arrayValue?.isEmpty == false }
        let product = try #require(products.first { $0["ribbon"] == nil })
        let reduced = try #require(products.first { $0["ribbon"] != nil })
        let deleted = try #require(products.last { $0["ribbon"] == nil && $0["id"] != product["id"] })
        let collection = product.value(at: "directCategoriesInfo.categories")?.arrayValue?.first?["id"]
        let isOld = bench === (try v1.get())
        let category = isOld ? collection : try await bench.first("wix_categories_query", "{}")["id"]
        let row = try await bench.first("wix_inventory_items_query", #"{"filter":{"quantity":{"$gt":20}},"limit":1}"#)
        var text = arguments
        let values = [
            ("{product}", product["id"]), ("{reduced}", reduced["id"]),
            ("{deleted}", deleted["id"]), ("{collection}", collection),
            ("{slug}", product["slug"]), ("{row}", row["id"]), ("{category}", category),
        ]
        for (mark, value) in values { text.replace(mark, with: value?.stringValue ?? "") }
        return text
    }

    // MARK: What one version cannot do

    /// A tool of the other version, by the operation's own path, whatever the record says.
    private static func only(_ tool: Tool) -> StoresCatalogue? {
        guard tool.v1 == nil, tool.name != "wix_stores_catalog_version_get" else { return nil }
        let path = tool.plan.request.path
        if path.hasPrefix("/stores/v3/") || path.hasPrefix("/categories/v1/") { return .v3 }
        let old = ["/stores/v1/", "/stores-reader/", "/stores/v2/inventoryItems"]
        return old.contains(where: path.hasPrefix) ? .v1 : nil
    }

    @Test(arguments: tools.map(\.name)) func theRecordTellsTheVersion(name: String) throws {
        let tool = try #require(try TestCatalogue.shared.get()[name])
        #expect(tool.limit?.only == Self.only(tool))
        guard let way = tool.limit?.way else { return }
        #expect(way.last == "." && (15...200).contains(way.count), "\(way)")
        for word in way.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
        where word.contains("wix_") {
            let other = try #require(try TestCatalogue.shared.get()[String(word)], "\(word) is no tool")
            #expect(other.limit?.only != tool.limit?.only, "\(word) is not there either")
        }
    }

    @Test(arguments: tools.filter { $0.limit != nil }.map(\.name))
    func theOtherVersionIsRefusedBeforeAnythingIsSent(name: String) async throws {
        let tool = try #require(try TestCatalogue.shared.get()[name])
        let limit = try #require(tool.limit)
        let bench = try limit.only == .v3 ? Self.v1.get() : Self.v3.get()
        let (sent, outcome) = await bench.received(tool, tool.examples.first ?? ArgumentMaker(tool).base)
        #expect(sent.allSatisfy { $0.path == "/stores/v3/provision/version" }, "\(sent)")
        guard case .result(let result) = outcome else { return }
        let message = try JSONValue(parsing: result.structured)["message"]?.stringValue ?? ""
        let site = limit.only == .v3 ? "V1" : "V3"
        #expect(result.isError)
        #expect(message.hasPrefix("\(name) works on Catalog \(limit.only.title) only; this site has Catalog \(site)."))
        #expect(message.hasSuffix(" There: " + limit.way))
    }

    /// A version that Wix did not tell is a guess, and refuses nothing: Wix does.
    @Test func aGuessRefusesNothing() async throws {
        let origin = ScriptedOrigin()
        let version = "/stores/v3/provision/version"
        origin.answer(version, "{}", status: 403)
        let path = "/stores/v1/products/p/remove-brand"
        origin.answer(path, "{}")
        origin.answer(
            path, #"{"details":{"applicationError":{"code":"CATALOG_V3_SITE_CALLING_CATALOG_V1_API"}}}"#, status: 428)
        origin.answer(version, "{}", status: 403)
        let bench = try origin.bench()
        #expect(try await !bench.call("wix_v1_product_remove_brand", #"{"id":"p"}"#).isError)
        let refused = try await bench.call("wix_v1_product_remove_brand", #"{"id":"p"}"#)
        #expect(refused.value["message"]?.stringValue?.contains("this site has Catalog V3") == true, "\(refused.value)")
    }

    /// A field that only V3 filters by is refused with the version and the way.
    @Test(arguments: tools.filter { $0.v1?.filter != nil }.map(\.name))
    func missingFilterFieldsAreExplained(name: String) throws {
        let tool = try #require(try TestCatalogue.shared.get()[name])
        let old = try #require(tool.v1?.filter)
        for group in tool.plan.filter?.groups ?? [] where !group.operators.isEmpty {
            for field in group.fields where old.group(of: field) == nil {
                let message = old.violation(in: .object([field: .object([group.operators[0]: "x"])])) ?? ""
                #expect(message.contains("cannot be filtered on this site's Catalog V1."), "\(field): \(message)")
                #expect(!message.contains("Allowed: ."))
            }
        }
    }

    @Test(arguments: [
        ("wix_products_v_3_search", #"{"filter":{"brand.id":"x"}}"#, "brand with fields"),
        ("wix_product_variants_query", #"{"filter":{"productData.productId":"x"}}"#, "wix_v1_product_variants_query"),
        ("wix_products_v_3_query", #"{"filter":{"slug":{"$startsWith":"x"}}}"#, "on this site's Catalog V1"),
        ("update_a_wix_product_by_id", #"{"id":"x","name":"N","revision":"1"}"#, "the last change wins"),
        ("update_a_wix_product_by_id", #"{"id":"x","variantsInfo":{}}"#, "wix_v1_product_variants_update"),
        ("update_a_wix_product_by_id", #"{"id":"x","price":"9","media":{}}"#, "wix_v1_product_media_add"),
        ("update_a_wix_product_by_id", #"{"id":"x","brand":{"id":"y"}}"#, #"{"name": …}"#),
        ("update_a_wix_inventory_item_by_id", #"{"id":"x:y","quantity":1,"revision":"1"}"#, "the last change wins"),
        ("create_a_wix_product", #"{"name":"N","price":"1","productType":"DIGITAL"}"#, #"can only be "PHYSICAL""#),
        ("update_a_wix_category_by_id", #"{"id":"x","name":"N","revision":"1"}"#, "the last change wins"),
    ])
    func whatCatalogV1LacksNamesTheWay(tool: String, arguments: String, saying: String) async throws {
        let failure = try await Self.v1.get().failure(tool, arguments)
        #expect(failure["message"]?.stringValue?.contains(saying) == true, "\(failure.text)")
        #expect(failure.value(at: "error.outcome") == "notSent")
    }
}
