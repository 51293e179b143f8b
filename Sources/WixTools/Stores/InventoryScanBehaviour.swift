import JSON
import WixAPI
import WixCatalogue

/// The stock query of a Catalog V1 site: read whole, filtered and sorted here, with the products' names added.
///
/// Parameter `products`: the tool that lists products. On Catalog V3 Wix does it all.
enum InventoryScanBehaviour: ToolBehaviour {
    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        guard call.catalogue == .v1, let paging = call.plan.paging else { return try await context.perform(call) }
        var call = call
        let position = try ListPosition(of: &call, context)
        let view = try AnswerView(of: call)
        let filter = call.arguments["filter"] ?? [:]
        if let violation = call.plan.filter?.violation(in: filter) {
            throw .argument(name: "filter", message: violation)
        }
        let names = StockNames(products: call.parameters["products"]?.stringValue ?? "", call: call, context: context)
        let rows = try await InventoryRows(tool: call.tool.name, call: call, context: context, names: names)
            .all(where: filter, sort: call.arguments["sort"])
        var start = position.skip
        if case .offset(let offset)? = position.page { start += offset }
        let limit = call.arguments["limit"]?.intValue ?? paging.defaultLimit
        let page = Array(rows.dropFirst(start).prefix(limit))
        let named = try await names.put(into: page)
        var writer = ListWriter(maximumCharacters: call.maximumResultCharacters)
        for row in named {
            let bytes = row.bytes
            writer.append(0..<bytes.count, of: bytes, as: view)
        }
        let end = start + writer.count
        let next = end < rows.count ? ListPosition.text(page: .offset(end), of: call, context) : nil
        return ToolResult(
            structured: writer.finish(nextCursor: next, total: rows.count, shortfall: writer.shortfall),
            rateLimit: call.site.rateLimit)
    }
}
