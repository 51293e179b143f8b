import JSON
import WixCatalogue

/// One price for a product of Catalog V1, where a product has a price before its one discount, and managed variants have
/// such prices of their own (stores-ecommerce.md 0.4, 3.2).
struct PriceV1 {
    let call: ToolCall
    let context: ToolContext
    /// As it is now, in the shape of V3.
    let product: JSONValue

    func set(price: Price?, compareAtPrice: Price?) async throws(ToolFailure) -> ToolResult {
        guard let price else {
            throw .argument(
                name: "compareAtPrice", message: "On this site's Catalog V1 give price together with compareAtPrice.")
        }
        var priced = call
        let base = compareAtPrice ?? price
        priced.arguments["price"] = base.plainNumber
        priced.arguments["price.discount"] = try discount(price, compareAtPrice)
        let changed = try await setVariants(to: base)
        do {
            return try await context.perform(priced)
        } catch {
            guard changed > 0, case .wix(let cause) = error else { throw error }
            throw .partial(
                done: ["id": call.arguments["id"] ?? .null, "variantsUpdated": .number(JSONNumber(changed))],
                message: "The variants have the new price, but the product itself was not changed.", cause: cause)
        }
    }

    /// What makes the price of the reduction; nil when there is none and was none.
    private func discount(_ price: Price, _ compareAtPrice: Price?) throws(ToolFailure) -> JSONValue? {
        guard let compareAtPrice else {
            guard let kind = product.value(at: "discount.type")?.stringValue, kind != "NONE" else { return nil }
            let amount = product.value(at: "discount.value")?.scalarText ?? ""
            throw .argument(
                name: "compareAtPrice",
                message:
                    "The product has a discount (\(kind) \(amount)), and on this site's Catalog V1 that comes off any "
                    + "price. Give compareAtPrice too; the same amount in both ends the discount.")
        }
        guard !(compareAtPrice.number < price.number) else {
            throw .argument(
                name: "compareAtPrice", message: "compareAtPrice is the price before a reduction: not below price.")
        }
        let reduction = Price(compareAtPrice.number - price.number)
        let isReduced = DecimalNumber.zero < reduction.number
        return ["type": isReduced ? "AMOUNT" : "NONE", "value": isReduced ? reduction.plainNumber : 0]
    }

    /// Variants that have prices of their own do not follow the product's. How many were changed.
    private func setVariants(to price: Price) async throws(ToolFailure) -> Int {
        guard product["manageVariants"]?.boolValue == true else { return 0 }
        let ids = (product.value(at: "variantsInfo.variants")?.arrayValue ?? []).compactMap { $0["id"] }
        guard !ids.isEmpty else { return 0 }
        _ = try await context.answer(
            of: call.parameters["variants"]?.stringValue ?? "",
            [
                "id": call.arguments["id"] ?? .null,
                "variants": [["variantIds": .array(ids), "price": price.plainNumber]],
            ], for: call)
        return ids.count
    }
}
