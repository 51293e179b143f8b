import JSON
import WixCatalogue

/// The stock condition of a call, taken out of its filter.
struct StockQuery {
    /// Such as `{"$lt": 5}`.
    let condition: JSONValue
    /// The filter without it.
    let rest: JSONObject
    let isDescending: Bool
    let inventoryTool: String

    /// Nil when the call says nothing about stock.
    init?(_ call: ToolCall) throws(ToolFailure) {
        let parameters = call.parameters
        let fields = (parameters["fields"]?.arrayValue ?? []).compactMap(\.stringValue)
        inventoryTool = parameters["inventory"]?.stringValue ?? ""
        let filter = call.arguments["filter"] ?? [:]
        if let violation = call.plan.filter?.violation(in: filter) {
            throw .argument(name: "filter", message: violation)
        }
        var rest = filter.objectValue ?? JSONObject()
        var conditions: [JSONValue] = []
        for field in fields {
            if let condition = rest[field] { conditions.append(condition) }
            rest[field] = nil
        }
        guard !Self.mentions(fields, .object(rest)) else {
            throw .argument(
                name: "filter",
                message: "filter: \(fields[0]) must stand at the top of the filter, not inside $and, $or or $not.")
        }
        let sort = call.arguments["sort"]?.arrayValue ?? []
        let sortsByStock = sort.contains { fields.contains($0["fieldName"]?.stringValue ?? "") }
        guard !conditions.isEmpty || sortsByStock else { return nil }
        guard conditions.count <= 1 else {
            throw .argument(
                name: "filter", message: "filter: give one stock condition only (\(fields.joined(separator: ", "))).")
        }
        guard sort.isEmpty || sortsByStock && sort.count == 1 else {
            throw .argument(
                name: "sort",
                message:
                    "sort: with a stock condition products are sorted by \(fields[0]) only, lowest first."
            )
        }
        condition = conditions.first ?? ["$exists": true]
        isDescending = sort.first?["order"]?.stringValue == "DESC"
        self.rest = rest
    }

    private static func mentions(_ fields: [String], _ filter: JSONValue) -> Bool {
        switch filter {
        case .object(let object):
            object.members.contains { fields.contains($0.key) || $0.key.hasPrefix("$") && mentions(fields, $0.value) }
        case .array(let elements): elements.contains { mentions(fields, $0) }
        default: false
        }
    }
}
