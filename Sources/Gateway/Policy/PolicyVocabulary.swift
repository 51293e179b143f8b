import JSON

/// The words that a policy may use for one set of tools.
struct PolicyVocabulary: Sendable {
    private let names: Set<String>
    private let verbs: Set<String>
    private let tags: Set<String>

    init(_ tools: [some PolicySubject]) {
        names = Set(tools.map(\.name))
        verbs = MethodFilter.effectVerbs.union(tools.flatMap { MethodFilter.verbs(of: $0) })
        tags = Set(tools.flatMap(\.tags))
    }

    /// Throws for an empty list and for a name that no tool answers to: mistakes that would only show much later, as a
    /// tool that is missing.
    func check(_ policy: ToolPolicy) throws(PolicyError) {
        let methods = Set(MethodFilter.groups.keys).union(verbs).union(names)
        try Self.check(policy.methods, "methods", methods) {
            MethodFilter.groups.keys.sorted() + verbs.sorted() + names.sorted()
        }
        try Self.check(policy.tags, "tags", tags) { tags.sorted() }
        try Self.check(policy.tools, "tools", names) { names.sorted() }
        // An empty list of exclusions takes nothing away: there is only one way to read it.
        try Self.check(policy.excludeTools.flatMap { $0.isEmpty ? nil : $0 }, "exclude_tools", names) { names.sorted() }
    }

    private static func check(
        _ list: [String]?, _ field: String, _ known: Set<String>, candidates: () -> [String]
    ) throws(PolicyError) {
        guard let list else { return }
        guard !list.isEmpty else { throw .emptyList(field: field) }
        for name in list where !known.contains(name) {
            throw .unknown(field: field, name: name, nearest: NameSuggestion.nearest(to: name, among: candidates()))
        }
    }
}
