import JSON

/// The free-text clause of a search: words, matched from their beginning and without case.
struct TextMatch: Sendable {
    private let words: [String]
    private let needsAll: Bool
    private let paths: [[String]]

    /// Reads `{"expression","mode","fields","fuzzy"}`.
    init(_ value: JSONValue, _ rules: QueryRules.TextSearch, at path: String) throws(WixError) {
        let object = try StrictObject(value, at: path, known: ["expression", "mode", "fields", "fuzzy"])
        words = TextMatch.words(try object.string("expression", length: 0...100) ?? "")
        needsAll = try object.choice("mode", of: ["OR", "AND"]) == "AND"
        _ = try object.bool("fuzzy")
        let fields = try object.strings("fields") ?? rules.fields
        for field in fields where !rules.fields.contains(field) {
            throw .filter("Field '\(field)' is not declared as searchable")
        }
        paths = fields.map { $0.split(separator: ".").map(String.init) }
    }

    func holds(for entity: JSONValue) -> Bool {
        if words.isEmpty { return true }
        var present: [String] = []
        for path in paths {
            for value in entity.values(at: path) { present += TextMatch.words(value.stringValue ?? "") }
        }
        let isPresent = { (word: String) in present.contains { $0.hasPrefix(word) } }
        return needsAll ? words.allSatisfy(isPresent) : words.contains(where: isPresent)
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
