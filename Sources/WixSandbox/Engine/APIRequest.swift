import HTTPCore
import JSON

/// A request that found its route.
struct APIRequest {
    /// The values of the path's placeholders, in order.
    let parameters: [String]
    let query: [(name: String, value: String)]
    /// The checked root object of the body; empty where there is no body.
    let body: StrictObject

    /// The first placeholder of the path.
    var id: String { parameters.first ?? "" }

    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    func parameters(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }

    /// A list that GET methods take as a repeated parameter and others in the body.
    func list(_ name: String) throws(WixError) -> [String] {
        let sent = parameters(name)
        return try sent.isEmpty ? body.strings(name) ?? [] : sent
    }

    /// A whole number of the query string.
    func number(_ name: String) throws(WixError) -> Int? {
        guard let text = parameter(name) else { return nil }
        guard let number = Int(text) else { throw .expected("an integer", at: name) }
        return number
    }

    /// One of a fixed list of values of the query string.
    func choice(_ name: String, of values: [String]) throws(WixError) -> String? {
        guard let text = parameter(name) else { return nil }
        guard values.contains(text) else {
            throw .violation(name, "enum must be in [\(values.joined(separator: ", "))]", rule: "INVALID_ENUM_VALUE")
        }
        return text
    }

    /// The query of a GET list, from `paging.limit`, `paging.offset`, `sort.fieldName` and `sort.order`.
    func listQuery() throws(WixError) -> JSONValue {
        var query: JSONValue = [:]
        var paging: JSONValue = [:]
        paging["limit"] = try number("paging.limit").map(JSONValue.int)
        paging["offset"] = try number("paging.offset").map(JSONValue.int)
        query["paging"] = paging
        if let field = parameter("sort.fieldName") {
            let order = try choice("sort.order", of: ["ASC", "DESC"]) ?? "ASC"
            query["sort"] = [["fieldName": .string(field), "order": .string(order)]]
        }
        return query
    }
}
