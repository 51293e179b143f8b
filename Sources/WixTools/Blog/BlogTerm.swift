import JSON

/// A category or a tag of the blog.
struct BlogTerm: Equatable {
    enum Kind: String {
        case category, tag

        var plural: String { self == .category ? "categories" : "tags" }

        /// Characters of a tag's label (section 4.2).
        static let longestTag = 50
        /// On one post (section 3.1).
        static let mostCategories = 10
        static let mostTags = 30
    }

    let id: String
    let label: String
    /// Everything a person may call it: label, title, slug.
    let names: [String]
    let language: String?

    init?(_ json: JSONValue) {
        guard let id = json["id"]?.stringValue, let label = json["label"]?.stringValue else { return nil }
        self.id = id
        self.label = label
        names = [label] + ["title", "slug"].compactMap { json[$0]?.stringValue }
        language = json["language"]?.stringValue
    }
}

/// Finds terms by id or name; letter case and blanks around a name do not count.
struct BlogTermIndex {
    private let terms: [BlogTerm]
    private let language: String?

    /// - Parameter language: decides between terms of the same name on a site in several languages.
    init(_ terms: [BlogTerm], language: String?) {
        self.terms = terms
        self.language = language
    }

    /// True for a GUID: an id, never a name.
    static func isID(_ value: String) -> Bool {
        let groups = value.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    /// The id of the term that `value` names, or nil. Throws when it names several.
    func id(of value: String, kind: BlogTerm.Kind) throws(ToolFailure) -> String? {
        guard !Self.isID(value) else { return terms.first { $0.id.lowercased() == value.lowercased() }?.id }
        let name = Self.folded(value)
        // A label beats a title or a slug of another term.
        let labelled = terms.filter { Self.folded($0.label) == name }
        let named = labelled.isEmpty ? terms.filter { $0.names.contains { Self.folded($0) == name } } : labelled
        let inLanguage = named.filter { $0.language == language }
        let ids = Set((language == nil || inLanguage.isEmpty ? named : inLanguage).map(\.id))
        guard ids.count <= 1 else {
            throw .problem(
                code: "AMBIGUOUS_\(kind.rawValue.uppercased())",
                message: "Several \(kind.plural) are named \"\(value)\".",
                hint: "Give the id instead: \(ids.sorted().joined(separator: ", ")). Nothing was changed.")
        }
        return ids.first
    }

    /// The refusal of a value that names nothing. It took reads to find out, so it is no plain argument error.
    func unknown(_ value: String, kind: BlogTerm.Kind, hint: String = "") -> ToolFailure {
        let labels = terms.map(\.label)
        let isID = Self.isID(value)
        let what = isID ? "with the id \(value)" : "named \"\(value)\""
        let near = isID ? "" : NameSuggestion.sentence(for: value, among: labels)
        return .problem(
            code: "UNKNOWN_\(kind.rawValue.uppercased())",
            message: "There is no \(kind.rawValue) \(what).\(near)\(listed(labels, kind))",
            hint: hint + "Nothing was changed.")
    }

    private func listed(_ labels: [String], _ kind: BlogTerm.Kind) -> String {
        guard !labels.isEmpty else { return " The blog has no \(kind.plural) yet." }
        let unique = Array(Set(labels)).sorted()
        let more = unique.count > 20 ? " and \(unique.count - 20) more" : ""
        return " The \(kind.plural) are: \(unique.prefix(20).joined(separator: ", "))\(more)."
    }

    private static func folded(_ name: String) -> String {
        let trimmed = name.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        return String(trimmed).lowercased()
    }
}
