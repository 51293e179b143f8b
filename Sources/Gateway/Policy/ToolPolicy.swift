/// Which tools an MCP server may call: `methods` AND `tags` AND `tools`, minus `exclude_tools`. Nil leaves a filter out.
///
/// Of what the filters leave, a tool is there when `exposure` brings it in or when it was asked for: by its name in
/// `methods` or `tools`, or by one of its tags. `exposure` never brings in an experimental tool. What is listed and what
/// may be called are the same (design 5). On an account of the Wix account itself every tool that works there is an
/// everyday tool.
package struct ToolPolicy: Sendable, Hashable {
    /// `read`, `write`, `custom`, single verbs and exact tool names.
    package var methods: [String]?
    /// At least one must be among the tool's tags.
    package var tags: [String]?
    /// Exact tool names; `core` stands for the everyday tools, so that others can be named beside them.
    package var tools: [String]?
    /// Wins over everything else.
    package var excludeTools: [String]?
    package var exposure: ServerConfiguration.Exposure

    package init(
        methods: [String]? = nil, tags: [String]? = nil, tools: [String]? = nil, excludeTools: [String]? = nil,
        exposure: ServerConfiguration.Exposure = .core
    ) {
        self.methods = methods
        self.tags = tags
        self.tools = tools
        self.excludeTools = excludeTools
        self.exposure = exposure
    }

    /// Tools that change nothing, and no others.
    package static let readOnly = ToolPolicy(methods: ["read"])

    /// The word in `tools` that stands for the everyday tools.
    static let coreWord = "core"

    /// The tools this policy leaves of `tools` in `scope`, in their order.
    ///
    /// Throws for a name that no tool answers to and for a filter that leaves nothing: both are mistakes that would
    /// only show much later, as a tool that is missing.
    package func select<Subject: PolicySubject>(
        from tools: [Subject], scope: AccountScope? = nil
    ) throws(PolicyError) -> [Subject] {
        try select(from: tools, PolicyVocabulary(tools), scope)
    }

    func select<Subject: PolicySubject>(
        from tools: [Subject], _ vocabulary: PolicyVocabulary, _ scope: AccountScope?
    ) throws(PolicyError) -> [Subject] {
        try vocabulary.check(self, scope)
        let selected = matches(in: tools, scope)
        guard selected.isEmpty else { return selected }
        var wider = self
        wider.exposure = .all
        throw wider.matches(in: tools, scope).isEmpty ? .nothingLeft : .nothingExposed
    }

    /// The same without the checks: a name that no tool answers to stands for nothing, so that a policy kept from an
    /// earlier version never allows more than it did.
    func matches<Subject: PolicySubject>(in tools: [Subject], _ scope: AccountScope?) -> [Subject] {
        let methods = methods.map { MethodFilter($0) }
        let tags = tags.map { Set($0) }
        let named = self.tools.map { Set($0) }
        let namesCore = named?.contains(Self.coreWord) ?? false
        let excluded = Set(excludeTools ?? [])
        return tools.filter { tool in
            guard tool.works(in: scope) else { return false }
            let isEveryday = !tool.isExperimental && (tool.isCore || scope == .account)
            guard methods?.admits(tool) ?? true, !(tags?.isDisjoint(with: tool.tags) ?? false),
                named?.contains(tool.name) ?? true || namesCore && isEveryday, !excluded.contains(tool.name)
            else { return false }
            let isAskedFor = tags != nil || named != nil || methods?.names(tool) ?? false
            return isAskedFor || isEveryday || exposure == .all && !tool.isExperimental
        }
    }
}
