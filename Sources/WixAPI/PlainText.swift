/// The words of a web page or of any other text, for a message.
enum PlainText {
    private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "nbsp": " "]
    /// So much is looked at.
    private static let maximumBytes = 16 * 1024

    /// Text without tags, scripts, styles and doubled space, at most `limit` characters.
    static func stripped(_ bytes: [UInt8], limit: Int) -> String {
        let text = String(decoding: bytes.prefix(maximumBytes), as: UTF8.self)
        var words = ""
        var rest = text[...]
        while !rest.isEmpty {
            let piece = rest.prefix { $0 != "<" }
            words += piece + " "
            let tag = rest[piece.endIndex...].prefix { $0 != ">" }
            rest = rest[tag.endIndex...].dropFirst()
            let name = tag.dropFirst().prefix { $0.isLetter }.lowercased()
            if name == "script" || name == "style" { rest = after(closing: name, in: rest) }
        }
        let clean = decoded(words).split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 } }
        return String(clean.joined(separator: " ").prefix(limit))
    }

    /// What follows the end of a `script` or `style` element, in which `<` is text.
    private static func after(closing name: String, in text: Substring) -> Substring {
        let closing = "</\(name)"
        let end = text.indices.first { text[$0] == "<" && text[$0...].prefix(closing.count).lowercased() == closing }
        return end.map { text[$0...].drop { $0 != ">" }.dropFirst() } ?? ""
    }

    private static func decoded(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            output += rest[..<ampersand]
            rest = rest[ampersand...]
            let name = rest.dropFirst().prefix { $0 != ";" && $0 != "&" && $0 != " " }
            if let character = entities[String(name)], rest[name.endIndex...].first == ";" {
                output += character
                rest = rest[name.endIndex...].dropFirst()
            } else {
                output += "&"
                rest = rest.dropFirst()
            }
        }
        return output + rest
    }
}
