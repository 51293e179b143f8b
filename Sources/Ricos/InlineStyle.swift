import JSON

/// How a run of text looks.
struct InlineStyle: Equatable {
    var bold = false
    var italic = false
    var underline = false
    var strikethrough = false
    var superscript = false
    var `subscript` = false
    var code = false
    /// An address that `LinkAddress` accepted.
    var link: String?

    /// Ricos has no decoration for code; a grey background marks it (section 6.5).
    static let codeBackground = "#F2F2F2"

    /// At most one decoration of each type (section 6.3).
    var decorations: [JSONValue] {
        var list: [JSONValue] = []
        if bold { list.append(["type": "BOLD", "fontWeightValue": 700]) }
        if italic { list.append(["type": "ITALIC", "italicData": true]) }
        if underline { list.append(["type": "UNDERLINE", "underlineData": true]) }
        if strikethrough { list.append(["type": "STRIKETHROUGH", "strikethroughData": true]) }
        if superscript { list.append(["type": "SUPERSCRIPT", "superscriptData": true]) }
        if `subscript` { list.append(["type": "SUBSCRIPT", "subscriptData": true]) }
        if code { list.append(["type": "COLOR", "colorData": ["background": .string(Self.codeBackground)]]) }
        if let link { list.append(["type": "LINK", "linkData": ["link": Self.link(to: link)]]) }
        return list
    }

    static func link(to url: String) -> JSONValue { ["url": .string(url), "target": "SELF"] }
}

/// Which addresses may become links: `http`, `https`, `mailto` and `tel`. Relative ones and other schemes do not.
enum LinkAddress {
    static func accepts(_ url: String) -> Bool {
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let rest = url[url.utf8.index(after: colon)...]
        switch url[..<colon].lowercased() {
        case "http", "https": return rest.hasPrefix("//") && rest.utf8.count > 2
        case "mailto", "tel": return !rest.isEmpty
        default: return false
        }
    }
}
