extension JSONValue {
    /// Equal as JSON Schema means it: numbers by value (`1` is `1.0`), objects without regard to order.
    func isEquivalent(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): left == right
        case (.number(let left), .number(let right)):
            left == right || JSONDecimal(left.text) == JSONDecimal(right.text)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.members.allSatisfy { member in
                    right[member.key].map { member.value.isEquivalent(to: $0) } ?? false
                }
        default: self == other
        }
    }

    /// Bytes that are the same exactly for equivalent values.
    var canonicalBytes: [UInt8] { canonical.bytes }

    private var canonical: JSONValue {
        switch self {
        case .number(let number): .number(JSONNumber(checkedText: JSONDecimal(number.text).canonicalText))
        case .array(let elements): .array(elements.map(\.canonical))
        case .object(let object):
            .object(
                JSONObject(
                    uniqueMembers: object.members.sorted { $0.key < $1.key }
                        .map { JSONObject.Member(key: $0.key, value: $0.value.canonical) }))
        default: self
        }
    }
}

extension JSONNumber {
    /// True when there is no fraction, however the number is written.
    var isIntegral: Bool { Int(text) != nil || JSONDecimal(text).power >= 0 }

    /// Exact for integers, by nearest double otherwise.
    func isLess(than other: JSONNumber) -> Bool {
        if let left = intValue, let right = other.intValue { return left < right }
        return doubleValue < other.doubleValue
    }

    /// Exact for integers; otherwise the quotient must be whole up to the precision of a double.
    func isMultiple(of divisor: JSONNumber) -> Bool {
        if let value = intValue, let step = divisor.intValue, step != 0 { return value.isMultiple(of: step) }
        let quotient = doubleValue / divisor.doubleValue
        return (quotient - quotient.rounded()).magnitude <= quotient.magnitude * 1e-12
    }
}
