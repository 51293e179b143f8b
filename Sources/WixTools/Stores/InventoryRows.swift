import JSON
import WixCatalogue

/// Reads stock rows of either catalogue in the shape of V3: one for each variant and location.
struct InventoryRows {
    /// Pages of one scan: 30,000 rows on V3, 5,000 products on V1.
    private static let maximumPages = 50
    private static let v3PageSize = 1_000
    private static let v1PageSize = 100

    let tool: String
    let call: ToolCall
    let context: ToolContext
    /// Names the rows of Catalog V1 where the filter or the order is by a name.
    var names: StockNames?

    /// All rows that meet `filter`. Catalog V1 can only filter by product id, so the rest is done here.
    func all(where filter: JSONValue, sort: JSONValue? = nil) async throws(ToolFailure) -> [JSONValue] {
        let isV1 = call.catalogue == .v1
        var arguments: JSONObject = ["limit": .number(JSONNumber(isV1 ? Self.v1PageSize : Self.v3PageSize))]
        var atWix = filter
        if isV1 {
            atWix = [:]
            atWix["productId"] = filter["productId"]
        } else if let sort {
            arguments["sort"] = sort
        }
        if atWix.objectValue?.isEmpty == false { arguments["filter"] = atWix }
        var rows: [JSONValue] = []
        for page in 1...Self.maximumPages {
            let answer = try await context.answer(of: tool, arguments, for: call)
            rows += answer["result"]?.arrayValue ?? []
            guard let next = answer["next_cursor"], next.stringValue != nil else {
                return isV1 ? try await finish(rows, filter, sort) : rows
            }
            arguments["next_cursor"] = next
            call.report(page, of: nil, "Read the stock of \(rows.count) variants.")
        }
        throw .problem(
            code: "TOO_MANY_ROWS",
            message: "The shop has more stock rows than one call can read (\(rows.count) so far).",
            hint: "Narrow the filter, for example by productId.")
    }

    private func finish(
        _ rows: [JSONValue], _ filter: JSONValue, _ sort: JSONValue?
    ) async throws(ToolFailure) -> [JSONValue] {
        var rows = rows
        if let names, Self.mentionsNames(filter) || Self.mentionsNames(sort ?? .null) {
            rows = try await names.put(into: rows)
        }
        return LocalFilter.sorted(rows.filter { LocalFilter.matches(filter, $0) }, by: sort)
    }

    /// True when a filter or an order is by what stands in `product` of a row.
    private static func mentionsNames(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object):
            object.members.contains { $0.key.hasPrefix("product.") || mentionsNames($0.value) }
        case .array(let elements):
            elements.contains { $0["fieldName"]?.stringValue?.hasPrefix("product.") == true || mentionsNames($0) }
        default: false
        }
    }
}
