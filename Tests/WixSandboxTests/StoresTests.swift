import JSON
import Testing

@testable import WixSandbox

@Suite struct ProductsTests {
    private static let query = "/stores/v3/products/query"
    private static let search = "/stores/v3/products/search"

    private func product(_ client: SandboxClient, withOptions: Bool) throws -> JSONValue {
        let found = client.sandbox.withState { state in
            state[.products].entities.first { ($0["options"]?.arrayValue?.isEmpty == false) == withOptions }
        }
        return try #require(found)
    }

    @Test func theCatalogueVersionIsTold() {
        let path = "/stores/v3/provision/version"
        #expect(SandboxClient().get(path).json == ["catalogVersion": "V3_CATALOG"])
        #expect(SandboxClient(SandboxClient.v1).get(path).json == ["catalogVersion": "V1_CATALOG"])
    }

    @Test func callsOfTheOtherCatalogueAreRefused() {
        let v3 = SandboxClient().post("/stores-reader/v1/products/query", ["query": [:]])
        #expect(v3.status == 428)
        #expect(v3.code == "CATALOG_V3_SITE_CALLING_CATALOG_V1_API")
        for path in [Self.query, Self.search, "/stores/v3/inventory-items/query"] {
            let v1 = SandboxClient(SandboxClient.v1).post(path)
            #expect(v1.status == 428)
            #expect(v1.code == "CATALOG_V1_SITE_CALLING_CATALOG_V3_API")
        }
    }

    @Test func rowsCarryOnlyWhatWasAskedFor() throws {
        let client = SandboxClient()
        let plain = try #require(client.post(Self.query).array("products").first)
        for member in ["variantsInfo", "currency", "plainDescription", "url", "directCategoriesInfo"] {
            #expect(plain[member] == nil)
        }
        #expect(plain.value(at: "media.itemsInfo") == nil)
        #expect(plain.value(at: "media.main") != nil)
        #expect(plain.value(at: "actualPriceRange.minValue.formattedAmount") == nil)
        let rich = try #require(
            client.post(Self.query, ["fields": ["CURRENCY", "URL", "MEDIA_ITEMS_INFO"]]).array("products").first)
        #expect(rich["currency"] == "USD")
        #expect(rich["url"] != nil)
        #expect(rich.value(at: "media.itemsInfo.items") != nil)
        #expect(rich.text("actualPriceRange.minValue.formattedAmount").hasPrefix("$"))
    }

    @Test func oneProductComesWithVariants() throws {
        let client = SandboxClient()
        let id = try product(client, withOptions: true).id
        let answer = client.get("/stores/v3/products/\(id)")
        let variant = try #require(answer.array("product.variantsInfo.variants").first)
        #expect(variant.value(at: "price.actualPrice.amount") != nil)
        #expect(variant["choices"]?.arrayValue?.first?["optionChoiceNames"] == nil)
        let named = client.get("/stores/v3/products/\(id)?fields=VARIANT_OPTION_CHOICE_NAMES&fields=CURRENCY")
        let choice = named.array("product.variantsInfo.variants").first?["choices"]?.arrayValue?.first
        #expect(choice?.value(at: "optionChoiceNames.choiceName") != nil)
        #expect(named["product.currency"] == "USD")
        let slug = try #require(answer["product.slug"]?.stringValue)
        #expect(client.get("/stores/v3/products/slug/\(slug)")["product.id"]?.stringValue == id)
        #expect(client.get("/stores/v3/products/none").code == "PRODUCT_NOT_FOUND")
        #expect(client.get("/stores/v3/products/none").status == 404)
    }

    @Test func searchFindsWordsAndFilters() {
        let client = SandboxClient()
        let mugs = client.post(
            Self.search, ["search": ["search": ["expression": "harb mug", "mode": "AND", "fields": ["name"]]]])
        #expect(mugs.array("products").map { $0.text("name") } == ["Harbor Mug"])
        let either = client.post(Self.search, ["search": ["search": ["expression": "harbor apron"]]])
        #expect(either.array("products").count == 8)
        let cheap = client.post(
            Self.search,
            ["search": ["filter": ["actualPriceRange.minValue.amount": ["$lt": 10]], "cursorPaging": ["limit": 100]]])
        #expect(!cheap.array("products").isEmpty)
        #expect(cheap.array("products").allSatisfy { (Double($0.text("actualPriceRange.minValue.amount")) ?? 99) < 10 })
        let flat = client.post(Self.search, ["search": ["expression": "apron"]])
        #expect(flat.status == 400)
        let unknown = client.post(Self.search, ["search": ["search": ["expression": "x", "fields": ["brand"]]]])
        #expect(unknown.message.contains("not declared as searchable"))
    }

    @Test func searchFiltersAvailabilityAndCategory() throws {
        let client = SandboxClient()
        let out = client.post(Self.search, ["search": ["filter": ["inventory.availabilityStatus": "OUT_OF_STOCK"]]])
        #expect(out.array("products").count >= 5)
        let category = try product(client, withOptions: false).text("mainCategoryId")
        let kits = client.post(
            Self.search,
            ["search": ["filter": ["allCategoriesInfo.categories": ["$matchItems": [["id": .string(category)]]]]]])
        #expect(kits.array("products").count == 7)
        let status = client.post(Self.search, ["search": ["filter": ["inventory.availabilityStatus": "GONE"]]])
        #expect(status.status == 400)
    }

    @Test func countTakesAFilterAtTheRoot() {
        let client = SandboxClient()
        #expect(client.post("/stores/v3/products/count")["count"] == 84)
        let hidden = client.post("/stores/v3/products/count", ["filter": ["visible": false]])
        #expect(hidden["count"] == 2)
        #expect(client.post("/stores/v3/products/count", ["query": [:]]).status == 400)
    }

    @Test func updatesNeedTheCurrentRevision() throws {
        let client = SandboxClient()
        let product = try product(client, withOptions: true)
        let path = "/stores/v3/products/\(product.id)"
        let missing = client.patch(path, ["product": ["name": "New"]])
        #expect(missing.status == 400)
        #expect(missing.field == "product.revision")
        let stale = client.patch(path, ["product": ["revision": "99", "name": "New"]])
        #expect(stale.status == 409)
        #expect(stale.code == "INVALID_REVISION")
        let revision = product["revision"] ?? ""
        let done = client.patch(path, ["product": ["id": .string(product.id), "revision": revision, "name": "New"]])
        #expect(done.status == 200)
        #expect(done["product.name"] == "New")
        #expect(done["product.revision"]?.stringValue == String(product.revision + 1))
        #expect(client.get(path)["product.name"] == "New")
        #expect(client.patch(path, ["product": ["revision": revision, "name": "Again"]]).status == 409)
    }

    @Test(
        arguments: [
            ["name": ""], ["name": .string(String(repeating: "x", count: 81))], ["visible": "no"], ["stock": 4],
            ["description": "text"], ["id": "another"], ["variantsInfo": ["variants": []]],
            ["variantsInfo": ["variants": [["price": ["actualPrice": ["amount": "1.00"]]]]]],
            ["options": []],
        ] as [JSONValue])
    func wrongProductsAreRefused(change: JSONValue) throws {
        let client = SandboxClient()
        let product = try product(client, withOptions: true)
        var change = change
        change["revision"] = product["revision"]
        let answer = client.patch("/stores/v3/products/\(product.id)", ["product": change])
        #expect(answer.status == 400)
        #expect(answer.field?.hasPrefix("product") == true)
    }

    @Test func masksAreRefused() throws {
        let client = SandboxClient()
        let product = try product(client, withOptions: true)
        let body: JSONValue = ["product": ["revision": product["revision"] ?? ""], "fieldMask": ["paths": ["name"]]]
        #expect(client.patch("/stores/v3/products/\(product.id)", body).status == 428)
    }

    @Test func pricesMoveTheRange() throws {
        let client = SandboxClient()
        let product = try product(client, withOptions: true)
        let path = "/stores/v3/products/\(product.id)"
        var variants = client.get(path).array("product.variantsInfo.variants")
        for index in variants.indices {
            variants[index]["price"] = ["actualPrice": ["amount": .string("\(11 + index).50")]]
        }
        let alone: JSONValue = ["revision": product["revision"] ?? "", "variantsInfo": ["variants": .array(variants)]]
        #expect(client.patch(path, ["product": alone]).field == "product.options")
        var both = alone
        both["options"] = product["options"]
        let done = client.patch(path, ["product": both])
        #expect(done.status == 200)
        #expect(done["product.actualPriceRange.minValue.amount"] == "11.50")
        #expect(done["product.actualPriceRange.maxValue.amount"]?.stringValue == "\(10 + variants.count).50")
        var unpriced = both
        unpriced["revision"] = done["product.revision"]
        unpriced["variantsInfo"] = ["variants": [["id": .string(variants[0].id)]]]
        #expect(client.patch(path, ["product": unpriced]).message.contains("price\" must not be empty"))
    }

    @Test func visibilityOfAPlainProductReachesItsVariant() throws {
        let client = SandboxClient()
        let product = try product(client, withOptions: false)
        let body: JSONValue = ["product": ["revision": product["revision"] ?? "", "visible": false]]
        let done = client.patch("/stores/v3/products/\(product.id)", body)
        #expect(done["product.visible"] == false)
        #expect(done.array("product.variantsInfo.variants").first?["visible"] == false)
    }
}
