import JSON

/// Inventory items V3 (stores reference 4).
enum InventoryAPI {
    private static let identity = Set<FilterOperator>.membership.with([.exists, .hasSome, .startsWith]).with(.ranges)
    private static let amounts = Set<FilterOperator>.membership.with([.exists, .hasSome]).with(.ranges)
    private static let states = Set<FilterOperator>.membership.with([.exists, .hasSome])

    private static func table(texts: Set<FilterOperator>) -> FieldTable {
        FieldTable([
            .init(["id", "variantId", "locationId"], .text, identity.with(texts)),
            .init(["productId"], .text, identity.with(texts), sortable: true),
            .init(["createdDate", "updatedDate"], .date, amounts, sortable: true),
            .init(["quantity"], .number, amounts, sortable: true),
            .init(["trackQuantity", "inStock", "preorderInfo.enabled"], .flag, states, sortable: true),
            .init(
                ["availabilityStatus"], .choice(["IN_STOCK", "OUT_OF_STOCK", "PREORDER"]), states, sortable: true),
            .init(
                ["product.name", "product.variantName"], .text, .comparison.with([.startsWith]).with(texts),
                sortable: true),
            .init(["product.directCategoryIds"], .text, .lists),
        ])
    }

    static let queryRules = QueryRules(
        kind: .inventoryItems, fields: table(texts: []), defaultLimit: 100, maximumLimit: 1000,
        defaultSort: [("createdDate", false)])

    private static let searchRules = QueryRules(
        kind: .inventoryItems, wrapper: "search", fields: table(texts: [.any, .begins]), defaultLimit: 100,
        defaultSort: [("createdDate", false)], search: .init(fields: ["product.name"]))

    static let routes: [Route] =
        [
            .query(
                ["/stores/v3/inventory-items/query"], queryRules, container: "inventoryItems",
                paging: .metadata("pagingMetadata"), catalog: .v3),
            .query(
                ["/stores/v3/inventory-items/search"], searchRules, container: "inventoryItems",
                paging: .metadata("pagingMetadata"), catalog: .v3),
            .entity(
                ["/stores/v3/inventory-items/{inventoryItemId}"], .inventoryItems, container: "inventoryItem",
                catalog: .v3, code: "INVENTORY_ITEM_NOT_FOUND"),
            .patch(
                ["/stores/v3/inventory-items/{inventoryItem.id}"], catalog: .v3, members: ["inventoryItem", "reason"]
            ) { (state, request) throws(WixError) in
                _ = try request.body.choice("reason", of: ["MANUAL"])
                return ["inventoryItem": try state.updateInventoryItem(request.body["inventoryItem"], id: request.id)]
            },
            .post(
                ["/stores/v3/bulk/inventory-items/update"], catalog: .v3,
                members: ["inventoryItems", "returnEntity", "reason"]
            ) { (state, request) throws(WixError) in
                _ = try request.body.choice("reason", of: ["MANUAL"])
                return try Bulk.answer(request, list: "inventoryItems", maximum: 100) { (entry) throws(WixError) in
                    let item = try StrictObject(entry, at: "inventoryItems", known: ["inventoryItem"])
                    guard let id = item["inventoryItem"]?["id"]?.stringValue else {
                        throw .required("inventoryItem.id")
                    }
                    return try state.updateInventoryItem(item["inventoryItem"], id: id)
                }
            },
        ] + adjustments

    /// Increment and decrement: by inventory item, or by variant and location.
    private static let adjustments: [Route] = ["increment", "decrement"].flatMap { (verb: String) -> [Route] in
        let list = "\(verb)Data"
        let members = [list, "returnEntity", "reason"] + (verb == "decrement" ? ["restrictInventory"] : [])
        return ["", "-by-variant-and-location"].map { suffix in
            .post(["/stores/v3/bulk/inventory-items/\(verb)\(suffix)"], catalog: .v3, members: members) {
                (state, request) throws(WixError) in
                _ = try request.body.choice("reason", of: ["MANUAL"])
                let isRestricted = try request.body.bool("restrictInventory") ?? false
                return try Bulk.answer(request, list: list, maximum: 100) { (entry) throws(WixError) in
                    try state.adjustInventory(entry, verb, byVariant: !suffix.isEmpty, isRestricted: isRestricted)
                }
            }
        }
    }
}

/// The envelope of bulk methods: HTTP 200, each item with its own outcome (platform reference 5.1).
enum Bulk {
    static func answer(
        _ request: APIRequest, list: String, maximum: Int,
        _ apply: (JSONValue) throws(WixError) -> JSONValue
    ) throws(WixError) -> JSONValue {
        let returnsEntity = try request.body.bool("returnEntity") ?? false
        guard let entries = try request.body.array(list, maximum: maximum), !entries.isEmpty else {
            throw .required(list)
        }
        var results: [JSONValue] = []
        var failures = 0
        for (index, entry) in entries.enumerated() {
            var metadata: JSONValue = ["originalIndex": .int(index)]
            var result: JSONValue = [:]
            do throws(WixError) {
                let entity = try apply(entry)
                metadata["id"] = entity["id"]
                metadata["success"] = true
                if returnsEntity { result["item"] = entity }
            } catch {
                failures += 1
                metadata["success"] = false
                metadata["error"] = Bulk.error(error)
            }
            result["itemMetadata"] = metadata
            results.append(result)
        }
        return [
            "results": .array(results),
            "bulkActionMetadata": [
                "totalSuccesses": .int(entries.count - failures), "totalFailures": .int(failures),
                "undetailedFailures": 0,
            ],
        ]
    }

    private static func error(_ error: WixError) -> JSONValue {
        error.body.value(at: "details.applicationError")
            ?? ["code": "INVALID_ARGUMENT", "description": error.body["message"] ?? "", "data": [:]]
    }
}
