import JSON
import Testing

@testable import WixCatalogue

@Suite struct AnswerMapTests {
    private func items(_ tool: String, _ element: String) throws -> [JSONValue] {
        let plan = try #require(try Catalogue.load()[tool]?.v1)
        return plan.answer.items(from: try JSONValue(parsing: element))
    }

    @Test func v1ProductBecomesV3() throws {
        let product = try items(
            "wix_products_v_3_query",
            #"""
            {"id":"p","name":"Apron","productType":"physical","visible":true,"ribbon":"New","brand":"",
             "priceData":{"currency":"EUR","price":100,"discountedPrice":80.5},"priceRange":{"minValue":100,"maxValue":120},
             "stock":{"trackInventory":true,"quantity":3,"inventoryStatus":"IN_STOCK"},"lastUpdated":"2026-01-01T00:00:00Z"}
            """#)[0]
        #expect(product["productType"]?.stringValue == "PHYSICAL")
        #expect(product.value(at: "actualPriceRange.minValue.amount")?.stringValue == "80.50")
        #expect(product.value(at: "actualPriceRange.maxValue.amount")?.stringValue == "120.00")
        #expect(product.value(at: "compareAtPriceRange.minValue.amount")?.stringValue == "100.00")
        #expect(product.value(at: "inventory.availabilityStatus")?.stringValue == "IN_STOCK")
        #expect(product.value(at: "ribbon.name")?.stringValue == "New")
        #expect(product["updatedDate"]?.stringValue == "2026-01-01T00:00:00Z")
        #expect(product["weight"] == nil)
    }

    @Test func v1ProductWithoutReductionHasNoComparePrice() throws {
        let product = try items("wix_products_v_3_query", #"{"id":"p","priceData":{"price":10,"discountedPrice":10}}"#)[
            0]
        #expect(product["compareAtPriceRange"] == nil)
    }

    @Test func v1InventoryBecomesARowForEachVariant() throws {
        let rows = try items(
            "wix_inventory_items_query",
            #"""
            {"id":"i","productId":"p","trackQuantity":true,"variants":[{"variantId":"a","inStock":true,"quantity":2},
             {"variantId":"b","inStock":false,"quantity":0}]}
            """#)
        #expect(rows.map { $0["id"]?.stringValue } == ["p:a", "p:b"])
        #expect(rows.map { $0["quantity"]?.intValue } == [2, 0])
        #expect(rows.map { $0["availabilityStatus"]?.stringValue } == ["IN_STOCK", "OUT_OF_STOCK"])
    }

    /// Wix tells the times of coupons in milliseconds; what is not mapped stays as it is.
    @Test func milliseconds() throws {
        let answer = try #require(try Catalogue.load()["wix_coupons_query"]?.plan.answer)
        let wix = #"{"code":"A","startTime":"1772323200000","expirationTime":1774915199999,"moneyOffAmount":5.5}"#
        let ours =
            #"{"code":"A","startTime":"2026-03-01T00:00:00.000Z","expirationTime":"2026-03-30T23:59:59.999Z","moneyOffAmount":"5.5"}"#
        let coupon = answer.items(from: ["id": "c", "specification": try JSONValue(parsing: wix), "expired": false])
        #expect(coupon.map(\.text) == [#"{"id":"c","specification":\#(ours),"expired":false}"#])
    }

    @Test func placesMakeObjectsAndArrays() {
        var value: JSONValue = [:]
        value.set(3, at: ["a", "b", "0", "c"])
        value.set(4, at: ["a", "b", "0", "d"])
        #expect(value.text == #"{"a":{"b":[{"c":3,"d":4}]}}"#)
    }
}
