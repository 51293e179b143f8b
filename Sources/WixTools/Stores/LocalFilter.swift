import JSON

/// Wix's query language on a value that is here already, for what Wix itself cannot filter or sort.
enum LocalFilter {
    /// True when every condition holds; an operator that is not known never does.
    static func matches(_ filter: JSONValue, _ item: JSONValue) -> Bool {
        (filter.objectValue?.members ?? []).allSatisfy { member in
            switch member.key {
            case "$and": (member.value.arrayValue ?? []).allSatisfy { matches($0, item) }
            case "$or": (member.value.arrayValue ?? []).contains { matches($0, item) }
            case "$not": !(member.value.arrayValue ?? [member.value]).contains { matches($0, item) }
            default: holds(member.value, item.value(at: member.key))
            }
        }
    }

    /// True when a value meets a condition such as `3` or `{"$lt": 5}`.
    static func holds(_ condition: JSONValue, _ value: JSONValue?) -> Bool {
        guard let operators = condition.objectValue else { return isEqual(value, condition) }
        return operators.members.allSatisfy { holds($0.key, $0.value, value) }
    }

    private static func holds(_ name: String, _ operand: JSONValue, _ value: JSONValue?) -> Bool {
        switch name {
        case "$eq": isEqual(value, operand)
        case "$ne": !isEqual(value, operand)
        case "$in", "$hasSome": (operand.arrayValue ?? []).contains { isEqual(value, $0) }
        case "$nin": !(operand.arrayValue ?? []).contains { isEqual(value, $0) }
        case "$exists": (value?.isNull ?? true) != (operand.boolValue ?? true)
        case "$startsWith":
            value?.stringValue?.lowercased().hasPrefix(operand.stringValue?.lowercased() ?? "") ?? false
        case "$lt": value.map { isAscending($0, operand) } ?? false
        case "$gt": value.map { isAscending(operand, $0) } ?? false
        case "$lte": value.map { isComparable($0, operand) && !isAscending(operand, $0) } ?? false
        case "$gte": value.map { isComparable($0, operand) && !isAscending($0, operand) } ?? false
        default: false
        }
    }

    private static func isEqual(_ value: JSONValue?, _ operand: JSONValue) -> Bool {
        guard let value else { return operand.isNull }
        if let left = value.doubleValue, let right = operand.doubleValue { return left == right }
        return value == operand
    }

    private static func isComparable(_ left: JSONValue, _ right: JSONValue) -> Bool {
        left.doubleValue != nil && right.doubleValue != nil || left.stringValue != nil && right.stringValue != nil
    }

    /// True when `left` comes before `right`: numbers by size, texts (and so ISO dates) by their characters.
    static func isAscending(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = left.doubleValue, let right = right.doubleValue { return left < right }
        if let left = left.stringValue, let right = right.stringValue { return left < right }
        return false
    }

    /// What has no order among its own kind still has one here, so that a sort is well defined: nothing, numbers,
    /// texts, the rest.
    private static func rank(_ value: JSONValue) -> Int {
        switch value {
        case .null: 0
        case .bool(false): 1
        case .bool(true): 2
        case .number: 3
        case .string: 4
        case .array, .object: 5
        }
    }

    private static func isBefore(_ left: JSONValue, _ right: JSONValue) -> Bool {
        let (first, second) = (rank(left), rank(right))
        return first == second ? isAscending(left, right) : first < second
    }

    /// Sorted by Wix's sort entries; equal items keep their order.
    static func sorted(_ items: [JSONValue], by sort: JSONValue?) -> [JSONValue] {
        let entries = (sort?.arrayValue ?? []).compactMap { entry in
            entry["fieldName"]?.stringValue.map { (field: $0, isDescending: entry["order"]?.stringValue == "DESC") }
        }
        guard !entries.isEmpty else { return items }
        return items.enumerated().sorted { left, right in
            for entry in entries {
                let first = left.element.value(at: entry.field) ?? .null
                let second = right.element.value(at: entry.field) ?? .null
                if isBefore(first, second) { return !entry.isDescending }
                if isBefore(second, first) { return entry.isDescending }
            }
            return left.offset < right.offset
        }.map(\.element)
    }
}
