import JSON
import WixAPI
import WixCatalogue

/// A stock condition on products, which no product API of Wix takes, answered through the inventory
/// (stores-ecommerce.md 0.1, 0.2): products with a tracked variant that meets it, lowest stock first, each with its
/// stock.
///
/// Parameters: `fields` (the filter fields that mean stock), `inventory` (the tool that lists stock rows).
enum StockFilterBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        var call = call
        let position = try ListPosition(of: &call, context)
        guard let query = try StockQuery(call) else { return try await context.perform(call) }
        return try await StockRun(call: call, context: context, query: query, position: position).result()
    }
}
