/// A JSON value (RFC 8259) that keeps member order and the source text of numbers.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// A member of an object; nil for a missing member and for any other kind of value. Setting on a non-object makes
    /// an object.
    package subscript(key: String) -> JSONValue? {
        get { objectValue?[key] }
        set {
            var object = objectValue ?? JSONObject()
            object[key] = newValue
            self = .object(object)
        }
    }

    /// The value at a dotted path through objects, e.g. `pagingMetadata.cursors.next`; the empty path is the value
    /// itself.
    package func value(at path: String) -> JSONValue? {
        if path.isEmpty { return self }
        var current = self
        for key in path.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let next = current[String(Substring(key))] else { return nil }
            current = next
        }
        return current
    }

    package var isNull: Bool { if case .null = self { true } else { false } }
    package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var numberValue: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    package var intValue: Int? { numberValue?.intValue }
    package var doubleValue: Double? { numberValue?.doubleValue }
    package var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    package var arrayValue: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var objectValue: JSONObject? { if case .object(let value) = self { value } else { nil } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(floatLiteral value: Double) { self = .number(JSONNumber(value)) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    package init(nilLiteral: ()) { self = .null }
}
