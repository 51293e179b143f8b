package import JSON

extension FilterRule {
    /// Nesting of `$and`, `$or` and `$not` that is still read.
    static let maximumDepth = 8

    /// What is wrong with a filter before Wix sees it, in one sentence that names what is allowed; nil when nothing is.
    package func violation(in filter: JSONValue, depth: Int = 0) -> String? {
        guard let object = filter.objectValue else { return "filter must be an object such as {\"field\": value}." }
        guard depth <= Self.maximumDepth else { return "filter is nested too deep." }
        for member in object.members {
            let found = member.key.hasPrefix("$") ? logic(member, depth: depth) : condition(member)
            if let found { return found }
        }
        return nil
    }

    private func logic(_ member: JSONObject.Member, depth: Int) -> String? {
        switch member.key {
        case "$and", "$or":
            guard let branches = member.value.arrayValue else {
                return "filter: \(member.key) takes an array of filters."
            }
            for branch in branches {
                if let found = violation(in: branch, depth: depth + 1) { return found }
            }
            return nil
        case "$not":
            for branch in member.value.arrayValue ?? [member.value] {
                if let found = violation(in: branch, depth: depth + 1) { return found }
            }
            return nil
        default:
            return "filter: \(member.key) cannot stand before a field. Allowed there: $and, $or, $not."
        }
    }

    private func condition(_ member: JSONObject.Member) -> String? {
        guard let group = group(of: member.key), !group.operators.isEmpty else {
            return unknownField(member.key)
        }
        let allowed = group.allowedValues[member.key] ?? []
        guard let operators = member.value.objectValue else {
            if group.operators.contains("$eq") { return Self.misspelling(member.value, of: member.key, among: allowed) }
            return "filter: \"\(member.key)\" needs an operator. Allowed: \(group.operators.joined(separator: ", "))."
        }
        if operators.isEmpty { return "filter: \"\(member.key)\" has no condition." }
        for entry in operators.members {
            guard group.operators.contains(entry.key) else {
                return "filter: \"\(member.key)\" does not take \(entry.key)\(place)."
                    + NameSuggestion.sentence(forValue: entry.key, among: group.operators)
                    + " Allowed: \(group.operators.joined(separator: ", "))."
            }
            if let found = Self.operand(entry, of: member.key) { return found }
            if Self.comparing.contains(entry.key),
                let found = Self.misspelling(entry.value, of: member.key, among: allowed)
            {
                return found
            }
        }
        return nil
    }

    /// Where the rule holds, for what Catalog V3 would take.
    private var place: String { absent == nil ? "" : " on this site's Catalog V1" }

    private func unknownField(_ name: String) -> String {
        let fields = fields
        let allowed = fields.isEmpty ? "" : " Allowed: \(fields.joined(separator: ", "))."
        guard let way = absent?[name] else {
            return "filter: the field \"\(name)\" cannot be filtered\(fields.isEmpty ? place : "")."
                + Self.suggestion(for: name, among: fields) + allowed
        }
        return "filter: the field \"\(name)\" cannot be filtered\(place)." + (way.isEmpty ? "" : " \(way)") + allowed
    }

    /// The operators whose operands are whole values.
    private static let comparing: Set = ["$eq", "$ne", "$in", "$nin", "$hasSome", "$hasAll"]

    /// What is wrong with a value, or one of a list of them, where only some values exist.
    private static func misspelling(_ value: JSONValue, of field: String, among allowed: [String]) -> String? {
        guard !allowed.isEmpty else { return nil }
        for element in value.arrayValue ?? [value] {
            guard let text = element.stringValue, !allowed.contains(text) else { continue }
            return "filter: \"\(field)\" has no value \"\(text)\"."
                + NameSuggestion.sentence(forValue: text, among: allowed)
                + " Allowed: \(allowed.joined(separator: ", "))."
        }
        return nil
    }

    /// True when the filter holds for everything: it names no field, or offers such a branch.
    package static func isVacuous(_ filter: JSONValue) -> Bool {
        guard let object = filter.objectValue else { return filter.isNull }
        return object.members.allSatisfy { member in
            let branches = member.value.arrayValue ?? [member.value]
            return switch member.key {
            case "$and", "$not": branches.allSatisfy { isVacuous($0) }
            case "$or": branches.isEmpty || branches.contains { isVacuous($0) }
            default: false
            }
        }
    }

    /// The field that was meant: spelt almost so, with another path before it (answers say `bookedEntity.slot.serviceId` and
    /// `info.emails.items.email`), or a part or the whole of what was named (`stock`, `info.labelKeys.items`).
    private static func suggestion(for name: String, among fields: [String]) -> String {
        let near = NameSuggestion.sentence(for: name, among: fields)
        guard near.isEmpty, let last = name.split(separator: ".").last else { return near }
        let related = fields.filter {
            $0.hasPrefix(name + ".") || name.hasPrefix($0 + ".") || $0.hasSuffix("." + last)
        }
        let best = related.max { likeness($0, name) < likeness($1, name) }
        return best.map { " Did you mean \"\($0)\"?" } ?? ""
    }

    /// How many bytes two names share at their beginnings and ends.
    private static func likeness(_ left: String, _ right: String) -> Int {
        let beginning = zip(left.utf8, right.utf8).prefix { $0 == $1 }.count
        return beginning + zip(left.utf8.reversed(), right.utf8.reversed()).prefix { $0 == $1 }.count
    }

    private static func operand(_ entry: JSONObject.Member, of field: String) -> String? {
        switch entry.key {
        case "$in", "$nin", "$hasSome", "$hasAll", "$matchItems":
            guard let list = entry.value.arrayValue, !list.isEmpty else {
                return "filter: \(entry.key) of \"\(field)\" takes an array that is not empty."
            }
        case "$exists", "$isEmpty":
            if entry.value.boolValue == nil { return "filter: \(entry.key) of \"\(field)\" takes true or false." }
        case "$startsWith":
            if entry.value.stringValue == nil { return "filter: \(entry.key) of \"\(field)\" takes a string." }
        default:
            if entry.value.objectValue != nil || entry.value.arrayValue != nil {
                return "filter: \(entry.key) of \"\(field)\" takes one value."
            }
        }
        return nil
    }

    /// The filter with Wix's own names and values in place of those of the current catalogue.
    package func translated(_ filter: JSONValue) -> JSONValue {
        guard groups.contains(where: { $0.wixName != nil || !$0.wixValues.isEmpty || $0.itemOperator != nil }),
            let object = filter.objectValue
        else {
            return filter
        }
        var result = JSONObject()
        for member in object.members {
            if member.key.hasPrefix("$") {
                if let branches = member.value.arrayValue {
                    result[member.key] = .array(branches.map { translated($0) })
                } else {
                    result[member.key] = translated(member.value)
                }
            } else {
                let group = group(of: member.key)
                let value = Self.withIDs(member.value, as: group?.itemOperator)
                result[group?.wixName ?? member.key] = Self.renamed(value, by: group?.wixValues ?? [:])
            }
        }
        return .object(result)
    }

    /// `{"$matchItems": [{"id": "x"}]}` as `{"$hasSome": ["x"]}`.
    private static func withIDs(_ value: JSONValue, as name: String?) -> JSONValue {
        guard let name, let items = value["$matchItems"]?.arrayValue else { return value }
        return .object([name: .array(items.map { $0["id"] ?? $0 })])
    }

    private static func renamed(_ value: JSONValue, by names: [String: String]) -> JSONValue {
        if names.isEmpty { return value }
        switch value {
        case .string(let text): return .string(names[text] ?? text)
        case .array(let elements): return .array(elements.map { renamed($0, by: names) })
        case .object(let object):
            var result = JSONObject()
            for member in object.members { result[member.key] = renamed(member.value, by: names) }
            return .object(result)
        case .null, .bool, .number: return value
        }
    }
}
