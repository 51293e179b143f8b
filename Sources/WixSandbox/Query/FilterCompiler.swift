import JSON

/// Turns a filter object into a predicate, refusing what the field table does not declare.
struct FilterCompiler {
    private static let maximumDepth = 8
    private let table: FieldTable
    private var seen: Set<String> = []

    init(_ table: FieldTable) { self.table = table }

    mutating func compile(_ filter: JSONValue, depth: Int = 0) throws(WixError) -> Predicate {
        guard let object = filter.objectValue, depth < FilterCompiler.maximumDepth else {
            throw fault(
                "MALFORMED_FILTER", "Expected an object of filters, at most \(FilterCompiler.maximumDepth) deep")
        }
        var parts: [Predicate] = []
        for member in object.members { parts.append(try compile(member, depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func compile(_ member: JSONObject.Member, _ depth: Int) throws(WixError) -> Predicate {
        switch member.key {
        case "$and": return .all(try list(member, depth))
        case "$or": return .any(try list(member, depth))
        case "$not":
            if member.value.arrayValue != nil { return .not(.all(try list(member, depth))) }
            return .not(try compile(member.value, depth: depth + 1))
        default: return try compileField(member)
        }
    }

    private mutating func list(_ member: JSONObject.Member, _ depth: Int) throws(WixError) -> [Predicate] {
        guard let elements = member.value.arrayValue, !elements.isEmpty else {
            throw fault("MALFORMED_FILTER", "Operator '\(member.key)' expects an array of filters")
        }
        var parts: [Predicate] = []
        for element in elements { parts.append(try compile(element, depth: depth + 1)) }
        return parts
    }

    private mutating func compileField(_ member: JSONObject.Member) throws(WixError) -> Predicate {
        guard let rule = table[member.key], !rule.operators.isEmpty else {
            throw fault(
                "UNSUPPORTED_FILTER_FIELD_UNKNOWN", "Field '\(member.key)' is not declared as filterable")
        }
        let isRepeat = !seen.insert(member.key).inserted
        let predicate = try compile(member.value, under: rule)
        return isRepeat && table.countsFirstUseOnly ? .always : predicate
    }

    private func compile(_ value: JSONValue, under rule: FieldRule) throws(WixError) -> Predicate {
        guard let object = value.objectValue else { return try bare(value, rule) }
        guard !object.isEmpty else { throw fault("MALFORMED_FILTER", "Field '\(rule.name)' has an empty filter") }
        var parts: [Predicate] = []
        for member in object.members {
            guard let operation = FilterOperator(rawValue: member.key), rule.operators.contains(operation) else {
                throw fault(
                    "UNSUPPORTED_FILTER_OPERATOR", "Operator '\(member.key)' is not supported for field '\(rule.name)'")
            }
            parts.append(try comparison(operation, member.value, rule))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// `{"field": value}`: equality, or "contains" for an array field.
    private func bare(_ value: JSONValue, _ rule: FieldRule) throws(WixError) -> Predicate {
        if rule.operators.contains(.equal) { return try comparison(.equal, value, rule) }
        guard rule.operators.contains(.hasSome), value.arrayValue == nil else {
            throw fault("UNSUPPORTED_FILTER_OPERATOR", "Operator '$eq' is not supported for field '\(rule.name)'")
        }
        return try comparison(.hasSome, .array([value]), rule)
    }

    private func comparison(_ operation: FilterOperator, _ value: JSONValue, _ rule: FieldRule) throws(WixError)
        -> Predicate
    {
        switch operation {
        case .matchItems:
            guard let items = value.arrayValue?.compactMap(\.objectValue), !items.isEmpty else {
                throw wrongType("an array of objects", operation, rule)
            }
            return test(operation, [], rule, items: items)
        case .isIn, .isNotIn, .hasSome, .hasAll, .any, .all:
            guard let elements = value.arrayValue, !elements.isEmpty else {
                throw wrongType("a non-empty array", operation, rule)
            }
            return test(operation, try operands(elements, operation, rule), rule)
        case .exists, .isEmpty:
            guard let flag = value.boolValue else { throw wrongType("a boolean", operation, rule) }
            return test(operation, [.flag(flag)], rule)
        case .equal, .notEqual:
            guard let elements = value.arrayValue else { fallthrough }
            return test(operation, try operands(elements, operation, rule), rule, isWhole: true)
        default:
            return test(operation, try operands([value], operation, rule), rule)
        }
    }

    private func test(
        _ operation: FilterOperator, _ operands: [FieldValue], _ rule: FieldRule, items: [JSONObject] = [],
        isWhole: Bool = false
    ) -> Predicate {
        .test(Comparison(rule: rule, operation: operation, operands: operands, items: items, isWhole: isWhole))
    }

    private func operands(_ values: [JSONValue], _ operation: FilterOperator, _ rule: FieldRule) throws(WixError)
        -> [FieldValue]
    {
        var operands: [FieldValue] = []
        for value in values {
            guard let operand = FieldValue(value, rule.kind) else {
                throw wrongType(rule.kind.description, operation, rule)
            }
            operands.append(operand)
        }
        return operands
    }

    private func wrongType(_ expected: String, _ operation: FilterOperator, _ rule: FieldRule) -> WixError {
        fault(
            "UNSUPPORTED_FILTER_VALUE_TYPE",
            "Operator '\(operation.rawValue)' of field '\(rule.name)' expects \(expected)")
    }

    private func fault(_ code: String, _ description: String) -> WixError {
        switch table.dialect {
        case .declared: .filter(description)
        case .contacts: .application(400, code, description)
        }
    }
}

extension FieldRule.Kind {
    /// The kind in words, for messages.
    var description: String {
        switch self {
        case .text: "a string"
        case .number: "a number"
        case .date: "a date-time such as 2026-03-01T09:30:00.000Z"
        case .flag: "a boolean"
        case .choice(let values): "one of [\(values.joined(separator: ", "))]"
        case .any: "a value"
        case .items: "objects"
        }
    }
}
