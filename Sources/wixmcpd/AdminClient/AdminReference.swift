import JSON

/// Finds the item that a person means by an id, the beginning of one, or a name.
enum AdminReference {
    /// Characters of an id that are enough to name it, as long as no other id begins with them.
    static let prefixLength = 8

    /// - Parameters:
    ///   - kind: for messages, e.g. `account`.
    ///   - command: the command that lists the candidates.
    static func find(_ text: String, among items: [JSONValue], kind: String, listedBy command: String)
        throws(CommandFailure) -> JSONValue
    {
        if let item = items.first(where: { $0.text("id") == text }) { return item }
        let named = items.filter { $0.text("name") == text }
        if let only = named.first, named.count == 1 { return only }
        let begun = text.count >= prefixLength ? items.filter { $0.text("id").hasPrefix(text) } : []
        if let only = begun.first, begun.count == 1, named.isEmpty { return only }
        let candidates = named.isEmpty ? begun : named
        guard candidates.isEmpty else {
            let list = candidates.prefix(10).map { "\($0.text("id")) (\($0.text("name")))" }
            throw CommandFailure(
                "\(text) names \(candidates.count) \(kind)s, use the id of one: \(list.joined(separator: ", "))")
        }
        let nearest = NameSuggestion.nearest(to: text, among: items.map { $0.text("name") })
        throw CommandFailure(
            "there is no \(kind) \(text)" + (nearest.map { "; did you mean \($0)?" } ?? "; see `\(command)`"))
    }

    /// The account that is named, or the only one.
    static func only(_ text: String?, among accounts: [JSONValue]) throws(CommandFailure) -> JSONValue {
        if let text { return try find(text, among: accounts, kind: "account", listedBy: "wixmcpd account list") }
        guard let only = accounts.first, accounts.count == 1 else {
            throw CommandFailure(
                accounts.isEmpty
                    ? "no site is connected; connect one with `wixmcpd account add NAME --site-id ID`"
                    : "name one of the accounts: \(accounts.map { $0.text("name") }.joined(separator: ", "))")
        }
        return only
    }

    /// The ids cut to what still tells them apart, in the same order. The id of what the configuration declares stays whole.
    static func shortened(_ ids: [String]) -> [String] {
        var length = prefixLength
        let random = ids.filter { !$0.contains(":") }
        while length < 36, Set(random.map { $0.prefix(length) }).count < Set(random).count { length += 1 }
        return ids.map { $0.contains(":") ? $0 : String($0.prefix(length)) }
    }
}

extension JSONValue {
    /// A member's text; empty when there is none.
    func text(_ key: String) -> String { self[key]?.stringValue ?? "" }

    /// A member for a table: text as it is, numbers and truths as JSON writes them, lists joined, nothing for `null`.
    func cell(_ key: String) -> String {
        switch self[key] {
        case nil, .null: ""
        case .string(let text): text
        case .array(let items): items.map { $0.stringValue ?? $0.text }.joined(separator: ", ")
        case let value?: value.text
        }
    }
}
