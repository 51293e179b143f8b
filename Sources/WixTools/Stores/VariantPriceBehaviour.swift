import JSON
import WixCatalogue

/// One price for a product of Catalog V3, where prices stand on the variants and variants are replaced whole.
///
/// Parameter `reader`: the tool that reads the product.
enum VariantPriceBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        // Wix takes amounts as text, models write numbers too.
        let price = call.arguments["price"]?.scalarText.map { JSONValue.string($0) }
        let compareAtPrice = call.arguments["compareAtPrice"]?.scalarText.map { JSONValue.string($0) }
        guard call.catalogue == .v3, price != nil || compareAtPrice != nil else {
            return try await context.perform(call)
        }
        guard call.arguments["variantsInfo"] == nil else {
            throw .argument(name: "variantsInfo", message: "Give either variantsInfo, or price and compareAtPrice.")
        }
        let reader = call.parameters["reader"]?.stringValue ?? ""
        let product = try await context.answer(of: reader, ["id": call.arguments["id"] ?? .null], for: call)
        let variants = product.value(at: "variantsInfo.variants")?.arrayValue ?? []
        guard !variants.isEmpty else {
            throw .problem(
                code: "NO_VARIANTS", message: "Wix told no variants of this product; nothing was changed.", hint: "")
        }
        var priced = call
        priced.arguments["price"] = nil
        priced.arguments["compareAtPrice"] = nil
        priced.arguments["variantsInfo"] = [
            "variants": .array(variants.map { with($0, price: price, compareAtPrice: compareAtPrice) })
        ]
        // Options and variants only go together.
        if let options = product["options"], options.arrayValue?.isEmpty == false, priced.arguments["options"] == nil {
            priced.arguments["options"] = options
        }
        if priced.arguments["revision"] == nil { priced.arguments["revision"] = product["revision"] }
        return try await context.perform(priced)
    }

    private static func with(_ variant: JSONValue, price: JSONValue?, compareAtPrice: JSONValue?) -> JSONValue {
        var variant = variant
        // What Wix computes is not sent back.
        variant["inventoryStatus"] = nil
        let amounts = [
            ("actualPrice", price ?? variant.value(at: "price.actualPrice.amount")),
            ("compareAtPrice", compareAtPrice ?? variant.value(at: "price.compareAtPrice.amount")),
        ]
        variant["price"] = [:]
        for case (let name, let amount?) in amounts { variant.set(amount, at: ["price", name, "amount"]) }
        return variant
    }
}
