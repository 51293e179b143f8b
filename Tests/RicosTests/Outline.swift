import JSON
import Ricos

/// A document on one line, for tables of tests. TEXT runs are apart by `|`, styles stand in brackets, links in angle
/// brackets.
enum Outline {
    static func of(_ markdown: String) throws -> String { of(try RicosDocument(markdown: markdown).json) }

    static func of(_ document: JSONValue) -> String { list(document) }

    private static func list(_ parent: JSONValue, separator: String = " ") -> String {
        (parent["nodes"]?.arrayValue ?? []).map(node).joined(separator: separator)
    }

    private static func node(_ node: JSONValue) -> String {
        switch node["type"]?.stringValue {
        case "TEXT": return text(node)
        case "PARAGRAPH":
            let alignment = node.value(at: "paragraphData.textStyle.textAlignment")?.stringValue ?? "?"
            return "P\(alignment == "AUTO" ? "" : "<" + alignment)(\(list(node, separator: "|")))"
        case "HEADING": return "H\(number(node, "headingData.level"))(\(list(node, separator: "|")))"
        case "BULLETED_LIST": return "UL\(number(node, "bulletedListData.offset"))(\(list(node)))"
        case "ORDERED_LIST":
            let start = node.value(at: "orderedListData.start")?.intValue ?? 1
            return "OL\(start).\(number(node, "orderedListData.offset"))(\(list(node)))"
        case "LIST_ITEM": return "LI(\(list(node)))"
        case "BLOCKQUOTE": return "QUOTE(\(list(node)))"
        case "CODE_BLOCK":
            let language = node.value(at: "codeBlockData.language")?.stringValue.map { "<\($0)>" } ?? ""
            return "CODE\(language)(\(list(node)))"
        case "TABLE": return "TABLE(\(list(node)))"
        case "TABLE_ROW": return "ROW(\(list(node)))"
        case "TABLE_CELL": return "CELL(\(list(node)))"
        case "IMAGE": return "IMAGE(\(image(node)))"
        case let other: return other ?? "?"
        }
    }

    private static func number(_ node: JSONValue, _ path: String) -> String {
        node.value(at: path)?.intValue.map(String.init) ?? "?"
    }

    private static func image(_ node: JSONValue) -> String {
        let size = node.value(at: "imageData.image.width").map { width in
            "\(width.text)x\(node.value(at: "imageData.image.height")?.text ?? "?")"
        }
        let caption = node["nodes"]?.arrayValue?.first?["nodes"]?.arrayValue?.first?.value(at: "textData.text")?
            .stringValue
        let link = node.value(at: "imageData.link.url")?.stringValue.map { "<\($0)>" }
        return [
            node.value(at: "imageData.image.src.id")?.stringValue, size,
            node.value(at: "imageData.altText")?.stringValue,
            caption, link,
        ].compactMap { $0 }.joined(separator: ";")
    }

    private static func text(_ node: JSONValue) -> String {
        var style = ""
        var link = ""
        for decoration in node.value(at: "textData.decorations")?.arrayValue ?? [] {
            switch decoration["type"]?.stringValue {
            case "BOLD": style += "b"
            case "ITALIC": style += "i"
            case "UNDERLINE": style += "u"
            case "STRIKETHROUGH": style += "s"
            case "SUPERSCRIPT": style += "^"
            case "SUBSCRIPT": style += "_"
            case "COLOR": style += "c"
            case "LINK": link = "<\(decoration.value(at: "linkData.link.url")?.stringValue ?? "?")>"
            case let other: style += other ?? "?"
            }
        }
        let text = node.value(at: "textData.text")?.stringValue ?? "?"
        return (style.isEmpty ? "" : "[\(style)]") + link
            + text.replacing("\n", with: "⏎").replacing("|", with: "\\|")
    }
}
