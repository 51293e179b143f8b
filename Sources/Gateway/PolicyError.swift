/// Why a policy cannot be used. `description` is one sentence for whoever wrote it.
package enum PolicyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A filter that is there but holds nothing; it would be read as "all" by some and "none" by others.
    case emptyList(field: String)
    case unknown(field: String, name: String, nearest: String?)
    case nothingLeft

    package var description: String {
        switch self {
        case .emptyList(let field):
            return "\(field) is an empty list; name something or leave \(field) out"
        case .unknown(let field, let name, let nearest):
            let hint = nearest.map { "; did you mean \($0)?" } ?? "; `wixmcpd tools` lists what there is"
            return "\(field) names \(name.debugDescription), which is unknown\(hint)"
        case .nothingLeft:
            return "methods, tags, tools and exclude_tools together leave no tool"
        }
    }
}
