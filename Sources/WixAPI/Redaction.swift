/// Takes keys and tokens out of text that goes to a log or a person.
package enum Redaction {
    package static let mark = "[redacted]"
    /// How Wix's keys and tokens begin (platform.md 1.2); `eyJ` is the head of any JWT.
    private static let prefixes = ["IST.", "JWS.", "JWE.", "OauthNG.", "eyJ"]
    /// Shorter words that look like a token are left alone.
    private static let minimumLength = 20

    /// `text` with every Wix key, JWT and bearer token replaced by `[redacted]`.
    package static func redact(_ text: String) -> String {
        var output = ""
        var isAfterBearer = false
        var rest = text[...]
        while !rest.isEmpty {
            let gap = rest.prefix { !isTokenCharacter($0) }
            output += gap
            rest = rest[gap.endIndex...]
            let word = rest.prefix(while: isTokenCharacter)
            rest = rest[word.endIndex...]
            guard !word.isEmpty else { break }
            let isSecret = isAfterBearer || looksSecret(word)
            output += isSecret ? mark : String(word)
            isAfterBearer = word.lowercased() == "bearer"
        }
        return output
    }

    private static func looksSecret(_ word: Substring) -> Bool {
        guard word.utf8.count >= minimumLength else { return false }
        // A token may follow a name, as in `key=IST.…`.
        return word.split(separator: "=").contains { part in prefixes.contains { part.hasPrefix($0) } }
    }

    private static func isTokenCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._~+/=-".contains(character))
    }
}
