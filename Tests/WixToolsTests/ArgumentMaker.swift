import JSON
import Testing
import WixCatalogue

/// Makes valid arguments of a tool from its record: the examples, each argument alone and with each flag beside what is
/// required, each value of an enum, each filter field and operator, and everything at once.
struct ArgumentMaker {
    private let tool: Tool
    /// Values for arguments that the sandbox must know.
    private let known: JSONObject
    private var properties: JSONObject { tool.inputSchema["properties"]?.objectValue ?? JSONObject() }
    var required: [String] { tool.inputSchema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    init(_ tool: Tool, known: JSONObject = JSONObject()) {
        self.tool = tool
        self.known = known
    }

    /// All that conform to the schema.
    func all() throws -> [JSONObject] {
        var found = tool.examples + [base]
        var everything = base
        for property in properties.members {
            for value in values(property.key, property.value) {
                var arguments = base
                if property.key != "next_cursor", properties["limit"] != nil { arguments["limit"] = 1 }
                arguments[property.key] = value
                found.append(arguments)
                // A flag often lets another argument do more.
                for flag in flags where flag != property.key {
                    arguments[flag] = true
                    found.append(arguments)
                    arguments[flag] = nil
                }
                if property.key != "next_cursor" { everything[property.key] = value }
            }
        }
        found.append(everything)
        for example in tool.examples {
            var arguments = example
            for member in known.members { arguments[member.key] = member.value }
            found.append(arguments)
        }
        return found.filter { tool.violations(in: $0).isEmpty }
    }

    /// Only what is required.
    var base: JSONObject {
        var arguments = JSONObject()
        for name in required { arguments[name] = known[name] ?? values(name, properties[name] ?? [:]).first }
        let isMade = tool.violations(in: arguments).isEmpty
        if isMade, !arguments.members.contains(where: { $0.value == [:] || $0.value == [] }) { return arguments }
        // What cannot be made up is taken from an example.
        for name in required { arguments[name] = known[name] ?? tool.examples.first?[name] ?? arguments[name] }
        return arguments
    }

    private var flags: [String] {
        properties.members.filter { $0.value["type"] == "boolean" }.map(\.key)
    }

    private func values(_ name: String, _ schema: JSONValue) -> [JSONValue] {
        switch name {
        case "filter": return filters
        case "sort": return sorts
        case "fields": return fields
        default: break
        }
        if let known = known[name] { return [known] }
        if let allowed = schema["enum"]?.arrayValue { return allowed }
        if let form = TimeForm(schema: schema) { return [time(form)] }
        if schema["x-money"] != nil { return ["12.50"] }
        switch schema["type"]?.stringValue {
        case "boolean": return [true, false]
        case "integer", "number": return [schema["minimum"] ?? 1, schema["maximum"] ?? 3]
        case "array": return [.array(values(name, schema["items"] ?? [:]).prefix(1).map { $0 })]
        case "object": return [object(schema)]
        default: return [text(name, schema)]
        }
    }

    private func time(_ form: TimeForm) -> JSONValue {
        switch form {
        case .moment, .momentEnd, .milliseconds: "2031-03-04T10:00:00.000Z"
        case .local, .localEnd: "2031-03-04T10:00:00"
        case .day: "today"
        case .zone: "Europe/Rome"
        }
    }

    private func text(_ name: String, _ schema: JSONValue) -> JSONValue {
        let name = name.lowercased()
        if name.contains("date") && !name.hasPrefix("date") || name == "startdate" { return "2031-03-04T10:00:00.000Z" }
        if ["date", "from", "to"].contains(name) { return "2026-11-24" }
        return schema["format"] == "uuid" ? "5a0f1c52-3b7e-4a41-9d60-0f2a6c1e7b11" : "5a0f1c52-3b7e"
    }

    private func object(_ schema: JSONValue) -> JSONValue {
        var object = JSONObject()
        for member in schema["properties"]?.objectValue?.members ?? [] {
            object[member.key] = values(member.key, member.value).first
        }
        return .object(object)
    }

    private var filters: [JSONValue] {
        var found: [JSONValue] = []
        for group in tool.plan.filter?.groups ?? [] {
            for (index, field) in group.fields.map({ $0.replacing(".*", with: ".x") }).enumerated() {
                for name in group.operators.prefix(index == 0 ? .max : 1) {
                    let value = tool.plan.filter?.timeForm(of: field).map(time) ?? "x"
                    found.append(.object([field: .object([name: operand(name, value)])]))
                }
            }
        }
        guard let first = found.first else { return [] }
        return found + [["$or": [first, first]], ["$not": first]]
    }

    private func operand(_ name: String, _ value: JSONValue) -> JSONValue {
        switch name {
        case "$in", "$nin", "$hasSome", "$hasAll", "$matchItems": [value]
        case "$exists", "$isEmpty": true
        default: value
        }
    }

    private var sorts: [JSONValue] {
        tool.plan.sortableFields.prefix(3).flatMap { field in
            ["ASC", "DESC"].map { [["fieldName": .string(field), "order": .string($0)]] as JSONValue }
        }
    }

    private var fields: [JSONValue] {
        (tool.plan.view?.topFields ?? []).suffix(6).map { [.string($0)] }
    }
}
