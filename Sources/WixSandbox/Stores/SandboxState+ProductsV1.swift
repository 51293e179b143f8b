import JSON

/// Changes to products of Catalog V1 and to their variants (stores reference 3.2).
extension SandboxState {
    static let productMembersV1 = [
        "id", "name", "visible", "description", "sku", "weight", "ribbon", "brand", "priceData", "discount",
        "manageVariants", "productOptions", "customTextFields", "seoData", "productType", "slug", "costAndProfitData",
    ]
    private static let discountKinds = ["NONE", "AMOUNT", "PERCENT"]

    mutating func updateProductV1(_ id: String, _ changes: StrictObject) throws(WixError) -> JSONValue {
        _ = try changes.string("name", length: 1...80)
        _ = try changes.bool("visible")
        var product = try entity(.productsV1, id, code: "PRODUCT_NOT_FOUND")
        for member in changes.object.members where !["id", "priceData", "productType", "slug"].contains(member.key) {
            product[member.key] = member.value
        }
        if changes["discount"] != nil {
            let discount = try changes.child("discount", known: ["type", "value"])
            _ = try discount.choice("type", of: SandboxState.discountKinds)
        }
        if changes["priceData"] != nil {
            let prices = try changes.child("priceData", known: ["price", "currency", "discountedPrice"])
            guard let price = prices["price"]?.doubleValue, price >= 0 else {
                throw .required("product.priceData.price")
            }
            product.set("priceData.price", .number(JSONNumber(price)))
        }
        return storePricedV1(product)
    }

    /// The variants that are asked for, all without `choices` and `variantIds`.
    func variantsV1(ofProduct id: String, _ body: StrictObject) throws(WixError) -> JSONValue {
        let product = try entity(.productsV1, id, code: "PRODUCT_NOT_FOUND")
        let paging = try body.child("paging", known: ["limit", "offset"])
        let offset = try paging.int("offset") ?? 0
        let limit = try paging.int("limit") ?? 100
        guard (1...100).contains(limit), offset >= 0 else { throw .violation("paging", "is out of range") }
        let ids = try body.array("variantIds")
        let found = (product["variants"]?.arrayValue ?? []).filter { variant in
            (ids?.contains(variant["id"] ?? .null) ?? true) && SandboxState.has(variant, body["choices"])
        }
        return [
            "variants": .array(Array(found.dropFirst(offset).prefix(limit))),
            "metadata": ["items": .int(limit), "offset": .int(offset)], "totalResults": .int(found.count),
        ]
    }

    /// Sets price, cost, weight, SKU and visibility of variants of a product that manages them.
    mutating func updateVariantsV1(ofProduct id: String, _ body: StrictObject) throws(WixError) -> [JSONValue] {
        var product = try entity(.productsV1, id, code: "PRODUCT_NOT_FOUND")
        guard product["manageVariants"] == true else {
            throw .application(400, "PRODUCT_VARIANTS_NOT_MANAGED", "The product does not manage its variants")
        }
        guard let entries = try body.array("variants"), !entries.isEmpty else { throw .required("variants") }
        var variants = product["variants"]?.arrayValue ?? []
        var changed: Set<Int> = []
        for entry in entries {
            let change = try StrictObject(
                entry, at: "variants",
                known: ["choices", "variantIds", "price", "cost", "weight", "sku", "visible"])
            let ids = try change.array("variantIds")
            guard ids != nil || change["choices"] != nil else { throw .required("variants.choices") }
            let matching = variants.indices.filter { index in
                ids?.contains(variants[index]["id"] ?? .null) ?? SandboxState.has(variants[index], change["choices"])
            }
            guard !matching.isEmpty else { throw .notFound("VARIANT_NOT_FOUND", "No variant has these choices") }
            for index in matching {
                if let price = change["price"] {
                    guard let amount = price.doubleValue, amount >= 0 else {
                        throw .expected("a number", at: "variants.price")
                    }
                    variants[index].set("variant.priceData.price", price)
                }
                if let sku = try change.string("sku") { variants[index].set("variant.sku", .string(sku)) }
                if let shown = try change.bool("visible") { variants[index].set("variant.visible", .bool(shown)) }
                if let weight = change["weight"] { variants[index].set("variant.weight", weight) }
                changed.insert(index)
            }
        }
        product["variants"] = .array(variants)
        let stored = storePricedV1(product)["variants"]?.arrayValue ?? []
        return changed.sorted().map { stored[$0] }
    }

    private static func has(_ variant: JSONValue, _ choices: JSONValue?) -> Bool {
        (choices?.objectValue?.members ?? []).allSatisfy { variant["choices"]?[$0.key] == $0.value }
    }

    /// Keeps the product with the prices that follow from its own price, its discount and its variants' prices.
    private mutating func storePricedV1(_ product: JSONValue) -> JSONValue {
        var product = product
        let isManaged = product["manageVariants"] == true
        let discount = product["discount"]
        let base = product.value(at: "priceData.price")?.doubleValue ?? 0
        product["priceData"] = SandboxState.priceData(base, discount)
        var variants = product["variants"]?.arrayValue ?? []
        for index in variants.indices {
            // A variant that is not managed has no price of its own.
            let own = isManaged ? variants[index].value(at: "variant.priceData.price")?.doubleValue : nil
            variants[index].set("variant.priceData", SandboxState.priceData(own ?? base, discount))
        }
        product["variants"] = .array(variants)
        let amounts = variants.compactMap { $0.value(at: "variant.priceData.discountedPrice") }
        let order = amounts.sorted { ($0.doubleValue ?? 0) < ($1.doubleValue ?? 0) }
        if let least = order.first, let most = order.last {
            product["priceRange"] = ["minValue": least, "maxValue": most]
        }
        product["lastUpdated"] = .string(now.text)
        self[.productsV1].put(product)
        return product
    }

    private static func priceData(_ price: Double, _ discount: JSONValue?) -> JSONValue {
        let value = discount?["value"]?.doubleValue ?? 0
        let reduced =
            switch discount?["type"]?.stringValue {
            case "AMOUNT": max(0, price - value)
            case "PERCENT": price * (100 - value) / 100
            default: price
            }
        return ProductRendering.prices(Int((price * 100).rounded()), Int((reduced * 100).rounded()))
    }
}

extension JSONValue {
    /// Puts a value at a dotted path of members.
    fileprivate mutating func set(_ path: String, _ value: JSONValue) {
        guard let dot = path.firstIndex(of: ".") else {
            self[path] = value
            return
        }
        let head = String(path[..<dot])
        var inner = self[head] ?? [:]
        inner.set(String(path[path.index(after: dot)...]), value)
        self[head] = inner
    }
}
