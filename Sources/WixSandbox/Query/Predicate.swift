import JSON

/// A compiled filter.
indirect enum Predicate: Sendable {
    case all([Predicate])
    case any([Predicate])
    case not(Predicate)
    case test(Comparison)

    static let always = Predicate.all([])

    /// Equality of one member.
    static func equal(_ member: String, _ value: FieldValue) -> Predicate {
        let kind: FieldRule.Kind = if case .flag = value { .flag } else { .text }
        let rule = FieldRule(name: member, path: [member], kind: kind, operators: [], isSortable: false)
        return .test(Comparison(rule: rule, operation: .equal, operands: [value], items: [], isWhole: false))
    }

    func holds(for entity: JSONValue) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(for: entity) }
        case .any(let parts): parts.contains { $0.holds(for: entity) }
        case .not(let inner): !inner.holds(for: entity)
        case .test(let comparison): comparison.holds(for: entity)
        }
    }
}

/// One comparison of one field. A field with several values (an array on its path) satisfies a positive comparison
/// when one of them does.
struct Comparison: Sendable {
    let rule: FieldRule
    let operation: FilterOperator
    /// The values to compare with: one, or the list of a list operator.
    let operands: [FieldValue]
    /// The objects of `$matchItems`.
    let items: [JSONObject]
    /// True for an array literal: the field's values must be these, in this order.
    let isWhole: Bool

    func holds(for entity: JSONValue) -> Bool {
        let found = entity.values(at: rule.path)
        if operation == .matchItems { return found.contains { value in items.contains { matches(value, $0) } } }
        let values = found.compactMap { FieldValue($0, rule.kind) }
        if isWhole { return (values == operands) == (operation == .equal) }
        switch operation {
        case .equal: return equals(values)
        case .notEqual: return !equals(values)
        case .greater: return compares(values, >)
        case .greaterOrEqual: return compares(values, >=)
        case .less: return compares(values, <)
        case .lessOrEqual: return compares(values, <=)
        case .isIn, .hasSome, .any: return values.contains { operands.contains($0) }
        case .isNotIn: return !values.contains { operands.contains($0) }
        case .hasAll, .all: return operands.allSatisfy { values.contains($0) }
        case .startsWith, .begins: return texts(values) { $0.hasPrefix($1) }
        case .endsWith: return texts(values) { $0.hasSuffix($1) }
        case .contains: return texts(values) { $0.contains($1) }
        case .exists: return values.isEmpty == (operands.first == .flag(false))
        case .isEmpty:
            let isEmpty = values.allSatisfy { $0 == .text("") }
            return isEmpty == (operands.first == .flag(true))
        case .matchItems: return false
        }
    }

    private func equals(_ values: [FieldValue]) -> Bool {
        operands.first == .missing ? values.isEmpty : values.contains { operands.contains($0) }
    }

    private func compares(_ values: [FieldValue], _ isRight: (FieldValue, FieldValue) -> Bool) -> Bool {
        guard let operand = operands.first else { return false }
        return values.contains { isRight($0, operand) }
    }

    /// Wix compares the ends of texts without case.
    private func texts(_ values: [FieldValue], _ isRight: (String, String) -> Bool) -> Bool {
        guard case .text(let operand)? = operands.first else { return false }
        let wanted = operand.lowercased()
        return values.contains { value in
            if case .text(let text) = value { isRight(text.lowercased(), wanted) } else { false }
        }
    }

    private func matches(_ value: JSONValue, _ item: JSONObject) -> Bool {
        item.members.allSatisfy { value[$0.key] == $0.value }
    }
}
