import JSON

/// The words that a policy may use for one set of tools.
struct PolicyVocabulary: Sendable {
    private let names: Set<String>
    private let verbs: Set<String>
    private let tags: Set<String>
    private let accountTools: Set<String>

    init(_ tools: [some PolicySubject]) {
        names = Set(tools.map(\.name))
        verbs = MethodFilter.effectVerbs.union(tools.flatMap { MethodFilter.verbs(of: $0) })
        tags = Set(tools.flatMap(\.tags))
        accountTools = Set(tools.filter(\.isAccountLevel).map(\.name))
    }

    /// Throws for an empty list, for a name that no tool answers to and for a tool that cannot work in `scope`: mistakes
    /// that would only show much later, as a tool that is missing.
    func check(_ policy: ToolPolicy, _ scope: AccountScope?) throws(PolicyError) {
        let methods = Set(MethodFilter.groups.keys).union(verbs).union(names)
        try Self.check(policy.methods, "methods", methods) {
            MethodFilter.groups.keys.sorted() + verbs.sorted() + names.sorted()
        }
        try Self.check(policy.tags, "tags", tags) { tags.sorted() }
        try Self.check(policy.tools, "tools", names.union([ToolPolicy.coreWord])) { names.sorted() }
        try checkScope(policy.methods, "methods", scope)
        try checkScope(policy.tools, "tools", scope)
        // An empty list of exclusions takes nothing away: there is only one way to read it.
        try Self.check(policy.excludeTools.flatMap { $0.isEmpty ? nil : $0 }, "exclude_tools", names) { names.sorted() }
    }

    private func checkScope(_ list: [String]?, _ field: String, _ scope: AccountScope?) throws(PolicyError) {
        guard let scope else { return }
        for name in list ?? [] where names.contains(name) && accountTools.contains(name) != (scope == .account) {
            throw .outOfScope(field: field, name: name, scope)
        }
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
