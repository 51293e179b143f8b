/// Why a policy cannot be used. `description` is one sentence for whoever wrote it.
package enum PolicyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A filter that is there but holds nothing; it would be read as "all" by some and "none" by others.
    case emptyList(field: String)
    case unknown(field: String, name: String, nearest: String?)
    /// The tool exists and cannot work with the account's credential, which reaches `scope`.
    case outOfScope(field: String, name: String, AccountScope)
    case nothingLeft
    /// Something is left, but nothing of it belongs to the everyday tools, and nothing names it.
    case nothingExposed

    /// The filter at fault; nil when it is all of them together.
    package var field: String? {
        switch self {
        case .emptyList(let field), .unknown(let field, _, _), .outOfScope(let field, _, _): field
        case .nothingLeft, .nothingExposed: nil
        }
    }

    /// What is wrong with `field`, as the rest of a sentence.
    package var problem: String {
        switch self {
        case .emptyList: return "is an empty list; name something or leave it out"
        case .unknown(_, let name, let nearest):
            let hint = nearest.map { "; did you mean \($0)?" } ?? "; `wixmcpd tools` lists what there is"
            return "names \(name.debugDescription), which is unknown\(hint)"
        case .outOfScope(_, let name, .site):
            return "names \(name), which works on the whole Wix account and not on one site; connect the account with "
                + "account_id and without site_id for it"
        case .outOfScope(_, let name, .account):
            return "names \(name), which works on a site, and this account has no site_id"
        case .nothingLeft: return "leaves no tool: methods, tags, tools and exclude_tools have none in common"
        case .nothingExposed:
            return "leaves no everyday tool; name tools or tags, or set exposure to all"
        }
    }

    package var description: String { "\(field ?? "the filter") \(problem)" }
}
