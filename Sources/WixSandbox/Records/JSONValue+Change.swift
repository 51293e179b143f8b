import JSON

extension JSONValue {
    /// Sets the value at a dotted path, making objects on the way; nil takes it out.
    mutating func set(_ value: JSONValue?, at path: String) {
        guard !path.isEmpty else {
            if let value { self = value }
            return
        }
        set(value, at: path.split(separator: ".").map(String.init)[...])
    }

    private mutating func set(_ value: JSONValue?, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        if path.count == 1 {
            self[name] = value
        } else if value != nil || self[name] != nil {
            var inner = self[name] ?? [:]
            inner.set(value, at: path.dropFirst())
            self[name] = inner
        }
    }

    /// A partial update as Wix does it: objects merge, lists and values replace, null takes out.
    mutating func merge(_ changes: JSONValue) {
        guard let members = changes.objectValue?.members else {
            self = changes
            return
        }
        for member in members {
            if member.value.isNull {
                self[member.key] = nil
            } else if member.value.objectValue != nil, var inner = self[member.key], inner.objectValue != nil {
                inner.merge(member.value)
                self[member.key] = inner
            } else {
                self[member.key] = member.value
            }
        }
    }

    /// The sum of two numbers, of which either may be a decimal text; text stays text.
    func adding(_ amount: JSONValue) -> JSONValue {
        let number = { (value: JSONValue) in value.doubleValue ?? value.stringValue.flatMap { Double($0) } ?? 0 }
        let sum = number(self) + number(amount)
        let isWhole = sum == sum.rounded() && abs(sum) < 1e15
        if stringValue != nil { return .string(isWhole ? String(Int(sum)) : "\(sum)") }
        return .number(isWhole ? JSONNumber(Int(sum)) : JSONNumber(sum))
    }

    /// One entry of the CMS's `fieldModifications`.
    mutating func apply(_ modification: JSONValue) {
        let path = modification["fieldPath"]?.stringValue ?? ""
        let old = value(at: path)
        switch modification["action"]?.stringValue {
        case "SET_FIELD": set(modification.value(at: "setFieldOptions.value"), at: path)
        case "REMOVE_FIELD": set(nil, at: path)
        case "INCREMENT_FIELD":
            set((old ?? 0).adding(modification.value(at: "incrementFieldOptions.value") ?? 0), at: path)
        case "APPEND_TO_ARRAY":
            guard let value = modification.value(at: "appendToArrayOptions.value") else { return }
            set(.array((old?.arrayValue ?? []) + [value]), at: path)
        case "REMOVE_FROM_ARRAY":
            let value = modification.value(at: "removeFromArrayOptions.value")
            set(.array((old?.arrayValue ?? []).filter { $0 != value }), at: path)
        default: break
        }
    }
}
