import JSON

/// A run of text with its style, read from a document.
struct InlineRun: Equatable {
    var text: String
    var style: InlineStyle

    /// The TEXT children of a node by lines; a line holds no line end, and neighbours of one style are one run.
    static func lines(of nodes: [JSONValue]) -> [[InlineRun]] {
        var lines: [[InlineRun]] = [[]]
        for node in nodes {
            guard let text = node.value(at: "textData.text")?.stringValue else { continue }
            let style = InlineStyle(decorations: node.value(at: "textData.decorations")?.arrayValue ?? [])
            for (index, part) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd).enumerated()
            {
                if index > 0 { lines.append([]) }
                lines[lines.count - 1].append(String(part), style)
            }
        }
        return lines.filter { line in line.contains { $0.text.contains { $0 != " " } } }
    }
}

extension [InlineRun] {
    fileprivate mutating func append(_ text: String, _ style: InlineStyle) {
        guard !text.isEmpty else { return }
        if let last, last.style == style {
            self[count - 1].text += text
        } else {
            append(InlineRun(text: text, style: style))
        }
    }
}

extension InlineStyle {
    /// What Markdown can say of a TEXT node's decorations.
    init(decorations: [JSONValue]) {
        self.init()
        for decoration in decorations {
            switch decoration["type"]?.stringValue {
            case "BOLD": bold = (decoration["fontWeightValue"]?.intValue ?? 700) > 500
            case "ITALIC": italic = decoration["italicData"] != false
            case "UNDERLINE": underline = decoration["underlineData"] != false
            case "STRIKETHROUGH": strikethrough = decoration["strikethroughData"] != false
            case "SUPERSCRIPT": superscript = decoration["superscriptData"] != false
            case "SUBSCRIPT": `subscript` = decoration["subscriptData"] != false
            case "COLOR":
                code = decoration.value(at: "colorData.background")?.stringValue?.uppercased() == Self.codeBackground
            case "LINK":
                let url = decoration.value(at: "linkData.link.url")?.stringValue ?? ""
                link = url.isEmpty ? nil : url
            default: continue
            }
        }
    }
}
