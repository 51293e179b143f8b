import JSON
import WixAPI
import WixCatalogue

/// Finds the stock rows, groups them by product, reads a page of the products and puts the stock into them.
struct StockRun {
    /// A product and the stock that decides its place.
    struct Candidate: Equatable {
        let quantity: Int
        let id: String

        /// The position behind this product, for the next page.
        var cursor: String { "\(quantity)|\(id)" }

        init(quantity: Int, id: String) {
            self.quantity = quantity
            self.id = id
        }

        init?(cursor: String) {
            let parts = cursor.split(separator: "|", maxSplits: 1)
            guard parts.count == 2, let quantity = Int(parts[0]) else { return nil }
            self.init(quantity: quantity, id: String(parts[1]))
        }
    }

    let call: ToolCall
    let context: ToolContext
    let query: StockQuery
    let position: ListPosition

    func result() async throws(ToolFailure) -> ToolResult {
        let limit = call.arguments["limit"]?.intValue ?? call.plan.paging?.defaultLimit ?? 50
        let rows = try await InventoryRows(tool: query.inventoryTool, call: call, context: context).all(
            where: ["trackQuantity": true, "quantity": query.condition],
            sort: [["fieldName": "quantity", "order": "ASC"]])
        let candidates = Self.candidates(rows, isDescending: query.isDescending)
        let remaining = try behindPosition(candidates)
        let (products, last) = try await products(remaining, limit: limit)
        let stock = try await stock(of: products.map(\.id), matching: rows)
        return try write(
            products, stock: stock, last: last, of: remaining, total: query.rest.isEmpty ? candidates.count : nil)
    }

    /// One candidate for each product, in the order of the answer.
    static func candidates(_ rows: [JSONValue], isDescending: Bool) -> [Candidate] {
        var quantities: [String: Int] = [:]
        for row in rows {
            guard let id = row["productId"]?.stringValue, let quantity = row["quantity"]?.intValue else { continue }
            let known = quantities[id] ?? quantity
            quantities[id] = isDescending ? max(known, quantity) : min(known, quantity)
        }
        return quantities.map { Candidate(quantity: $0.value, id: $0.key) }.sorted { isBefore($0, $1, isDescending) }
    }

    private static func isBefore(_ left: Candidate, _ right: Candidate, _ isDescending: Bool) -> Bool {
        if left.quantity != right.quantity { return isDescending != (left.quantity < right.quantity) }
        return left.id < right.id
    }

    private func behindPosition(_ candidates: [Candidate]) throws(ToolFailure) -> [Candidate] {
        guard let page = position.page else { return candidates }
        guard case .cursor(let text) = page, let last = Candidate(cursor: text) else {
            throw .argument(
                name: "next_cursor", message: "next_cursor is not one of a stock query; begin again without it.")
        }
        return candidates.filter { Self.isBefore(last, $0, query.isDescending) }
    }

    // MARK: Products

    /// The next `limit` products, and the candidate that the search for them ended with.
    private func products(
        _ candidates: [Candidate], limit: Int
    ) async throws(ToolFailure) -> (products: [(id: String, value: JSONValue)], last: Candidate?) {
        var arguments = call.arguments
        for name in ["filter", "sort", "limit", "next_cursor"] { arguments[name] = nil }
        if arguments["fields"] == nil, arguments["view"]?.stringValue != "full" {
            arguments["fields"] = .array((call.plan.view?.lean ?? []).map { .string($0) })
        }
        let reader = ProductsByID(tool: call.tool.name, arguments: arguments, filter: query.rest)
        var found: [(id: String, value: JSONValue)] = []
        var start = 0
        while start < candidates.count, found.count < limit {
            let part = candidates[start..<min(candidates.count, start + max(1, min(100, limit - found.count)))]
            start += part.count
            let products = try await reader.read(part.map(\.id), for: call, context)
            for candidate in part {
                if let product = products[candidate.id] { found.append((candidate.id, product)) }
            }
        }
        return (found, start < candidates.count ? candidates[start - 1] : nil)
    }

    // MARK: Stock

    /// The stock of each product: its total and every variant. Rows that were not read yet are.
    private func stock(
        of ids: [String], matching rows: [JSONValue]
    ) async throws(ToolFailure) -> [String: JSONValue] {
        guard !ids.isEmpty else { return [:] }
        var byProduct: [String: [JSONValue]] = [:]
        var start = 0
        while start < ids.count {
            let part = ids[start..<min(ids.count, start + 100)]
            start += part.count
            let all = try await InventoryRows(tool: query.inventoryTool, call: call, context: context).all(
                where: ["productId": ["$in": .array(part.map { .string($0) })]])
            let names = StockNames(products: call.tool.name, call: call, context: context)
            for row in try await names.put(into: all) {
                if let id = row["productId"]?.stringValue { byProduct[id, default: []].append(row) }
            }
        }
        return byProduct.mapValues { Self.summary($0) }
    }

    static func summary(_ rows: [JSONValue]) -> JSONValue {
        let tracked = rows.compactMap { $0["quantity"]?.intValue }
        // With one location its id says nothing.
        let hasLocations = Set(rows.compactMap { $0["locationId"]?.stringValue }).count > 1
        let variants = rows.map { row in
            var variant: JSONValue = [:]
            variant["inventoryItemId"] = row["id"]
            variant["variantId"] = row["variantId"]
            variant["variantName"] = row.value(at: "product.variantName")
            if hasLocations { variant["locationId"] = row["locationId"] }
            variant["quantity"] = row["quantity"]
            if row["quantity"] == nil { variant["inStock"] = row["inStock"] }
            return variant
        }
        return [
            "quantity": .number(JSONNumber(tracked.reduce(0) { $0.addingReportingOverflow($1).partialValue })),
            "variants": .array(variants),
        ]
    }

    // MARK: Answer

    private func write(
        _ products: [(id: String, value: JSONValue)], stock: [String: JSONValue], last: Candidate?,
        of candidates: [Candidate],
        total: Int?
    ) throws(ToolFailure) -> ToolResult {
        let view = try AnswerView(of: call).with("stock")
        var writer = ListWriter(maximumCharacters: call.maximumResultCharacters)
        for product in products {
            var value = product.value
            value["stock"] = stock[product.id]
            let bytes = value.bytes
            writer.append(0..<bytes.count, of: bytes, as: view)
        }
        // The first is never left out, so there is always one to go on behind.
        let end = writer.leftOut > 0 ? candidates.first { $0.id == products[writer.count - 1].id } : last
        let next = end.map { ListPosition.text(page: .cursor($0.cursor), of: call, context) }
        return ToolResult(
            structured: writer.finish(nextCursor: next, total: total, shortfall: writer.shortfall),
            rateLimit: call.site.rateLimit)
    }
}
