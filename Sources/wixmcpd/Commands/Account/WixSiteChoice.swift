import JSON

/// A site that an account-level API key sees.
struct WixSiteChoice: Sendable, Equatable {
    let id: String
    let name: String
    let url: String
    let isPublished: Bool
    /// The account that is connected to it already; empty when none is.
    let connectedAs: String

    init(_ json: JSONValue) {
        id = json.text("site_id")
        name = json.text("name")
        url = json.text("url")
        isPublished = json["published"]?.boolValue ?? false
        connectedAs = json.text("connected_as")
    }

    /// The sites that a list separated by commas names: by number from 1, id, beginning of an id, or name.
    static func choose(_ text: String, among sites: [WixSiteChoice]) throws(CommandFailure) -> [WixSiteChoice] {
        var chosen: [WixSiteChoice] = []
        for word in text.split(separator: ",").map(\.trimmed) where !word.isEmpty {
            let site = try find(word, among: sites)
            guard site.connectedAs.isEmpty else {
                throw CommandFailure("\(site.name) is connected already, as \(site.connectedAs)")
            }
            if !chosen.contains(site) { chosen.append(site) }
        }
        return chosen
    }

    private static func find(_ word: String, among sites: [WixSiteChoice]) throws(CommandFailure) -> WixSiteChoice {
        if let number = Int(word), sites.indices.contains(number - 1) { return sites[number - 1] }
        let isLong = word.count >= AdminReference.prefixLength
        let matches = sites.filter {
            $0.id == word || $0.name.lowercased() == word.lowercased() || (isLong && $0.id.hasPrefix(word))
        }
        guard let site = matches.first else {
            let nearest = NameSuggestion.nearest(to: word, among: sites.map(\.name))
            throw CommandFailure(
                "the API key sees no site \(word)"
                    + (nearest.map { "; did you mean \($0)?" } ?? ": \(sites.map(\.name).joined(separator: ", "))"))
        }
        guard matches.count == 1 else {
            throw CommandFailure(
                "\(word) names \(matches.count) sites, use the id of one: \(matches.map(\.id).joined(separator: ", "))")
        }
        return site
    }

    /// A name for the account: the site's, made of the letters that a name may have, with a number when it is taken.
    func accountName(prefix: String?, avoiding taken: Set<String>) -> String {
        var plain = ""
        for byte in name.lowercased().utf8 {
            if byte.isLetterOrDigit {
                plain.unicodeScalars.append(Unicode.Scalar(byte))
            } else if !plain.isEmpty, !plain.hasSuffix("-") {
                plain += "-"
            }
        }
        while plain.hasSuffix("-") { plain.removeLast() }
        if plain.isEmpty { plain = "site-\(id.prefix(8))" }
        let whole = String(((prefix.map { "\($0)-" } ?? "") + plain).prefix(60))
        guard taken.contains(whole) else { return whole }
        return (2...).lazy.map { "\(whole)-\($0)" }.first { !taken.contains($0) } ?? whole
    }
}
