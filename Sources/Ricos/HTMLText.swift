/// The text of raw HTML: tags go, their text stays, `<br>` and the ends of blocks end a line, scripts and styles go
/// whole.
enum HTMLText {
    /// The lower-case name of one tag such as `<BR />`, with a leading `/` for a closing one; nil for comments and
    /// declarations.
    static func tagName(_ tag: some StringProtocol) -> String? {
        guard tag.utf8.first == UInt8(ascii: "<") else { return nil }
        let inside = tag.dropFirst()
        let slash = inside.hasPrefix("/") ? "/" : ""
        let name = inside.dropFirst(slash.count).prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        guard let first = name.first, first.isLetter else { return nil }
        return slash + name.lowercased()
    }

    /// The lines of text in a block of HTML, without empty ones.
    static func lines(of html: String) -> [String] {
        var text = ""
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            text += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix("<!--") {
                rest = after("-->", in: rest)
                continue
            }
            let name = tagName(rest.prefix(40))
            guard name != nil || rest.hasPrefix("<!") || rest.hasPrefix("<?"), let end = rest.firstIndex(of: ">") else {
                text += "<"
                rest = rest.dropFirst()
                continue
            }
            rest = rest[rest.index(after: end)...]
            if let name, hidden.contains(name) { rest = after(">", in: after("</\(name)", in: rest)) }
            if let name, endsLine.contains(name) { text += "\n" }
        }
        text += rest
        return decodingEntities(text).split(separator: "\n").map { line in
            line.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        }.filter { !$0.isEmpty }
    }

    private static let hidden: Set<String> = ["script", "style", "template"]
    private static let endsLine: Set<String> = [
        "br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6", "/blockquote", "/pre", "/section",
        "hr",
    ]
    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "ndash": "–",
        "mdash": "—", "hellip": "…", "euro": "€",
    ]

    /// What follows the first `mark`, whatever its case; nothing when it never comes.
    private static func after(_ mark: String, in text: Substring) -> Substring {
        var rest = text
        while let first = rest.first {
            if first == mark.first, rest.prefix(mark.count).lowercased() == mark { return rest.dropFirst(mark.count) }
            rest = rest.dropFirst()
        }
        return rest
    }

    private static func decodingEntities(_ text: String) -> String {
        var decoded = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            decoded += rest[..<start]
            rest = rest[start...]
            let name = rest.dropFirst().prefix(12).prefix { $0 != ";" && $0 != "&" }
            let end = rest.index(rest.startIndex, offsetBy: name.count + 1)
            if end < rest.endIndex, rest[end] == ";", let character = character(named: name) {
                decoded += character
                rest = rest[rest.index(after: end)...]
            } else {
                decoded += "&"
                rest = rest.dropFirst()
            }
        }
        return decoded + rest
    }

    private static func character(named name: Substring) -> String? {
        guard name.first == "#" else { return entities[String(name)] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        guard let code = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits), code > 0 else {
            return nil
        }
        return Unicode.Scalar(code).map { String(Character($0)) }
    }
}
