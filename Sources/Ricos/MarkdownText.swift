/// Writes text as Markdown that reads back as the same text.
enum MarkdownText {
    /// The text of one run: escaped, or as code.
    static func run(_ run: InlineRun, isCell: Bool) -> String {
        guard run.style.code else { return escaped(run.text, isLinked: run.style.link != nil) }
        // In a table a backslash before a bar cannot be said inside backticks.
        if isCell, run.text.contains("\\"), run.text.contains("|") {
            return "<code>\(escaped(run.text, isLinked: true))</code>"
        }
        return code(run.text)
    }

    private static func code(_ text: String) -> String {
        let ticks = String(repeating: "`", count: longestBackticks(in: text) + 1)
        // One blank at each end is taken off when both are there.
        let isPadded = text.first == " " && text.last == " " && text.contains { $0 != " " }
        let needsBlank = isPadded || text.first == "`" || text.last == "`"
        return needsBlank ? "\(ticks) \(text) \(ticks)" : ticks + text + ticks
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

    /// A code block, its fence longer than any run of backticks inside.
    static func fenced(_ code: String, language: String) -> String {
        let fence = String(repeating: "`", count: max(3, longestBackticks(in: code) + 1))
        return "\(fence)\(language)\n\(code)\n\(fence)"
    }

    /// An address in angle brackets, where almost anything may stand.
    static func destination(_ url: String) -> String {
        let scalars = Array(url.unicodeScalars)
        var text = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\n", "\r": text.append(contentsOf: (scalar == "\n" ? "%0A" : "%0D").unicodeScalars)
            // Addresses are full of `&` that begin no entity.
            case "&" where beginsEntity(scalars[index...]): text.append(contentsOf: "&amp;".unicodeScalars)
            case "\\", "<", ">": text.append(contentsOf: ["\\", scalar])
            default: text.append(scalar)
            }
        }
        return "<\(text)>"
    }

    /// The title of a picture, in quotation marks.
    static func title(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isLineEnd).joined(separator: " ")
        return "\"\(escaped(line, isLinked: true).replacing("\"", with: "\\\""))\""
    }

    static func escapingBars(_ text: String) -> String { text.replacing("|", with: "\\|") }

    /// Text without the characters that mean something inside a line.
    ///
    /// - Parameter isLinked: inside a link, where no address becomes a link by itself.
    static func escaped(_ text: String, isLinked: Bool = false) -> String {
        let scalars = Array(text.unicodeScalars)
        var escaped = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "\\", "`", "*", "[", "]", "<", "~": escaped.append("\\")
            // Inside a word it is no emphasis.
            case "_" where !(before.map(isWord) ?? false && after.map(isWord) ?? false): escaped.append("\\")
            case "!" where after == nil: escaped.append("\\")
            case "&" where beginsEntity(scalars[index...]):
                // In titles entities are read before backslashes.
                escaped.append(contentsOf: "&amp;".unicodeScalars)
                continue
            case ":" where !isLinked && after == "/" && before.map(isWord) ?? false: escaped.append("\\")
            case "." where !isLinked && index >= 3 && scalars[(index - 3)..<index].elementsEqual("www".unicodeScalars):
                escaped.append("\\")
            // Taken off the ends of lines, and the last one off the beginning of a text.
            case "\t", "\u{B}", "\u{C}", "\u{FEFF}":
                escaped.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
                continue
            case "\u{0}":
                escaped.append("\u{FFFD}")
                continue
            default: break
            }
            escaped.append(scalar)
            // An empty comment keeps an e-mail address from becoming a link.
            if scalar == "@", !isLinked, before.map(mayStandBeforeAt) ?? false, after.map(isWord) ?? false {
                escaped.append(contentsOf: "<!-- -->".unicodeScalars)
            }
        }
        return String(escaped)
    }

    /// Keeps a line from becoming a heading, a list, a quote, a rule or part of a table.
    static func guardingStart(_ line: String) -> String {
        guard let first = line.first else { return line }
        let second = line.dropFirst().first
        let isAlone = second == nil || second == " "
        switch first {
        case ">", "=", "|": return "\\" + line
        case "#" where isAlone || second == "#": return "\\" + line
        case "+" where isAlone: return "\\" + line
        case "-" where isAlone || "-:|".contains(second ?? " "): return "\\" + line
        case ":" where second == "-": return "\\" + line
        default: break
        }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let mark = line.dropFirst(digits.count).first, mark == "." || mark == ")" else {
            return line
        }
        return digits + "\\" + line.dropFirst(digits.count)
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && scalar.value > 0x20 && scalar.value != 0x7F && !isWord(scalar)
    }

    private static func mayStandBeforeAt(_ scalar: Unicode.Scalar) -> Bool {
        isWord(scalar) || ".-_+".unicodeScalars.contains(scalar)
    }

    /// True for `&` with a name or number and a semicolon behind it.
    private static func beginsEntity(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let name = scalars.dropFirst().prefix { $0.isASCII && (isWord($0) || $0 == "#") }
        return !name.isEmpty && scalars.dropFirst(name.count + 1).first == ";"
    }
}

extension Character {
    /// What ends a line in Markdown, which is less than Unicode's line ends.
    var isLineEnd: Bool { self == "\n" || self == "\r\n" || self == "\r" }
}
