import JSON

/// Reads one object of a request strictly: every member must be known and every value of the declared type.
struct StrictObject {
    let object: JSONObject
    /// Where the object stands in the request, `""` for the root.
    let path: String

    /// `value` must be an object with no member outside `known`.
    init(_ value: JSONValue?, at path: String = "", known: [String]) throws(WixError) {
        guard case .object(let object) = value ?? .object(JSONObject()) else {
            throw path.isEmpty
                ? WixError(status: 400, body: ["message": "Expected an object"]) : .expected("an object", at: path)
        }
        self.object = object
        self.path = path
        for member in object.members where !known.contains(member.key) {
            throw .violation(
                name(member.key), "is not a field of this request; known here: \(known.joined(separator: ", "))",
                ruleName: "UNKNOWN_FIELD")
        }
    }

    /// The full name of a member, for messages.
    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The member's value; nil for a missing or null one.
    subscript(key: String) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    func string(_ key: String, length: ClosedRange<Int>? = nil) throws(WixError) -> String? {
        guard let value = self[key] else { return nil }
        guard let text = value.stringValue else { throw .expected("a string", at: name(key)) }
        if let length { try check(text.count, in: length, key, shortRule: "MIN_LENGTH", longRule: "MAX_LENGTH") }
        return text
    }

    func requiredString(_ key: String, length: ClosedRange<Int>? = nil) throws(WixError) -> String {
        guard let text = try string(key, length: length), !text.isEmpty else { throw .required(name(key)) }
        return text
    }

    /// A string out of a fixed list.
    func choice(_ key: String, of values: [String]) throws(WixError) -> String? {
        guard let text = try string(key) else { return nil }
        guard values.contains(text) else {
            throw .violation(
                name(key), "enum must be in [\(values.joined(separator: ", "))]", rule: "INVALID_ENUM_VALUE")
        }
        return text
    }

    func bool(_ key: String) throws(WixError) -> Bool? {
        guard let value = self[key] else { return nil }
        guard let flag = value.boolValue else { throw .expected("a boolean", at: name(key)) }
        return flag
    }

    func int(_ key: String) throws(WixError) -> Int? {
        guard let value = self[key] else { return nil }
        guard let number = value.intValue else { throw .expected("an integer", at: name(key)) }
        return number
    }

    func child(_ key: String, known: [String]) throws(WixError) -> StrictObject {
        try StrictObject(self[key], at: name(key), known: known)
    }

    func array(_ key: String, maximum: Int = .max) throws(WixError) -> [JSONValue]? {
        guard let value = self[key] else { return nil }
        guard let elements = value.arrayValue else { throw .expected("an array", at: name(key)) }
        try check(elements.count, in: 0...maximum, key, shortRule: "MIN_SIZE", longRule: "MAX_SIZE")
        return elements
    }

    func strings(_ key: String, maximum: Int = .max) throws(WixError) -> [String]? {
        guard let elements = try array(key, maximum: maximum) else { return nil }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.stringValue else { throw .expected("a string", at: "\(name(key))[\(index)]") }
            texts.append(text)
        }
        return texts
    }

    /// An int64, which Wix writes as a string and reads as either.
    func revision(_ key: String = "revision") throws(WixError) -> Int {
        guard let value = self[key] else { throw .required(name(key)) }
        guard let number = value.intValue ?? value.stringValue.flatMap({ Int($0) }) else {
            throw .expected("an int64", at: name(key))
        }
        return number
    }

    private func check(
        _ size: Int, in range: ClosedRange<Int>, _ key: String, shortRule: String, longRule: String
    ) throws(WixError) {
        if size > range.upperBound {
            throw .violation(
                name(key), "has size \(size), expected \(range.upperBound) or less", rule: longRule,
                threshold: range.upperBound)
        }
        if size < range.lowerBound {
            throw .violation(
                name(key), "has size \(size), expected \(range.lowerBound) or more", rule: shortRule,
                threshold: range.lowerBound)
        }
    }
}
