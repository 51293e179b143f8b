import JSON

/// Applies the changes of one Update Product call to a product.
struct ProductEdit {
    private(set) var product: JSONValue
    private(set) var random: RandomSource
    private let changes: StrictObject

    init(_ product: JSONValue, _ changes: StrictObject, random: RandomSource) throws(WixError) {
        self.product = product
        self.changes = changes
        self.random = random
        _ = try changes.string("name", length: 1...80)
        _ = try changes.string("plainDescription", length: 0...16_000)
        for flag in ["visible", "visibleInPos"] { _ = try changes.bool(flag) }
        if let description = changes["description"], description.objectValue == nil {
            throw .expected("an object", at: "product.description")
        }
    }

    mutating func apply() throws(WixError) {
        let variants = try newVariants()
        for key in ProductFields.writable where key != "variantsInfo" && changes.object[key] != nil {
            product[key] = changes[key]
        }
        try nameOptions()
        if let variants {
            product["variantsInfo"] = ["variants": .array(try complete(variants))]
            refreshPrices()
        }
        if let isVisible = changes["visible"], options.isEmpty, var only = self.variants.first {
            only["visible"] = isVisible
            product["variantsInfo"] = ["variants": [only]]
        }
    }

    private var options: [JSONValue] { product["options"]?.arrayValue ?? [] }
    private var variants: [JSONValue] { product.value(at: "variantsInfo.variants")?.arrayValue ?? [] }

    /// The checked variants of the request; nil when it sends none.
    private func newVariants() throws(WixError) -> [JSONValue]? {
        let sendsOptions = changes["options"] != nil
        guard changes["variantsInfo"] != nil else {
            if sendsOptions { throw .violation("product.variantsInfo", "must be sent together with options") }
            return nil
        }
        let info = try changes.child("variantsInfo", known: ["variants"])
        let variants = try info.array("variants", maximum: 1000) ?? []
        guard !variants.isEmpty else {
            throw .violation("product.variantsInfo", "is invalid: variants has size 0", rule: "MIN_SIZE", threshold: 1)
        }
        guard sendsOptions || options.isEmpty else {
            throw .violation("product.options", "must be sent together with variantsInfo.variants")
        }
        for (index, variant) in variants.enumerated() { try check(variant, "\(info.path).variants[\(index)]") }
        return variants
    }

    private func check(_ value: JSONValue, _ path: String) throws(WixError) {
        let variant = try StrictObject(
            value, at: path,
            known: [
                "id", "visible", "sku", "barcode", "choices", "price", "physicalProperties", "revenueDetails",
                "inventoryStatus", "media",
            ])
        guard variant["price"] != nil else { throw .required("\(path).price") }
        let price = try variant.child("price", known: ["actualPrice", "compareAtPrice"])
        for (name, isRequired) in [("actualPrice", true), ("compareAtPrice", false)] {
            guard price[name] != nil || isRequired else { continue }
            let amount = try price.child(name, known: ["amount", "formattedAmount"]).requiredString("amount")
            guard Money.cents(amount) != nil else {
                throw .violation("\(path).price.\(name).amount", "is not a decimal amount", rule: "DECIMAL_GTE")
            }
        }
        _ = try variant.string("sku", length: 0...40)
        _ = try variant.bool("visible")
        let id = try variant.string("id")
        if let id, !variants.contains(where: { $0["id"]?.stringValue == id }) {
            throw .violation("\(path).id", "is not a variant of this product")
        }
    }

    /// Gives ids to new options and choices and checks what they need.
    private mutating func nameOptions() throws(WixError) {
        guard changes["options"] != nil else { return }
        var named: [JSONValue] = []
        for (index, option) in options.enumerated() {
            guard var choices = option.value(at: "choicesSettings.choices")?.arrayValue, !choices.isEmpty else {
                throw .required("product.options[\(index)].choicesSettings")
            }
            for index in choices.indices where choices[index]["choiceId"] == nil {
                choices[index]["choiceId"] = .string(random.guid())
            }
            var option = option
            if option["id"] == nil { option["id"] = .string(random.guid()) }
            option["choicesSettings"] = ["choices": .array(choices)]
            named.append(option)
        }
        product["options"] = .array(named)
    }

    private mutating func complete(_ variants: [JSONValue]) throws(WixError) -> [JSONValue] {
        var completed: [JSONValue] = []
        for (index, variant) in variants.enumerated() {
            let choices = variant["choices"]?.arrayValue ?? []
            let path = "product.variantsInfo.variants[\(index)].choices"
            guard choices.count == options.count else { throw .violation(path, "Missing product option choices") }
            var variant = variant
            if variant["id"] == nil { variant["id"] = .string(random.guid()) }
            if !choices.isEmpty {
                var resolved: [JSONValue] = []
                for choice in choices { resolved.append(try resolve(choice, path)) }
                variant["choices"] = .array(resolved)
            }
            completed.append(variant)
        }
        return completed
    }

    /// A choice with both its ids and its names.
    private func resolve(_ choice: JSONValue, _ path: String) throws(WixError) -> JSONValue {
        let ids = choice["optionChoiceIds"]
        let names = choice["optionChoiceNames"]
        for option in options where option["id"] == ids?["optionId"] || option["name"] == names?["optionName"] {
            for entry in option.value(at: "choicesSettings.choices")?.arrayValue ?? []
            where entry["choiceId"] == ids?["choiceId"] || entry["name"] == names?["choiceName"] {
                return ProductEdit.choice(of: option, entry)
            }
        }
        throw .violation(path, "names a choice that the options do not have")
    }

    static func choice(of option: JSONValue, _ entry: JSONValue) -> JSONValue {
        [
            "optionChoiceIds": ["optionId": option["id"] ?? .null, "choiceId": entry["choiceId"] ?? .null],
            "optionChoiceNames": [
                "optionName": option["name"] ?? .null, "choiceName": entry["name"] ?? .null,
                "renderType": option["optionRenderType"] ?? .null,
            ],
        ]
    }

    private mutating func refreshPrices() {
        product["actualPriceRange"] = ProductEdit.range(of: "actualPrice", in: variants)
        product["compareAtPriceRange"] = ProductEdit.range(of: "compareAtPrice", in: variants)
        product["variantSummary"] = ["variantCount": .int(variants.count)]
    }

    /// The lowest and highest amount of the variants; nil where no variant has this price.
    static func range(of price: String, in variants: [JSONValue]) -> JSONValue? {
        let cents = variants.compactMap { $0.value(at: "price.\(price).amount")?.stringValue.flatMap(Money.cents) }
        guard let lowest = cents.min(), let highest = cents.max() else { return nil }
        return [
            "minValue": ["amount": .string(Money.text(cents: lowest))],
            "maxValue": ["amount": .string(Money.text(cents: highest))],
        ]
    }
}
