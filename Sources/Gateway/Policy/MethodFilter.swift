import WixCatalogue

/// The `methods` of a policy: keywords, single verbs and exact tool names.
struct MethodFilter {
    private var effects: Set<Effect> = []
    private var words: Set<String> = []

    init(_ methods: [String]) {
        for method in methods {
            if let group = Self.groups[method] { effects.formUnion(group) } else { words.insert(method) }
        }
    }

    func admits(_ tool: some PolicySubject) -> Bool {
        effects.contains(tool.effect) || names(tool) || !words.isDisjoint(with: Self.verbs(of: tool))
    }

    /// True for a tool that is there by its whole name.
    func names(_ tool: some PolicySubject) -> Bool { words.contains(tool.name) }

    /// The keywords and the effects they stand for.
    static let groups: [String: Set<Effect>] = [
        "read": [.read],
        "write": [.create, .update, .delete],
        "custom": [.action],
    ]

    /// The effects that are verbs; there may be no tool for one of them yet.
    static let effectVerbs: Set<String> = ["create", "update", "delete"]

    /// The single verbs that name a tool: its effect where that is a verb, and the verb in its name
    /// (`list_all_wix_orders`: list; `wix_bookings_cancel`: cancel). A name cannot claim another effect: to `create` is not
    /// to open a conversation that writes to somebody, which is an action.
    static func verbs(of tool: some PolicySubject) -> Set<String> {
        var verbs = effectVerbs.intersection([tool.effect.rawValue])
        let words = tool.name.split(separator: "_")
        if let word = words.first == "wix" ? words.last : words.first, !effectVerbs.contains(String(word)) {
            verbs.insert(String(word))
        }
        return verbs
    }
}
