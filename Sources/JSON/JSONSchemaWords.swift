/// The words of violation messages.
extension JSONPath {
    /// How a sentence about the value begins.
    var subject: String { display.isEmpty ? "The value" : "Argument \(quoted)" }

    var quoted: String { JSONValue.string(display).excerpt }

    /// About a length or a number of items: `must have at most 2 items; it has 3.`
    func mustHave(_ relation: String, _ limit: Int, _ noun: String, _ count: Int) -> String {
        "\(subject) must have \(relation) \(limit) \(noun)\(limit == 1 ? "" : "s"); it has \(count)."
    }

    /// About a value that is none of those an `enum` allows.
    func notAmong(_ allowed: [JSONValue], _ value: JSONValue) -> String {
        let names = allowed.map(\.excerpt).joined(separator: ", ")
        let suggestion = value.stringValue.map {
            NameSuggestion.sentence(forValue: $0, among: allowed.compactMap(\.stringValue))
        }
        return
            "\(subject) must be \(allowed.count == 1 ? "" : "one of ")\(names); it is \(value.excerpt)."
            + (suggestion ?? "")
    }

    /// About a member that the object at this path may not have.
    func unknown(_ name: String, among names: [String], meant: String? = nil) -> String {
        let place = display.isEmpty ? "" : " in \(display)"
        let allowed = names.isEmpty ? "none" : names.sorted().joined(separator: ", ")
        let suggestion = meant.map { " Did you mean \"\($0)\"?" } ?? NameSuggestion.sentence(for: name, among: names)
        return "Unknown argument \(JSONPath.member(name, of: self).quoted).\(suggestion) Allowed\(place): \(allowed)."
    }
}

extension JSONSchema.Violation {
    /// The same as of a schema that does not know the member `name` of the root, with the name that was meant.
    package init(unknown name: String, among names: [String], meant: String) {
        self.init(
            pointer: JSONPath.member(name, of: .root).pointer,
            message: JSONPath.root.unknown(name, among: names, meant: meant))
    }
}

extension JSONValue {
    /// The JSON text, cut where it gets long.
    var excerpt: String { Self.cut(text) }

    fileprivate static func cut(_ text: String) -> String {
        text.unicodeScalars.count <= 60
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(57))) + "..."
    }

    /// `a string ("ten")`, `an array`: what the value is, with itself where it is short.
    var sentencePart: String {
        let kind = JSONSchema.Types(of: self)
        let word = JSONSchema.Types.words.first { kind.contains($0.type) }?.word ?? "null"
        switch self {
        case .string, .number: return "\(word) (\(excerpt))"
        case .bool(let truth): return truth ? "true" : "false"
        default: return word
        }
    }
}

extension JSONNumber {
    var excerpt: String { JSONValue.number(self).excerpt }
}
