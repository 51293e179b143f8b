import JSON
import Testing

@Suite struct ScriptedTests {
    private static let version = "/stores/v3/provision/version"
    private static let v3 = #"{"catalogVersion":"V3_CATALOG"}"#

    @Test func aPageIsCopiedAsItCame() async throws {
        let origin = ScriptedOrigin()
        origin.answer(
            "/ecom/v1/orders/search",
            #"""
            {"orders":[ {"id":"1","number":"7","secret":"x","priceSummary":{"total":{"amount":"1.50","currency":"EUR"}}} ],
             "metadata":{"count":1,"cursors":{"next":"abc"},"hasNext":true}}
            """#)
        let answer = try await origin.bench().call("list_all_wix_orders", #"{"limit":1}"#).value
        #expect(answer["result"]?.text == #"[{"id":"1","number":"7","priceSummary":{"total":{"amount":"1.50"}}}]"#)
        #expect(answer["next_cursor"]?.stringValue?.isEmpty == false)
        #expect(origin.requests.map(\.body) == [#"{"search":{"cursorPaging":{"limit":1}}}"#])
    }

    @Test func theRevisionIsReadAndReadAgainOnce() async throws {
        let origin = ScriptedOrigin()
        origin.answer(Self.version, Self.v3)
        origin.answer("/stores/v3/products/p", #"{"product":{"id":"p","revision":"3"}}"#)
        origin.answer(
            "/stores/v3/products/p", #"{"message":"","details":{"applicationError":{"code":"INVALID_REVISION"}}}"#,
            status: 409)
        origin.answer("/stores/v3/products/p", #"{"product":{"id":"p","revision":"4"}}"#)
        origin.answer("/stores/v3/products/p", #"{"product":{"id":"p","revision":"5","name":"N"}}"#)
        let answer = try await origin.bench().call("update_a_wix_product_by_id", #"{"id":"p","name":"N"}"#)
        #expect(!answer.isError, "\(answer.value.text)")
        let bodies = origin.requests.filter { $0.line.hasPrefix("PATCH") }.map(\.body)
        #expect(bodies.map { $0.contains(#""revision":"3""#) } == [true, false])
        #expect(bodies.map { $0.contains(#""revision":"4""#) } == [false, true])
    }

    @Test func aRevisionOfTheCallerIsNotReplaced() async throws {
        let origin = ScriptedOrigin()
        origin.answer(Self.version, Self.v3)
        origin.answer(
            "/stores/v3/products/p", #"{"message":"","details":{"applicationError":{"code":"INVALID_REVISION"}}}"#,
            status: 409)
        let answer = try await origin.bench().call(
            "update_a_wix_product_by_id", #"{"id":"p","name":"N","revision":"1"}"#)
        #expect(answer.isError)
        #expect(origin.requests.count == 2)
    }

    @Test func aSiteThatChangedItsCatalogueIsServedWithTheNewOne() async throws {
        let origin = ScriptedOrigin()
        origin.answer(Self.version, #"{"catalogVersion":"V1_CATALOG"}"#)
        origin.answer(
            "/stores-reader/v1/products/query",
            #"{"message":"","details":{"applicationError":{"code":"CATALOG_V3_SITE_CALLING_CATALOG_V1_API"}}}"#,
            status: 428)
        origin.answer(Self.version, Self.v3)
        origin.answer("/stores/v3/products/query", #"{"products":[{"id":"p"}],"pagingMetadata":{"hasNext":false}}"#)
        let answer = try await origin.bench().call("wix_products_v_3_query")
        #expect(answer.value["result_count"]?.intValue == 1, "\(answer.value.text)")
    }

    @Test func aSiteWithoutAShopHasAnEmptyList() async throws {
        let origin = ScriptedOrigin()
        origin.answer(Self.version, #"{"catalogVersion":"STORES_NOT_INSTALLED"}"#)
        let bench = try origin.bench()
        let list = try await bench.call("wix_products_v_3_query")
        #expect(!list.isError)
        #expect(list.value["result_count"]?.intValue == 0)
        #expect(list.value["note"]?.stringValue?.contains("not installed") == true)
        let one = try await bench.call("get_single_wix_product_by_id", #"{"id":"p"}"#)
        #expect(one.value["error"]?["code"]?.stringValue == "STORES_NOT_INSTALLED")
        #expect(origin.requests.count == 1)
    }

    @Test(arguments: ["{}", #"{"orders":{}}"#, #"{"orders":null}"#, #"{"others":[]}"#])
    func anAnswerWithoutItsListIsAnError(body: String) async throws {
        let origin = ScriptedOrigin()
        origin.answer("/ecom/v1/orders/search", body)
        let answer = try await origin.bench().call("list_all_wix_orders")
        #expect(answer.isError)
        #expect(answer.value["error"]?["code"]?.stringValue == "UNEXPECTED_ANSWER")
    }

    @Test func anAnswerWithoutItsEntityIsAnError() async throws {
        let origin = ScriptedOrigin()
        origin.answer("/ecom/v1/orders/o", #"{"other":1}"#)
        let answer = try await origin.bench().call("get_single_wix_order_by_id", #"{"id":"o"}"#)
        #expect(answer.value["error"]?["code"]?.stringValue == "NOT_FOUND")
    }

    @Test func aCursorThatRepeatsEndsTheList() async throws {
        let origin = ScriptedOrigin()
        let page = #"{"orders":[{"id":"1"}],"metadata":{"cursors":{"next":"same"},"hasNext":true}}"#
        for _ in 1...3 { origin.answer("/ecom/v1/orders/search", page) }
        let answer = try await origin.bench().call("list_all_wix_orders", #"{"limit":300}"#)
        #expect(answer.value["result_count"]?.intValue == 2)
        #expect(answer.value["next_cursor"]?.isNull == true)
    }

    /// Sizes one below, at and above what an answer of three items needs.
    @Test func sizesAreKeptToTheByte() async throws {
        let item = #"{"id":"1","number":"\#(String(repeating: "é", count: 300))"}"#
        for maximum in stride(from: 1_000, through: 4_000, by: 97) {
            let origin = ScriptedOrigin()
            origin.answer(
                "/ecom/v1/orders/search", #"{"orders":[\#(item),\#(item),\#(item)],"metadata":{"hasNext":false}}"#)
            let answer = try await origin.bench().call("list_all_wix_orders", maximum: maximum)
            #expect(answer.value.bytes.count <= maximum)
            let kept = answer.value["result_count"]?.intValue ?? -1
            let leftOut = answer.value.value(at: "truncated.left_out")?.intValue ?? 0
            #expect(kept + leftOut == 3)
        }
    }
}
