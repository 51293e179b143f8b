import WixAPI

extension AuditRedaction {
    /// A request's path with only words of ours and ids in it: an id comes from the caller, who may write anything.
    static func path(_ path: String) -> String {
        let bytes = path.utf8.span
        var start = 0
        for index in bytes.indices {
            guard bytes[index] == UInt8(ascii: "/") else { continue }
            guard isPlain(bytes.extracting(start..<index)) else { return checkedPath(path) }
            start = index + 1
        }
        return isPlain(bytes.extracting(start..<bytes.count)) ? path : checkedPath(path)
    }

    /// True for a part that is an id or a word, and too short to be a key.
    private static func isPlain(_ part: Span<UInt8>) -> Bool {
        part.isEmpty || AuditShape.isUUID(part)
            || part.count < 20 && (AuditShape.isFieldName(part) || AuditShape.isIdentifier(part))
    }

    private static func checkedPath(_ path: String) -> String {
        path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/", omittingEmptySubsequences: false).map { part in
            let bytes = part.utf8.span
            let isWord = AuditShape.isFieldName(bytes) || AuditShape.isIdentifier(bytes)
            return isPlain(bytes) || isWord && Redaction.redact(String(part)) == part ? String(part) : "[text]"
        }.joined(separator: "/")
    }

    static let longestSentence = 300

    /// A sentence about a failure without what it may quote: what stands in quotes and is no name or enum word,
    /// e-mail addresses, telephone numbers and keys.
    static func sentence(_ text: String) -> String {
        if AuditShape.isEnumWord(text.utf8.span) { return text }
        let isLong = text.unicodeScalars.count > longestSentence
        var output = ""
        var rest = Redaction.redact(String(text.unicodeScalars.prefix(longestSentence)))[...]
        while let open = rest.firstIndex(where: { closing[$0] != nil }), let close = closing[rest[open]] {
            output += unquoted(rest[..<open])
            let inside = rest[rest.index(after: open)...]
            let quoted = inside.prefix { $0 != close }
            let isName = AuditShape.isFieldName(quoted.utf8.span) || AuditShape.isEnumWord(quoted.utf8.span)
            output.append(rest[open])
            output += isName ? String(quoted) : "[text, \(quoted.unicodeScalars.count) characters]"
            output.append(close)
            rest = inside[quoted.endIndex...].dropFirst()
        }
        return output + unquoted(rest) + (isLong ? "…" : "")
    }

    private static let closing: [Character: Character] = ["\"": "\"", "“": "”", "«": "»", "`": "`"]

    private static func unquoted(_ text: Substring) -> String {
        var output = ""
        var dialled: Substring?
        var rest = text
        while !rest.isEmpty {
            let gap = rest.prefix { $0.isWhitespace }
            let word = rest[gap.endIndex...].prefix { !$0.isWhitespace }
            rest = rest[word.endIndex...]
            // Digits with spaces between them may be one number.
            if !word.isEmpty, isDialable(word) {
                dialled = text[(dialled?.startIndex ?? gap.startIndex)..<word.endIndex]
                continue
            }
            output += numbers(dialled) + gap + (word.contains("@") ? Redaction.mark : String(word))
            dialled = nil
        }
        return output + numbers(dialled)
    }

    private static func isDialable(_ word: Substring) -> Bool {
        let bare = word.trimmingSuffix(",.;:)")
        return !bare.isEmpty && AuditShape.isDialable(bare.utf8.span) && !AuditShape.isDate(bare.utf8.span)
    }

    /// Words of digits as they are, unless together they are as long as a telephone number.
    private static func numbers(_ words: Substring?) -> String {
        guard let words else { return "" }
        let digits = words.utf8.count(where: AuditShape.isDigit)
        return digits < 7 ? String(words) : " " + Redaction.mark
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ characters: String) -> Substring {
        var text = self
        while let last = text.last, characters.contains(last) { text = text.dropLast() }
        return text
    }
}
