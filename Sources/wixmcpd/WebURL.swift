/// The parts of an absolute http or https URL that the daemon and the bridge need.
struct WebURL: Sendable, Equatable {
    /// `http://host:port`, in lowercase.
    let origin: String
    /// Without the port; an IPv6 address keeps its brackets.
    let host: String
    /// The path and the query; starts with `/`.
    let target: String

    init?(_ text: String) {
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end].lowercased()
        guard !authority.isEmpty, !authority.contains("@"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        let portStart = authority.lastIndex(of: ":").flatMap { authority[$0...].contains("]") ? nil : $0 }
        host = String(authority[..<(portStart ?? authority.endIndex)])
        guard !host.isEmpty else { return nil }
        origin = scheme + authority
        let target = rest[end...].prefix { $0 != "#" }
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    var text: String { origin + target }

    /// The URL that a reference names, seen from this one (RFC 3986 section 5, without dot segments); nil when it is
    /// none.
    func resolving(_ reference: String) -> WebURL? {
        if reference.lowercased().hasPrefix("http") { return WebURL(reference) }
        if reference.hasPrefix("//") { return WebURL(origin.prefix { $0 != "/" } + reference) }
        if reference.hasPrefix("/") { return WebURL(origin + reference) }
        let path = target.prefix { $0 != "?" }
        if reference.hasPrefix("?") { return WebURL(origin + path + reference) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return WebURL(origin + folder + reference)
    }
}
