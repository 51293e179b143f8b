import JSON
import WixAPI
import WixCatalogue

/// One stock row of Catalog V1, where stock is kept by product and a write answers with nothing: read and set as on V3.
///
/// Parameters: `reader` (the tool that reads a row), `products` (the tool that lists products).
enum StockRowBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        guard call.catalogue == .v1 else { return try await context.perform(call) }
        let view = try AnswerView(of: call)
        guard call.tool.effect != .read else { return result(try await row(call, context), view, call) }
        // What Catalog V1 has no place for needs no request.
        _ = try RequestBuilder.request(for: call, expansion: [])
        let before = try await context.answer(of: reader(call), ["id": call.arguments["id"] ?? .null], for: call)
        let written = try await context.perform(try change(of: before, call))
        do {
            return result(try await row(call, context), view, call)
        } catch {
            // The change is made; only its telling failed.
            return written
        }
    }

    private static func reader(_ call: ToolCall) -> String { call.parameters["reader"]?.stringValue ?? "" }

    private static func row(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> JSONValue {
        let row = try await context.answer(of: reader(call), ["id": call.arguments["id"] ?? .null], for: call)
        let names = StockNames(products: call.parameters["products"]?.stringValue ?? "", call: call, context: context)
        return try await names.put(into: [row]).first ?? row
    }

    private static func result(_ row: JSONValue, _ view: AnswerView, _ call: ToolCall) -> ToolResult {
        let bytes = row.bytes
        var output: [UInt8] = []
        view.projection.append(0..<bytes.count, of: bytes, to: &output)
        return ToolResult(structured: output, rateLimit: call.site.rateLimit)
    }

    /// The call with what Wix must be told always: leaving `trackQuantity` out would end the counting
    /// (stores-ecommerce.md 3.4). Refuses what V3 refuses.
    private static func change(of row: JSONValue, _ call: ToolCall) throws(ToolFailure) -> ToolCall {
        let isCounted = row["trackQuantity"]?.boolValue ?? false
        let willBeCounted = call.arguments["trackQuantity"]?.boolValue ?? isCounted
        let quantity = call.arguments["quantity"]
        let inStock = call.arguments["inStock"]
        if quantity != nil, inStock != nil {
            throw .argument(
                name: "inStock", message: "Give either quantity, or inStock for an item whose stock is not counted.")
        }
        if willBeCounted, inStock != nil {
            throw .argument(
                name: "inStock",
                message: "The stock of this item is counted: give quantity, or trackQuantity false to stop counting.")
        }
        if !willBeCounted, quantity != nil {
            throw .argument(
                name: "quantity", message: "The stock of this item is not counted: give trackQuantity true with it.")
        }
        if willBeCounted, !isCounted, quantity == nil {
            throw .argument(name: "quantity", message: "Give quantity to begin counting.")
        }
        var changed = call
        changed.arguments["trackQuantity"] = .bool(willBeCounted)
        if quantity != nil || inStock != nil {
            var variant: JSONValue = [:]
            variant["variantId"] = row["variantId"]
            variant["quantity"] = quantity
            variant["inStock"] = inStock
            changed.arguments["quantity.variants"] = [variant]
        }
        return changed
    }
}
