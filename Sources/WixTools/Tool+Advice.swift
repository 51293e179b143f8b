import JSON
import WixCatalogue

extension Tool {
    /// The arguments without those that are null and may not be: models send null for what they leave out.
    func withoutNulls(_ arguments: JSONObject) -> JSONObject {
        // In an update null could mean "empty it": it is refused by name where the record does not take it.
        guard effect != .update, arguments.members.contains(where: { $0.value.isNull }) else { return arguments }
        let properties = inputSchema["properties"]
        var kept = arguments
        for member in arguments.members where member.value.isNull {
            if let schema = properties?[member.key], !schema.takesNull { kept[member.key] = nil }
        }
        return kept
    }

    /// The violations, with what this tool knows of an argument that it does not have: a field of its filter, or another
    /// name for one that it has.
    func advised(_ violations: [JSONSchema.Violation], for arguments: JSONObject) -> [JSONSchema.Violation] {
        let names = inputSchema["properties"]?.objectValue?.keys ?? []
        let unknown = arguments.keys.filter { !names.contains($0) }
        guard !unknown.isEmpty else { return violations }
        return violations.map { violation in
            let name = String(violation.pointer.dropFirst())
            guard unknown.contains(name), let value = arguments[name] else { return violation }
            if let advice = filterAdvice(on: name, value, among: names) {
                return .init(pointer: violation.pointer, message: advice)
            }
            guard NameSuggestion.nearest(to: name, among: names) == nil,
                let meant = synonym(of: name, value, names, isOnlyUnknown: unknown.count == 1, arguments)
            else { return violation }
            return .init(unknown: name, among: names, meant: meant)
        }
    }

    private func filterAdvice(on name: String, _ value: JSONValue, among names: [String]) -> String? {
        guard let filter = plan.filter, names.contains("filter") else { return nil }
        var fields = filter.fields.filter { $0 == name }
        if fields.isEmpty, NameSuggestion.nearest(to: name, among: names) == nil {
            fields = filter.fields.filter { $0.hasSuffix("." + name) }
        }
        guard fields.count == 1, let field = fields.first, let group = filter.group(of: field) else { return nil }
        let beginning = "\(name) is no argument but a field of filter"
        let allowed = group.allowedValues[field] ?? []
        let given = value.objectValue == nil ? value.arrayValue ?? [value] : []
        guard allowed.isEmpty || given.allSatisfy({ allowed.contains($0.stringValue ?? "") }) else {
            return "\(beginning), which takes \(allowed.joined(separator: ", "))."
        }
        let form: JSONValue = ["filter": .object([field: group.condition(from: value)])]
        return "\(beginning): \(form.text)."
    }

    /// The argument that `name` stands for: `id` for the id of what the tool is about, or the only one that is missing when
    /// one name holds the other.
    private func synonym(
        of name: String, _ value: JSONValue, _ names: [String], isOnlyUnknown: Bool, _ arguments: JSONObject
    ) -> String? {
        let entity = name.hasSuffix("Id") ? name.dropLast(2).lowercased() : ""
        if !entity.isEmpty, names.contains("id"), arguments["id"] == nil,
            self.name.replacing("_", with: "").contains(entity)
        {
            return "id"
        }
        // A number or another entity's id is not what an id asks for: only a name that holds the argument's own may mean it.
        let missing = requiredArguments.filter { arguments[$0] == nil }
        guard isOnlyUnknown, missing.count == 1, let only = missing.first, only != "id",
            name.lowercased().contains(only.lowercased()) || only.lowercased().contains(name.lowercased()),
            let schema = inputSchema["properties"]?[only], schema["enum"] == nil,
            let isFitting = try? JSONSchema(schema).violations(in: value).isEmpty, isFitting
        else { return nil }
        return only
    }
}

extension FilterRule.Group {
    /// A condition with the caller's value, as this group takes one.
    fileprivate func condition(from value: JSONValue) -> JSONValue {
        if value.objectValue != nil { return value }
        let takesList = ["$in", "$hasSome", "$hasAll", "$nin"]
        if value.arrayValue == nil, operators.contains("$eq") { return value }
        let fitting = operators.first { takesList.contains($0) == (value.arrayValue != nil) }
        guard let name = fitting ?? operators.first else { return value }
        guard takesList.contains(name) else { return .object([name: value.arrayValue?.first ?? value]) }
        return .object([name: value.arrayValue == nil ? [value] : value])
    }
}

extension JSONValue {
    /// Of a schema: true when null conforms to it, or it does not say.
    fileprivate var takesNull: Bool {
        if let type = self["type"] { return type == "null" || type.arrayValue?.contains("null") ?? false }
        if let allowed = self["enum"]?.arrayValue { return allowed.contains(.null) }
        guard let forms = (self["anyOf"] ?? self["oneOf"])?.arrayValue else { return true }
        return forms.contains { $0.takesNull }
    }
}
