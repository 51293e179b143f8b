import JSON
import WixAPI
import WixCatalogue

/// The products with little stock, lowest first, on either catalogue.
///
/// Parameters: `inventory` (the tool that lists stock), `products` (the tool that lists products).
enum LowStockBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        let below = call.integer("below", default: 5)
        let rows = try await rows(below: below, call, context)
        let products = products(of: rows)
        let shown = Array(products.prefix(call.integer("limit", default: 50)))
        let result = try await named(shown, call, context).map(\.json)
        var answer = ReportAnswer(
            value: [
                "below": .int(below), "products": .int(products.count),
                "uncounted": .int(products.count { $0.isUncounted }), "variants": .int(rows.count),
                "soldOut": .int(rows.count { ($0["quantity"]?.intValue ?? 0) <= 0 }), "result": .array(result),
            ], list: "result")
        answer.leftOut = products.count - shown.count
        return answer.result(for: call)
    }

    /// Counted stock below the mark, and what is not counted and sold out.
    private static func rows(
        below: Int, _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> [JSONValue] {
        let counted: JSONValue = ["trackQuantity": true, "quantity": ["$lt": .int(below)]]
        let uncounted: JSONValue = ["trackQuantity": false, "inStock": false]
        let reader = InventoryRows(tool: call.tool("inventory"), call: call, context: context)
        if call.catalogue == .v1 {
            // One scan for both: Catalog V1 filters by nothing of this.
            return try await reader.all(where: [:]).filter {
                LocalFilter.matches(counted, $0) || LocalFilter.matches(uncounted, $0)
            }
        }
        return try await reader.all(where: counted) + reader.all(where: uncounted)
    }

    private struct Product {
        let id: String
        var rows: [JSONValue]

        /// Here only because it is sold out without being counted, so that no filter by stock finds it.
        var isUncounted: Bool { rows.allSatisfy { $0["trackQuantity"] == false } }
        var lowest: Int { rows.map { $0["quantity"]?.intValue ?? 0 }.min() ?? 0 }

        var json: JSONValue {
            var value: JSONValue = ["productId": .string(id)]
            value["name"] = rows.first?.value(at: "product.name")
            value["lowest"] = .int(lowest)
            let hasLocations = Set(rows.compactMap { $0["locationId"]?.stringValue }).count > 1
            value["variants"] = .array(
                rows.map { row in
                    var variant: JSONValue = [:]
                    variant["inventoryItemId"] = row["id"]
                    variant["variantName"] = row.value(at: "product.variantName")
                    variant["sku"] = row.value(at: "product.sku")
                    if hasLocations { variant["locationId"] = row["locationId"] }
                    variant["quantity"] = row["quantity"]
                    if row["quantity"] == nil { variant["inStock"] = row["inStock"] }
                    return variant
                })
            return value
        }
    }

    private static func products(of rows: [JSONValue]) -> [Product] {
        var byID: [String: Product] = [:]
        for row in rows {
            guard let id = row["productId"]?.stringValue else { continue }
            byID[id, default: Product(id: id, rows: [])].rows.append(row)
        }
        return byID.values.sorted { ($0.lowest, $0.id) < ($1.lowest, $1.id) }
    }

    /// Stock rows of Catalog V1 name neither product nor variant.
    private static func named(
        _ products: [Product], _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> [Product] {
        let names = StockNames(products: call.tool("products"), call: call, context: context)
        let rows = Dictionary(
            grouping: try await names.put(into: products.flatMap(\.rows)), by: { $0["productId"]?.stringValue ?? "" })
        return products.map { Product(id: $0.id, rows: rows[$0.id] ?? $0.rows) }
    }
}
