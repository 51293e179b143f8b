/// Which addresses Wix may be asked to fetch a picture from.
enum PictureAddress {
    private static let longest = 2_000

    /// Why `address` is refused, as the end of a sentence; nil for a good one. Never repeats what may be a password.
    static func fault(in address: String) -> String? {
        guard ["https://", "http://"].contains(where: { address.lowercased().hasPrefix($0) }) else {
            return "must begin with https:// or http://"
        }
        guard address.utf8.count <= longest else { return "is longer than \(longest) characters" }
        guard address.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
            return "has blanks or control characters in it"
        }
        let authority = authority(of: address)
        guard !authority.contains("@") else { return "has a user name or password in it, which would become public" }
        guard let first = authority.first, first != ":" else { return "names no host" }
        return nil
    }

    /// The address without what may be secret or long, for messages.
    static func shown(_ address: String) -> String {
        guard let host = authority(of: address).split(separator: "@", omittingEmptySubsequences: false).dropFirst().last
        else { return String(address.prefix(200)) }
        return "one at \(host)"
    }

    /// The host, with what stands before and behind it.
    private static func authority(of address: String) -> Substring {
        let parts = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count > 2 ? parts[2].prefix { !"/?#".contains($0) } : ""
    }
}
