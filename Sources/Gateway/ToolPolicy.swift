import JSON

/// Which tools an MCP server may call: `methods` AND `tags` AND `tools`, minus `exclude_tools`. Nil leaves a filter
/// out.
package struct ToolPolicy: Sendable, Equatable {
    /// `read`, `write`, `custom`, single verbs and exact tool names.
    package var methods: [String]?
    /// At least one must be among the tool's tags.
    package var tags: [String]?
    package var tools: [String]?
    /// Wins over everything else.
    package var excludeTools: [String]?

    package init(
        methods: [String]? = nil, tags: [String]? = nil, tools: [String]? = nil, excludeTools: [String]? = nil
    ) {
        self.methods = methods
        self.tags = tags
        self.tools = tools
        self.excludeTools = excludeTools
    }

    /// Tools that change nothing, and no others.
    package static let readOnly = ToolPolicy(methods: ["read"])

    /// The tools this policy leaves of `tools`, in their order.
    ///
    /// Throws for a name that no tool answers to and for a filter that leaves nothing: both are mistakes that would
    /// only show
    /// much later, as a tool that is missing.
    package func select<Subject: PolicySubject>(from tools: [Subject]) throws(PolicyError) -> [Subject] {
        let allowed = try MethodFilter(methods, in: tools)
        let tags = try Self.known(tags, field: "tags", in: Set(tools.flatMap(\.tags)))
        let names = Set(tools.map(\.name))
        let named = try Self.known(self.tools, field: "tools", in: names)
        let excluded = try Self.known(excludeTools, field: "exclude_tools", in: names) ?? []
        let selected = tools.filter { tool in
            allowed.admits(tool)
                && tags.map { !$0.isDisjoint(with: tool.tags) } ?? true
                && named?.contains(tool.name) ?? true
                && !excluded.contains(tool.name)
        }
        guard !selected.isEmpty else { throw .nothingLeft }
        return selected
    }

    private static func known(_ names: [String]?, field: String, in vocabulary: Set<String>)
        throws(PolicyError) -> Set<String>?
    {
        guard let names else { return nil }
        guard !names.isEmpty else { throw .emptyList(field: field) }
        for name in names where !vocabulary.contains(name) {
            throw .unknown(
                field: field, name: name, nearest: NameSuggestion.nearest(to: name, among: vocabulary.sorted()))
        }
        return Set(names)
    }
}
