import JSON
import WixCatalogue

/// Puts into stock rows of Catalog V1 what those of V3 carry: the names of product and variant, and the variant's SKU.
struct StockNames {
    /// The tool that lists products.
    let products: String
    let call: ToolCall
    let context: ToolContext

    /// The rows with `product` in them; rows of V3 have it.
    func put(into rows: [JSONValue]) async throws(ToolFailure) -> [JSONValue] {
        guard call.catalogue == .v1 else { return rows }
        let ids = Set(rows.compactMap { $0["productId"]?.stringValue }).sorted()
        let found = try await ProductsByID(
            tool: products, arguments: ["fields": ["name", "sku", "variantsInfo"]]
        ).read(ids, for: call, context)
        return rows.map { row in
            guard let id = row["productId"]?.stringValue, let product = found[id] else { return row }
            var row = row
            row["product"] = Self.names(of: row["variantId"], in: product)
            return row
        }
    }

    private static func names(of variantId: JSONValue?, in product: JSONValue) -> JSONValue {
        var names: JSONValue = [:]
        names["name"] = product["name"]
        let variants = product.value(at: "variantsInfo.variants")?.arrayValue ?? []
        let variant = variants.first { $0["id"] == variantId }
        let choices = (variant?["choices"]?.arrayValue ?? []).compactMap {
            $0.value(at: "optionChoiceNames.choiceName")?.stringValue
        }
        if !choices.isEmpty { names["variantName"] = .string(choices.joined(separator: ", ")) }
        if let sku = variant?["sku"], sku.stringValue?.isEmpty == false {
            names["sku"] = sku
        } else if choices.isEmpty, variants.count <= 1 {
            // The product's own SKU is that of its only variant, and of no other.
            names["sku"] = product["sku"]
        }
        return names
    }
}
