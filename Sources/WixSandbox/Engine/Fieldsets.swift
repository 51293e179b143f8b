import JSON

/// Members that an entity shows only on request, by the name that asks for them.
struct Fieldsets: Sendable {
    /// `fields` or `fieldsets`.
    let parameter: String
    let members: [String: [String]]
    /// Names that are accepted and add nothing in the sandbox.
    var silent: [String] = []

    /// Hides what the request did not ask for.
    var presenter: Presenter {
        { (_, request) throws(WixError) in
            let hidden = try self.hidden(from: request.list(self.parameter))
            return { $0.without(hidden) }
        }
    }

    /// The members to leave out; refuses unknown names.
    func hidden(from asked: [String]) throws(WixError) -> Set<String> {
        var hidden = Set(members.values.joined())
        for name in asked {
            guard let shown = members[name] ?? (silent.contains(name) ? [] : nil) else {
                let known = (members.keys + silent).sorted().joined(separator: ", ")
                throw .violation(parameter, "enum must be in [\(known)]", rule: "INVALID_ENUM_VALUE")
            }
            hidden.subtract(shown)
        }
        return hidden
    }
}

extension JSONValue {
    /// The object without some of its members.
    func without(_ hidden: Set<String>) -> JSONValue {
        guard case .object(let object) = self, !hidden.isEmpty else { return self }
        var kept = JSONObject()
        for member in object.members where !hidden.contains(member.key) { kept[member.key] = member.value }
        return .object(kept)
    }

    /// The object with only these members.
    func only(_ shown: [String]) -> JSONValue {
        var kept = JSONObject()
        for key in shown { kept[key] = self[key] }
        return .object(kept)
    }

    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    static func int(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }
}
