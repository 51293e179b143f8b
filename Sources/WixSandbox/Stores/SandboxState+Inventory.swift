import JSON

extension SandboxState {
    private static let inventoryMembers = [
        "id", "revision", "createdDate", "updatedDate", "productId", "variantId", "locationId", "quantity", "inStock",
        "trackQuantity", "availabilityStatus", "preorderInfo", "product", "extendedFields",
    ]

    /// Sets the stock of one item absolutely (stores reference 4.3).
    mutating func updateInventoryItem(_ value: JSONValue?, id: String) throws(WixError) -> JSONValue {
        guard value != nil else { throw .required("inventoryItem") }
        let changes = try StrictObject(value, at: "inventoryItem", known: SandboxState.inventoryMembers)
        if let sent = try changes.string("id"), sent != id {
            throw .violation("inventoryItem.id", "does not match the id in the path")
        }
        var item = try entity(.inventoryItems, id, code: "INVENTORY_ITEM_NOT_FOUND")
        guard try changes.revision() == item.revision else { throw .staleRevision("InventoryItem") }
        let quantity = try SandboxState.checkedQuantity(changes)
        let inStock = try changes.bool("inStock")
        guard quantity == nil || inStock == nil else {
            throw .violation("inventoryItem", "takes either quantity or inStock", rule: "REQUIRED_ONE_OF_FIELD")
        }
        let tracks = try changes.bool("trackQuantity") ?? (item["trackQuantity"]?.boolValue == true)
        if tracks, quantity == nil, item["quantity"] == nil { throw .required("inventoryItem.quantity") }
        if tracks ? inStock != nil : quantity != nil {
            throw .violation(
                "inventoryItem.\(tracks ? "inStock" : "quantity")",
                tracks ? "is for items without tracking" : "needs trackQuantity true")
        }
        item["trackQuantity"] = .bool(tracks)
        item["quantity"] = tracks ? quantity.map(JSONValue.int) ?? item["quantity"] : nil
        item["inStock"] = tracks ? nil : .bool(inStock ?? item["inStock"]?.boolValue ?? true)
        if changes["preorderInfo"] != nil {
            let preorder = try changes.child("preorderInfo", known: ["enabled", "message", "limit", "counter"])
            _ = try preorder.bool("enabled")
            _ = try preorder.int("limit")
            item["preorderInfo"] = changes["preorderInfo"]
        }
        return store(item)
    }

    /// The quantity of a change, within the range that Wix keeps.
    static func checkedQuantity(_ change: StrictObject) throws(WixError) -> Int? {
        guard let quantity = try change.int("quantity") else { return nil }
        guard (-99_999...99_999).contains(quantity) else {
            throw .violation(change.name("quantity"), "is out of range", rule: "MAX", threshold: 99_999)
        }
        return quantity
    }

    /// Adds to or takes from the stock of one item (stores reference 4.5).
    mutating func adjustInventory(
        _ entry: JSONValue, _ verb: String, byVariant: Bool, isRestricted: Bool
    ) throws(WixError) -> JSONValue {
        let amountMember = "\(verb)By"
        let identifiers = byVariant ? ["productId", "variantId", "locationId"] : ["inventoryItemId"]
        let change = try StrictObject(
            entry, at: "\(verb)Data",
            known: identifiers + [amountMember] + (verb == "decrement" ? ["preorderRequest"] : []))
        _ = try change.bool("preorderRequest")
        guard let amount = try change.int(amountMember), (1...99_999).contains(amount) else {
            throw .violation(change.name(amountMember), "must be between 1 and 99999", rule: "MIN", threshold: 1)
        }
        var item = try inventoryItem(of: change, byVariant: byVariant)
        guard item["trackQuantity"]?.boolValue == true, let quantity = item["quantity"]?.intValue else {
            throw .application(428, "INVENTORY_ITEM_NOT_TRACKED", "The item's quantity is not tracked")
        }
        let changed = verb == "increment" ? quantity + amount : quantity - amount
        guard !isRestricted || changed >= 0 else {
            throw .application(428, "INSUFFICIENT_INVENTORY", "Only \(quantity) are in stock")
        }
        item["quantity"] = .int(changed)
        return store(item)
    }

    private func inventoryItem(of change: StrictObject, byVariant: Bool) throws(WixError) -> JSONValue {
        guard byVariant else {
            return try entity(
                .inventoryItems, change.requiredString("inventoryItemId"), code: "INVENTORY_ITEM_NOT_FOUND")
        }
        let variant = try change.requiredString("variantId")
        let location = try change.string("locationId")
        let product = try change.string("productId")
        let found = self[.inventoryItems].entities.first { item in
            item["variantId"]?.stringValue == variant
                && (location == nil || item["locationId"]?.stringValue == location)
                && (product == nil || item["productId"]?.stringValue == product)
        }
        guard let found else { throw .notFound("INVENTORY_ITEM_NOT_FOUND", "No item has this variant and location") }
        return found
    }

    private mutating func store(_ item: JSONValue) -> JSONValue {
        var item = item.touched(at: now)
        item["availabilityStatus"] = .string(SandboxState.availability(of: item))
        self[.inventoryItems].put(item)
        refreshAvailability(ofProduct: item["productId"]?.stringValue ?? "")
        return item
    }

    static func availability(of item: JSONValue) -> String {
        let isInStock =
            item["trackQuantity"]?.boolValue == true
            ? (item["quantity"]?.intValue ?? 0) > 0 : item["inStock"]?.boolValue == true
        if isInStock { return "IN_STOCK" }
        return item.value(at: "preorderInfo.enabled")?.boolValue == true ? "PREORDER" : "OUT_OF_STOCK"
    }

    /// Makes a product's availability follow its inventory items.
    mutating func refreshAvailability(ofProduct id: String) {
        guard var product = self[.products][id] else { return }
        var inStock: [String: Bool] = [:]
        for item in self[.inventoryItems].entities where item["productId"]?.stringValue == id {
            inStock[item["variantId"]?.stringValue ?? ""] = item["availabilityStatus"] == "IN_STOCK"
        }
        let available = inStock.values.count { $0 }
        let status =
            available == 0 ? "OUT_OF_STOCK" : available == inStock.count ? "IN_STOCK" : "PARTIALLY_OUT_OF_STOCK"
        var inventory = product["inventory"] ?? [:]
        inventory["availabilityStatus"] = .string(status)
        product["inventory"] = inventory
        let variants = product.value(at: "variantsInfo.variants")?.arrayValue ?? []
        product["variantsInfo"] = [
            "variants": .array(
                variants.map { variant in
                    var variant = variant
                    let isInStock = inStock[variant["id"]?.stringValue ?? ""] ?? false
                    variant["inventoryStatus"] = ["inStock": .bool(isInStock)]
                    return variant
                })
        ]
        self[.products].put(product)
    }
}
