import JSON

/// E-mail addresses are compared to the letter at Wix, and people write them as they like.
enum EmailSpelling {
    /// A condition that an address meets as it is written and in small letters.
    static func condition(for email: String) -> JSONValue {
        let text = email.filter { !$0.isWhitespace }
        let small = text.lowercased()
        return text == small ? .string(text) : ["$in": [.string(text), .string(small)]]
    }

    /// A filter whose conditions on the fields `names` find both spellings.
    static func widened(_ filter: JSONValue, _ names: [String]) -> JSONValue {
        switch filter {
        case .array(let conditions): return .array(conditions.map { widened($0, names) })
        case .object(let object):
            var result = JSONObject()
            for member in object.members {
                result[member.key] =
                    names.contains(member.key) ? spellings(of: member.value) : widened(member.value, names)
            }
            return .object(result)
        default: return filter
        }
    }

    private static func spellings(of condition: JSONValue) -> JSONValue {
        if let email = condition.stringValue { return self.condition(for: email) }
        guard condition.objectValue?.count == 1 else { return condition }
        if let email = condition["$eq"]?.stringValue { return self.condition(for: email) }
        guard let emails = condition["$in"]?.arrayValue else { return condition }
        var all = emails
        for email in emails {
            guard let small = email.stringValue.map({ JSONValue.string($0.lowercased()) }), !all.contains(small) else {
                continue
            }
            all.append(small)
        }
        return ["$in": .array(all)]
    }
}
