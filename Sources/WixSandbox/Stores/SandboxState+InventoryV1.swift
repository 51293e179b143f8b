import JSON

/// Inventory of Catalog V1: one item for each product, with its variants (stores reference 3.4).
extension SandboxState {
    func inventoryItemV1(ofProduct id: String) throws(WixError) -> JSONValue {
        let item = self[.inventoryItemsV1].entities.first { $0["productId"]?.stringValue == id }
        guard let item else { throw .notFound("INVENTORY_ITEM_NOT_FOUND", "No inventory item of product \(id)") }
        return item
    }

    /// Sets stock. As on Wix, leaving `trackQuantity` out turns tracking off.
    mutating func updateInventoryV1(_ body: StrictObject, productId: String) throws(WixError) {
        guard body["inventoryItem"] != nil else { throw .required("inventoryItem") }
        let changes = try body.child(
            "inventoryItem", known: ["id", "productId", "trackQuantity", "variants", "preorderInfo"])
        var item = try inventoryItemV1(ofProduct: productId)
        item["trackQuantity"] = .bool(try changes.bool("trackQuantity") ?? false)
        for entry in try changes.array("variants") ?? [] {
            let change = try StrictObject(
                entry, at: "inventoryItem.variants",
                known: ["variantId", "quantity", "inStock", "availableForPreorder"])
            let quantity = try SandboxState.checkedQuantity(change)
            let inStock = try change.bool("inStock")
            try SandboxState.changeVariant(of: &item, change.requiredString("variantId")) { variant in
                if let quantity { variant["quantity"] = .int(quantity) }
                variant["inStock"] = .bool(inStock ?? quantity.map { $0 > 0 } ?? true)
            }
        }
        storeV1(item)
    }

    mutating func adjustInventoryV1(_ body: StrictObject, _ verb: String) throws(WixError) {
        let list = "\(verb)Data"
        guard let entries = try body.array(list, maximum: 300), !entries.isEmpty else { throw .required(list) }
        for entry in entries {
            let change = try StrictObject(
                entry, at: list, known: ["productId", "inventoryId", "variantId", "\(verb)By", "preorderRequest"])
            guard let amount = try change.int("\(verb)By"), (1...99_999).contains(amount) else {
                throw .violation(change.name("\(verb)By"), "must be between 1 and 99999", rule: "MIN", threshold: 1)
            }
            var item: JSONValue
            if let id = try change.string("inventoryId") {
                item = try entity(.inventoryItemsV1, id, code: "INVENTORY_ITEM_NOT_FOUND")
            } else {
                item = try inventoryItemV1(ofProduct: change.requiredString("productId"))
            }
            try SandboxState.changeVariant(of: &item, change.requiredString("variantId")) { variant in
                let quantity = variant["quantity"]?.intValue ?? 0
                let changed = verb == "increment" ? quantity + amount : quantity - amount
                variant["quantity"] = .int(changed)
                variant["inStock"] = .bool(changed > 0)
            }
            storeV1(item)
        }
    }

    private static func changeVariant(
        of item: inout JSONValue, _ id: String, _ change: (inout JSONValue) -> Void
    ) throws(WixError) {
        var variants = item["variants"]?.arrayValue ?? []
        guard let index = variants.firstIndex(where: { $0["variantId"]?.stringValue == id }) else {
            throw .notFound("VARIANT_NOT_FOUND", "The product has no variant \(id)")
        }
        change(&variants[index])
        item["variants"] = .array(variants)
    }

    /// Keeps the item and makes its product's stock follow.
    private mutating func storeV1(_ item: JSONValue) {
        var item = item
        item["lastUpdated"] = .string(now.text)
        self[.inventoryItemsV1].put(item)
        guard var product = self[.productsV1][item["productId"]?.stringValue ?? ""] else { return }
        product["stock"] = SandboxState.stockV1(of: item)
        product["variants"] = .array(
            (product["variants"]?.arrayValue ?? []).map { variant in
                var variant = variant
                variant["stock"] = SandboxState.stockV1(ofVariant: variant["id"]?.stringValue ?? "", in: item)
                return variant
            })
        self[.productsV1].put(product)
    }

    /// The `stock` of a variant of a V1 product, from the product's inventory item.
    static func stockV1(ofVariant id: String, in item: JSONValue) -> JSONValue {
        let variant = item["variants"]?.arrayValue?.first { $0["variantId"]?.stringValue == id }
        var stock: JSONValue = ["trackQuantity": item["trackQuantity"] ?? false]
        if item["trackQuantity"] == true { stock["quantity"] = variant?["quantity"] }
        stock["inStock"] = variant?["inStock"]
        return stock
    }

    /// The `stock` of a V1 product, from its inventory item.
    static func stockV1(of item: JSONValue) -> JSONValue {
        let variants = item["variants"]?.arrayValue ?? []
        let available = variants.count { $0["inStock"] == true }
        let status =
            available == 0 ? "OUT_OF_STOCK" : available == variants.count ? "IN_STOCK" : "PARTIALLY_OUT_OF_STOCK"
        var stock: JSONValue = [
            "trackInventory": item["trackQuantity"] ?? false, "inStock": .bool(available > 0),
            "inventoryStatus": .string(status),
        ]
        if item["trackQuantity"] == true {
            stock["quantity"] = .int(variants.reduce(0) { $0 + ($1["quantity"]?.intValue ?? 0) })
        }
        return stock
    }
}
