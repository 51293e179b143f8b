import JSON

/// Writes text as Markdown that reads back as the same text.
enum MarkdownText {
    /// One run of text with its Ricos decorations.
    static func run(_ text: String, decorations: [JSONValue]) -> String {
        // Marks do not open before a blank or close after one, so blanks stay outside.
        let core = text.drop { $0.isWhitespace }
        guard let last = core.lastIndex(where: { !$0.isWhitespace }), !decorations.isEmpty else { return escaped(text) }
        let head = text[..<core.startIndex]
        let tail = core[core.index(after: last)...]
        return head + decorated(String(core[...last]), decorations) + tail
    }

    private static func decorated(_ text: String, _ decorations: [JSONValue]) -> String {
        let types = Set(decorations.compactMap { $0["type"]?.stringValue })
        let isCode = decorations.contains {
            $0.value(at: "colorData.background")?.stringValue == InlineStyle.codeBackground
        }
        var marked = isCode ? code(text) : escaped(text)
        if types.contains("SUBSCRIPT") { marked = "<sub>\(marked)</sub>" }
        if types.contains("SUPERSCRIPT") { marked = "<sup>\(marked)</sup>" }
        if types.contains("UNDERLINE") { marked = "<u>\(marked)</u>" }
        if types.contains("STRIKETHROUGH") { marked = "~~\(marked)~~" }
        if types.contains("ITALIC") { marked = "*\(marked)*" }
        if types.contains("BOLD") { marked = "**\(marked)**" }
        if let url = decorations.lazy.compactMap({ $0.value(at: "linkData.link.url")?.stringValue }).first {
            marked = "[\(marked)](<\(url.filter { !"<>\n".contains($0) })>)"
        }
        return marked
    }

    private static func code(_ text: String) -> String {
        let ticks = String(repeating: "`", count: longestBackticks(in: text) + 1)
        return ticks.count == 1 ? "`\(text)`" : "\(ticks) \(text) \(ticks)"
    }

    static func longestBackticks(in text: String) -> Int {
        var longest = 0
        var current = 0
        for byte in text.utf8 {
            current = byte == UInt8(ascii: "`") ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }

    static func escaped(_ text: String) -> String { escape(text) { "\\`*_[]<>~&!".contains($0) } }

    static func escapingBars(_ text: String) -> String { escape(text) { $0 == "|" } }

    private static func escape(_ text: String, _ isSpecial: (Character) -> Bool) -> String {
        var escaped = ""
        for character in text {
            if isSpecial(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    /// Keeps a line that begins like a heading, a list, a quote or a rule from becoming one, and line ends as hard
    /// breaks.
    static func guardingLineStarts(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let first = line.first else { return String(line) }
            if "#+-=|".contains(first) { return "\\" + line }
            let digits = line.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, let mark = line.dropFirst(digits.count).first, mark == "." || mark == ")" else {
                return String(line)
            }
            return digits + "\\" + line.dropFirst(digits.count)
        }.joined(separator: "\\\n")
    }
}
