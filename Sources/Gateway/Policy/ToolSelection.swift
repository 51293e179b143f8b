import WixCatalogue

/// The tools that a policy leaves, ready to be listed and looked up. Shared by all servers with the same policy.
final class ToolSelection: Sendable {
    /// In catalogue order.
    let tools: [Tool]
    /// The MCP tool objects of `tools`.
    var definitions: [[UInt8]] { tools.map(\.definition) }
    let isReadOnly: Bool
    private let byName: [String: Tool]

    init(_ tools: [Tool]) {
        self.tools = tools
        isReadOnly = tools.allSatisfy { $0.effect == .read }
        byName = Dictionary(tools.map { ($0.name, $0) }) { first, _ in first }
    }

    subscript(name: String) -> Tool? { byName[name] }

    func hasSameTools(as other: ToolSelection) -> Bool {
        self === other || tools.map(\.name) == other.tools.map(\.name)
    }
}

/// Makes each selection once.
struct ToolSelectionCache: Sendable {
    /// Beyond this many policies the cache starts anew; servers keep the selections they have.
    private static let capacity = 1000

    private let tools: [Tool]
    private let vocabulary: PolicyVocabulary
    private struct Key: Hashable {
        let policy: ToolPolicy
        let scope: AccountScope
    }
    private var selections: [Key: ToolSelection] = [:]

    init(_ catalogue: Catalogue) {
        tools = catalogue.tools
        vocabulary = PolicyVocabulary(catalogue.tools)
    }

    mutating func selection(of policy: ToolPolicy, in scope: AccountScope) throws(PolicyError) -> ToolSelection {
        let key = Key(policy: policy, scope: scope)
        if let selection = selections[key] { return selection }
        let selection = ToolSelection(try policy.select(from: tools, vocabulary, scope))
        if selections.count >= Self.capacity { selections.removeAll() }
        selections[key] = selection
        return selection
    }

    /// What is left of a policy that was good when it was kept; possibly nothing.
    mutating func remainder(of policy: ToolPolicy, in scope: AccountScope) -> ToolSelection {
        (try? selection(of: policy, in: scope)) ?? ToolSelection(policy.matches(in: tools, scope))
    }
}
