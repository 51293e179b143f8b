import JSON
import WixCatalogue

/// The `methods` of a policy, checked against the tools there are.
struct MethodFilter {
    private var admitsAll = false
    private var effects: Set<Effect> = []
    private var verbs: Set<String> = []
    private var names: Set<String> = []

    /// Nil admits every tool.
    init(_ methods: [String]?, in tools: [some PolicySubject]) throws(PolicyError) {
        guard let methods else {
            admitsAll = true
            return
        }
        guard !methods.isEmpty else { throw .emptyList(field: "methods") }
        let knownNames = Set(tools.map(\.name))
        let knownVerbs = Set(tools.flatMap { Self.verbs(of: $0) })
        for method in methods {
            if let group = Self.groups[method] {
                effects.formUnion(group)
            } else if knownNames.contains(method) {
                names.insert(method)
            } else if knownVerbs.contains(method) {
                verbs.insert(method)
            } else {
                let candidates = Self.groups.keys.sorted() + knownVerbs.sorted() + knownNames.sorted()
                throw .unknown(
                    field: "methods", name: method, nearest: NameSuggestion.nearest(to: method, among: candidates))
            }
        }
    }

    func admits(_ tool: some PolicySubject) -> Bool {
        admitsAll || effects.contains(tool.effect) || names.contains(tool.name)
            || !verbs.isDisjoint(with: Self.verbs(of: tool))
    }

    /// The keywords and the effects they stand for.
    static let groups: [String: Set<Effect>] = [
        "read": [.read],
        "write": [.create, .update, .delete],
        "custom": [.action],
    ]

    /// The single verbs that name a tool: its effect where that is a verb, and the verb in its name
    /// (`list_all_wix_orders`: list; `wix_bookings_cancel`: cancel). A name cannot claim another effect: to `create` is not
    /// to open a conversation that writes to somebody, which is an action.
    static func verbs(of tool: some PolicySubject) -> Set<String> {
        let effects: Set<String> = ["create", "update", "delete"]
        var verbs = effects.intersection([tool.effect.rawValue])
        let words = tool.name.split(separator: "_")
        if let word = words.first == "wix" ? words.last : words.first, !effects.contains(String(word)) {
            verbs.insert(String(word))
        }
        return verbs
    }
}
