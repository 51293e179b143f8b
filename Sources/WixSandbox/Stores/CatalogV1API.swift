import JSON

/// Catalog V1: products and inventory of sites that were not moved to V3 (stores reference 3).
enum CatalogV1API {
    private static let text = Set<FilterOperator>.comparison.with(.lists).with([
        .isIn, .startsWith, .endsWith, .contains,
    ])
    private static let stockStates = ["IN_STOCK", "OUT_OF_STOCK", "PARTIALLY_OUT_OF_STOCK"]

    private static let productRules = QueryRules(
        kind: .productsV1,
        fields: FieldTable(
            families: [.init(["options. > productOptions.choices."], .text, text)],
            [
                .init(["id", "name", "description", "sku", "productType", "slug"], .text, text, sortable: true),
                .init(["price > priceData.price"], .number, .comparison.with([.isIn, .hasSome]), sortable: true),
                .init(["numericId"], .number, .comparison.with([.isIn, .hasSome]), sortable: true),
                .init(["collections.id > collectionIds"], .text, .membership.with(.lists)),
                .init(["inventoryStatus > stock.inventoryStatus"], .choice(stockStates), .equality.with([.hasSome])),
                .init(["visible"], .flag, .equality),
                .init(["lastUpdated", "createdDate"], .date, .comparison, sortable: true),
            ]),
        paging: .offset, defaultLimit: 100, defaultSort: [("numericId", true)])

    private static let inventoryRules = QueryRules(
        kind: .inventoryItemsV1,
        fields: FieldTable([
            .init(["id", "productId"], .text, .membership.with([.hasSome])),
            .init(["numericId"], .number, .comparison, sortable: true),
        ]),
        paging: .offset, defaultLimit: 100, defaultSort: [("numericId", true)])

    static let routes: [Route] = [
        query(
            ["/stores-reader/v1/products/query", "/stores/v1/products/query"], productRules, container: "products",
            members: ["includeVariants", "includeHiddenProducts", "includeMerchantSpecificData"]
        ) { (_, request) throws(WixError) in
            let showsVariants = try request.body.bool("includeVariants") ?? false
            return { showsVariants ? $0 : $0.without(["variants"]) }
        },
        .entity(
            ["/stores/v1/products/{id}", "/stores-reader/v1/products/{id}"], .productsV1, container: "product",
            catalog: .v1, code: "PRODUCT_NOT_FOUND", parameters: ["includeMerchantSpecificData"]),
        .patch(["/stores/v1/products/{product.id}"], catalog: .v1, members: ["product"]) {
            (state, request) throws(WixError) in
            guard request.body["product"] != nil else { throw .required("product") }
            let changes = try request.body.child("product", known: SandboxState.productMembersV1)
            return ["product": try state.updateProductV1(request.id, changes)]
        },
        .post(
            ["/stores/v1/products/{id}/variants/query"], catalog: .v1,
            members: ["choices", "variantIds", "paging", "includeMerchantSpecificData"]
        ) { (state, request) throws(WixError) in try state.variantsV1(ofProduct: request.id, request.body) },
        .patch(["/stores/v1/products/{id}/variants"], catalog: .v1, members: ["variants"]) {
            (state, request) throws(WixError) in
            ["variants": .array(try state.updateVariantsV1(ofProduct: request.id, request.body))]
        },
        query(
            ["/stores-reader/v2/inventoryItems/query", "/stores/v2/inventoryItems/query"], inventoryRules,
            container: "inventoryItems", members: []
        ) { _, _ in { $0 } },
        .post(["/stores-reader/v2/inventoryItems/product/{productId}/getVariants"], catalog: .v1) {
            (state, request) throws(WixError) in
            ["inventoryItem": try state.inventoryItemV1(ofProduct: request.id)]
        },
        .post(["/stores-reader/v2/inventoryItems/{inventoryId}/getVariants"], catalog: .v1) {
            (state, request) throws(WixError) in
            ["inventoryItem": try state.entity(.inventoryItemsV1, request.id, code: "INVENTORY_ITEM_NOT_FOUND")]
        },
        .patch(
            ["/stores/v2/inventoryItems/product/{inventoryItem.productId}"], catalog: .v1, members: ["inventoryItem"]
        ) { (state, request) throws(WixError) in
            try state.updateInventoryV1(request.body, productId: request.id)
            return [:]
        },
        .post(["/stores/v2/inventoryItems/increment"], catalog: .v1, members: ["incrementData"]) {
            (state, request) throws(WixError) in
            try state.adjustInventoryV1(request.body, "increment")
            return [:]
        },
        .post(["/stores/v2/inventoryItems/decrement"], catalog: .v1, members: ["decrementData"]) {
            (state, request) throws(WixError) in
            try state.adjustInventoryV1(request.body, "decrement")
            return [:]
        },
    ]

    /// A V1 query: filter and sort are strings that hold JSON, and the answer tells `totalResults`.
    private static func query(
        _ paths: [String], _ rules: QueryRules, container: String, members: [String], present: @escaping Presenter
    ) -> Route {
        .post(paths, catalog: .v1, members: ["query"] + members) { (state, request) throws(WixError) in
            let show = try present(state, request)
            var rules = rules
            if rules.kind == .productsV1, try request.body.bool("includeHiddenProducts") != true {
                rules.hidden = .equal("visible", .flag(false))
            }
            let page = try state.page(try decoded(request.body), rules)
            return [
                container: .array(page.entities.map(show)),
                "metadata": ["items": .int(page.entities.count), "offset": .int(page.offset ?? 0)],
                "totalResults": .int(page.total),
            ]
        }
    }

    /// The query with its strings of JSON opened.
    private static func decoded(_ body: StrictObject) throws(WixError) -> JSONValue {
        let query = try body.child("query", known: ["filter", "sort", "paging"])
        var decoded = JSONValue.object(query.object)
        for member in ["filter", "sort"] {
            guard let text = try query.string(member) else { continue }
            guard let value = try? JSONValue(parsing: text) else {
                throw .violation("query.\(member)", "is not a JSON string")
            }
            decoded[member] = member == "sort" ? sort(value) : value
        }
        return decoded
    }

    /// Both official spellings of a sort: `[{"price":"desc"}]` and `[{"fieldName":"price","order":"DESC"}]`.
    private static func sort(_ value: JSONValue) -> JSONValue {
        .array(
            (value.arrayValue ?? []).map { entry in
                guard entry["fieldName"] == nil, let member = entry.objectValue?.members.first else { return entry }
                let order = member.value.stringValue ?? ""
                return ["fieldName": .string(member.key), "order": .string(order.uppercased())]
            })
    }
}
