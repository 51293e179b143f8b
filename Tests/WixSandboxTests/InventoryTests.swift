import JSON
import Testing

@testable import WixSandbox

@Suite struct InventoryTests {
    private static let path = "/stores/v3/inventory-items"

    private func item(_ client: SandboxClient, tracked: Bool) throws -> JSONValue {
        let found = client.sandbox.withState { state in
            state[.inventoryItems].entities.first { ($0["trackQuantity"] == true) == tracked }
        }
        return try #require(found)
    }

    @Test func lowStockIsOneQuery() {
        let answer = SandboxClient().post(
            Self.path + "/query",
            [
                "query": [
                    "filter": ["trackQuantity": true, "quantity": ["$lt": 5]],
                    "sort": [["fieldName": "quantity", "order": "ASC"]], "cursorPaging": ["limit": 1000],
                ]
            ])
        let quantities = answer.array("inventoryItems").compactMap { $0.number("quantity") }
        #expect(quantities.count == answer.array("inventoryItems").count)
        #expect(quantities.count >= 15)
        #expect(quantities == quantities.sorted())
        #expect(quantities.allSatisfy { $0 < 5 })
        #expect(answer.array("inventoryItems").allSatisfy { $0.value(at: "product.name") != nil })
    }

    @Test func searchFindsNamesWithItsOwnOperators() {
        let client = SandboxClient()
        let found = client.post(Self.path + "/search", ["search": ["search": ["expression": "apron"]]])
        #expect(found.array("inventoryItems").count == 21)
        let begins = client.post(Self.path + "/search", ["search": ["filter": ["product.name": ["$begins": "linen"]]]])
        #expect(begins.array("inventoryItems").count == 3)
        #expect(
            client.post(Self.path + "/query", ["query": ["filter": ["product.name": ["$begins": "l"]]]]).status == 400)
    }

    @Test func settingStockMovesTheProduct() throws {
        let client = SandboxClient()
        let item = try item(client, tracked: true)
        let product = item.text("productId")
        let body: JSONValue = [
            "inventoryItem": ["id": .string(item.id), "revision": item["revision"] ?? "", "quantity": 0],
            "reason": "MANUAL",
        ]
        let done = client.patch("\(Self.path)/\(item.id)", body)
        #expect(done.status == 200)
        #expect(done["inventoryItem.availabilityStatus"] == "OUT_OF_STOCK")
        #expect(done["inventoryItem.revision"] == "2")
        let status = client.get("/stores/v3/products/\(product)")["product.inventory.availabilityStatus"]?.stringValue
        #expect(status == "PARTIALLY_OUT_OF_STOCK")
        #expect(client.patch("\(Self.path)/\(item.id)", body).code == "INVALID_REVISION")
        #expect(client.get("\(Self.path)/\(item.id)")["inventoryItem.quantity"] == 0)
    }

    @Test func trackingDecidesWhatMayBeSet() throws {
        let client = SandboxClient()
        let tracked = try item(client, tracked: true)
        let untracked = try item(client, tracked: false)
        func status(_ item: JSONValue, _ change: JSONValue) -> Int {
            var change = change
            change["revision"] = item["revision"]
            return client.patch("\(Self.path)/\(item.id)", ["inventoryItem": change]).status
        }
        #expect(status(tracked, ["inStock": true]) == 400)
        #expect(status(tracked, ["quantity": 3, "inStock": true]) == 400)
        #expect(status(untracked, ["quantity": 3]) == 400)
        #expect(status(untracked, ["trackQuantity": true]) == 400)
        #expect(status(untracked, ["trackQuantity": true, "quantity": 3]) == 200)
        #expect(status(tracked, ["trackQuantity": false, "inStock": false]) == 200)
        let again = client.get("\(Self.path)/\(tracked.id)")
        #expect(again["inventoryItem.quantity"] == nil)
        #expect(again["inventoryItem.inStock"] == false)
    }

    @Test func bulkUpdatesSucceedAndFailOneByOne() throws {
        let client = SandboxClient()
        let item = try item(client, tracked: true)
        let answer = client.post(
            "/stores/v3/bulk/inventory-items/update",
            [
                "inventoryItems": [
                    ["inventoryItem": ["id": .string(item.id), "revision": item["revision"] ?? "", "quantity": 7]],
                    ["inventoryItem": ["id": .string(item.id), "revision": item["revision"] ?? "", "quantity": 8]],
                    ["inventoryItem": ["id": "none", "revision": "1", "quantity": 8]],
                ], "returnEntity": true,
            ])
        #expect(answer.status == 200)
        #expect(
            answer["bulkActionMetadata"] == ["totalSuccesses": 1, "totalFailures": 2, "undetailedFailures": 0])
        let results = answer.array("results")
        #expect(results.map { $0.number("itemMetadata.originalIndex") } == [0, 1, 2])
        #expect(results[0].number("item.quantity") == 7)
        #expect(results[1].text("itemMetadata.error.code") == "INVALID_REVISION")
        #expect(results[2].text("itemMetadata.error.code") == "INVENTORY_ITEM_NOT_FOUND")
        #expect(client.post("/stores/v3/bulk/inventory-items/update", ["inventoryItems": []]).status == 400)
    }

    @Test func relativeChangesAddUp() throws {
        let client = SandboxClient()
        let item = try item(client, tracked: true)
        let before = try #require(item.number("quantity"))
        let up = client.post(
            "/stores/v3/bulk/inventory-items/increment",
            ["incrementData": [["inventoryItemId": .string(item.id), "incrementBy": 5]], "returnEntity": true])
        #expect(up.array("results").first?.number("item.quantity") == before + 5)
        let byVariant = "/stores/v3/bulk/inventory-items/decrement-by-variant-and-location"
        let entry: JSONValue = ["variantId": item["variantId"] ?? "", "decrementBy": .int(before + 6)]
        let tooMuch = client.post(byVariant, ["decrementData": [entry], "restrictInventory": true])
        #expect(tooMuch.status == 200)
        #expect(tooMuch.array("results").first?.text("itemMetadata.error.code") == "INSUFFICIENT_INVENTORY")
        let free = client.post(byVariant, ["decrementData": [entry], "returnEntity": true])
        #expect(free.array("results").first?.number("item.quantity") == -1)
    }
}

@Suite struct CatalogV1Tests {
    private static let query = "/stores-reader/v1/products/query"
    private static let inventory = "/stores-reader/v2/inventoryItems/query"
    private let client = SandboxClient(SandboxClient.v1)

    /// Categories are of Catalog V3 whatever their path says.
    @Test(arguments: ["c1/move", "search", "query", "count", "c1/list-items"])
    func thereAreNoCategories(path: String) {
        let answer = client.post("/categories/v1/categories/\(path)", [:])
        #expect(answer.status == 428 && answer.code == "CATALOG_V1_SITE_CALLING_CATALOG_V3_API")
    }

    @Test func filterAndSortAreTextsOfJSON() {
        let answer = client.post(
            Self.query,
            ["query": ["filter": #"{"price":{"$lt":20}}"#, "sort": #"[{"price":"desc"}]"#, "paging": ["limit": 5]]])
        let prices = answer.array("products").compactMap { $0.value(at: "priceData.price")?.doubleValue }
        #expect(prices.count == 5)
        #expect(prices == prices.sorted(by: >))
        #expect(answer["metadata"] == ["items": 5, "offset": 0])
        #expect((answer.json.number("totalResults") ?? 0) > 5)
        let newer = client.post(Self.query, ["query": ["sort": #"[{"fieldName":"name","order":"ASC"}]"#]])
        #expect(newer.array("products").first?.text("name").hasPrefix("A") == true)
        #expect(client.post(Self.query, ["query": ["filter": ["price": 12]]]).status == 400)
        #expect(client.post(Self.query, ["query": ["filter": "{"]]).status == 400)
        let stock = client.post(Self.query, ["query": ["filter": #"{"stock.quantity":{"$lt":5}}"#]])
        #expect(stock.message.contains("Field 'stock.quantity' is not declared as filterable"))
    }

    @Test func hiddenProductsAndVariantsComeOnRequest() {
        let shown = client.post(Self.query, ["query": [:]])
        #expect(shown["totalResults"] == 82)
        #expect(shown.array("products").allSatisfy { $0["variants"] == nil })
        let all = client.post(Self.query, ["query": [:], "includeHiddenProducts": true, "includeVariants": true])
        #expect(all["totalResults"] == 84)
        #expect(all.array("products").allSatisfy { $0["variants"] != nil })
    }

    @Test func stockIsByProduct() throws {
        let items = client.post(Self.inventory, ["query": ["paging": ["limit": 100]]]).array("inventoryItems")
        #expect(items.count == 84)
        let item = try #require(items.first { $0["trackQuantity"] == true })
        let product = item.text("productId")
        let variant = try #require(item["variants"]?.arrayValue?.first?.text("variantId"))
        let path = "/stores/v2/inventoryItems/product/\(product)"
        let set: JSONValue = [
            "inventoryItem": ["trackQuantity": true, "variants": [["variantId": .string(variant), "quantity": 2]]]
        ]
        #expect(client.patch(path, set).json == [:])
        let up: JSONValue = [
            "incrementData": [["productId": .string(product), "variantId": .string(variant), "incrementBy": 3]]
        ]
        #expect(client.post("/stores/v2/inventoryItems/increment", up).status == 200)
        let read = client.post("/stores-reader/v2/inventoryItems/product/\(product)/getVariants")
        #expect(read.array("inventoryItem.variants").first?.number("quantity") == 5)
        #expect(client.get("/stores/v1/products/\(product)")["product.stock.trackInventory"] == true)
        // Leaving trackQuantity out turns tracking off.
        #expect(client.patch(path, ["inventoryItem": ["variants": []]]).status == 200)
        #expect(client.get("/stores/v1/products/\(product)")["product.stock.trackInventory"] == false)
    }

    @Test(arguments: [99_999, 100_000, Int.max, -100_000])
    func quantitiesHaveBounds(quantity: Int) throws {
        let items = client.post(Self.inventory, ["query": [:]]).array("inventoryItems")
        let item = try #require(items.first { $0["trackQuantity"] == true })
        let variant = item["variants"]?.arrayValue?.first?["variantId"] ?? .null
        let set: JSONValue = [
            "inventoryItem": ["trackQuantity": true, "variants": [["variantId": variant, "quantity": .int(quantity)]]]
        ]
        let answer = client.patch("/stores/v2/inventoryItems/product/\(item.text("productId"))", set)
        #expect(answer.status == (abs(quantity) <= 99_999 ? 200 : 400))
    }

    @Test func productsChangeWithoutRevision() throws {
        let id = try #require(client.post(Self.query, ["query": [:]]).array("products").first?.id)
        let done = client.patch(
            "/stores/v1/products/\(id)", ["product": ["name": "Renamed", "priceData": ["price": 7]]])
        #expect(done["product.name"] == "Renamed")
        #expect(done["product.priceData.price"]?.doubleValue == 7)
        #expect(client.patch("/stores/v1/products/\(id)", ["product": ["revision": "1"]]).status == 400)
    }
}
