import JSON
import WixCatalogue

/// One price for all variants of a product: they carry the prices, on both catalogues.
///
/// Parameters: `reader` (the tool that reads the product), `variants` (the tool that changes variants of Catalog V1).
enum VariantPriceBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        guard call.arguments["price"] != nil || call.arguments["compareAtPrice"] != nil else {
            return try await context.perform(call)
        }
        guard call.arguments["variantsInfo"] == nil else {
            throw .argument(name: "variantsInfo", message: "Give either variantsInfo, or price and compareAtPrice.")
        }
        // What is wrong whatever the currency needs no request.
        for name in ["price", "compareAtPrice"] { _ = try Price(name, of: call, currency: nil) }
        // What Catalog V1 has no place for is refused before anything is changed.
        if call.catalogue == .v1 { _ = try RequestBuilder.request(for: call, expansion: []) }
        let reader = call.parameters["reader"]?.stringValue ?? ""
        let product = try await context.answer(of: reader, ["id": call.arguments["id"] ?? .null], for: call)
        let currency = product["currency"]?.stringValue
        let price = try Price("price", of: call, currency: currency)
        let compareAtPrice = try Price("compareAtPrice", of: call, currency: currency)
        if call.catalogue == .v1 {
            return try await PriceV1(call: call, context: context, product: product)
                .set(price: price, compareAtPrice: compareAtPrice)
        }
        let variants = product.value(at: "variantsInfo.variants")?.arrayValue ?? []
        guard !variants.isEmpty else {
            throw .problem(
                code: "NO_VARIANTS", message: "Wix told no variants of this product; nothing was changed.", hint: "")
        }
        var priced = call
        priced.arguments["price"] = nil
        priced.arguments["compareAtPrice"] = nil
        priced.arguments["variantsInfo"] = [
            "variants": .array(variants.map { with($0, price: price?.text, compareAtPrice: compareAtPrice?.text) })
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
