import JSON

/// Reads products by their ids, as many at a time as Wix takes.
struct ProductsByID {
    private static let chunk = 100

    let tool: String
    /// Beside `filter` and `limit`: what the products are wanted with.
    let arguments: JSONObject
    /// Further conditions.
    var filter = JSONObject()

    func read(_ ids: [String], for call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> [String:
        JSONValue]
    {
        var products: [String: JSONValue] = [:]
        var start = 0
        while start < ids.count {
            let part = ids[start..<min(ids.count, start + Self.chunk)]
            start += Self.chunk
            var arguments = arguments
            var narrowed = filter
            narrowed["id"] = ["$in": .array(part.map { .string($0) })]
            arguments["filter"] = .object(narrowed)
            arguments["limit"] = .number(JSONNumber(Self.chunk))
            let answer = try await context.answer(of: tool, arguments, for: call)
            for product in answer["result"]?.arrayValue ?? [] {
                if let id = product["id"]?.stringValue { products[id] = product }
            }
        }
        return products
    }
}
