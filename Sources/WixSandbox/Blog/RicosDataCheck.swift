import JSON

/// Checks the data object of a Ricos node (blog reference 6.2 and 6.3).
struct RicosDataCheck {
    private let node: StrictObject
    private let member: String

    init(_ node: StrictObject, _ member: String) {
        self.node = node
        self.member = member
    }

    func check(_ type: String) throws(WixError) {
        switch type {
        case "TEXT": try checkText()
        case "PARAGRAPH": try checkTextStyle(data(["textStyle", "indentation"]))
        case "HEADING":
            guard node[member] != nil else { throw .required(node.name(member)) }
            let heading = try data(["level", "textStyle", "indentation"])
            guard let level = try heading.int("level"), (1...6).contains(level) else {
                throw .violation(heading.name("level"), "must be between 1 and 6")
            }
            try checkTextStyle(heading)
        case "CODE_BLOCK":
            let code = try data(["textStyle", "language"])
            _ = try code.string("language")
            try checkTextStyle(code)
        case "CAPTION": try checkTextStyle(data(["textStyle"]))
        case "BLOCKQUOTE": _ = try data(["indentation"]).int("indentation")
        case "BULLETED_LIST": _ = try data(["offset", "indentation"]).int("offset")
        case "ORDERED_LIST":
            let list = try data(["start", "offset", "indentation"])
            _ = try list.int("start")
            _ = try list.int("offset")
        case "DIVIDER":
            let divider = try data(["lineStyle", "width", "alignment", "containerData"])
            _ = try divider.choice("lineStyle", of: ["SINGLE", "DOUBLE", "DASHED", "DOTTED"])
            _ = try divider.choice("width", of: ["LARGE", "MEDIUM", "SMALL"])
            _ = try divider.choice("alignment", of: ["CENTER", "LEFT", "RIGHT"])
        case "IMAGE": try checkImage()
        case "TABLE":
            let table = try data(["dimensions", "rowHeader", "columnHeader", "containerData", "header", "cellPadding"])
            _ = try table.bool("rowHeader")
            _ = try table.child("dimensions", known: ["colsWidthRatio", "rowsHeight", "colsMinWidth"])
        case "TABLE_CELL": _ = try data(["cellStyle", "borderColors"])
        default:
            if let value = node[member], value.objectValue == nil {
                throw .expected("an object", at: node.name(member))
            }
        }
    }

    private func data(_ known: [String]) throws(WixError) -> StrictObject {
        try node.child(member, known: known)
    }

    private func checkTextStyle(_ data: StrictObject) throws(WixError) {
        let style = try data.child("textStyle", known: ["textAlignment", "lineHeight"])
        _ = try style.choice("textAlignment", of: ["AUTO", "LEFT", "RIGHT", "CENTER", "JUSTIFY"])
        _ = try style.string("lineHeight")
        if data.object["indentation"] != nil { _ = try data.int("indentation") }
    }

    private func checkText() throws(WixError) {
        guard node[member] != nil else { throw .required(node.name(member)) }
        let text = try data(["text", "decorations"])
        _ = try text.requiredString("text")
        var seen: Set<String> = []
        for (index, entry) in (try text.array("decorations") ?? []).enumerated() {
            let type = try checkDecoration(entry, "\(text.path).decorations[\(index)]")
            guard seen.insert(type).inserted else {
                throw .violation("\(text.path).decorations", "has \(type) twice")
            }
        }
    }

    private static let decorations: [String: String] = [
        "BOLD": "fontWeightValue", "ITALIC": "italicData", "UNDERLINE": "underlineData",
        "STRIKETHROUGH": "strikethroughData", "SUPERSCRIPT": "superscriptData", "SUBSCRIPT": "subscriptData",
        "LINK": "linkData", "ANCHOR": "anchorData", "COLOR": "colorData", "FONT_SIZE": "fontSizeData",
        "SPOILER": "spoilerData", "MENTION": "mentionData",
    ]

    private func checkDecoration(_ value: JSONValue, _ path: String) throws(WixError) -> String {
        guard let type = value["type"]?.stringValue else { throw .required("\(path).type") }
        guard let member = RicosDataCheck.decorations[type] else {
            throw .violation(
                "\(path).type", "enum must be in [\(RicosDataCheck.decorations.keys.sorted().joined(separator: ", "))]",
                rule: "INVALID_ENUM_VALUE")
        }
        let decoration = try StrictObject(value, at: path, known: ["type", member])
        switch type {
        case "BOLD":
            guard let weight = try decoration.int(member), (100...900).contains(weight) else {
                throw .violation("\(path).\(member)", "must be between 100 and 900")
            }
        case "LINK":
            let data = try decoration.child(member, known: ["link"])
            guard data["link"] != nil else { throw .required("\(path).\(member).link") }
            try RicosDataCheck.checkLink(data)
        case "COLOR":
            let color = try decoration.child(member, known: ["foreground", "background"])
            for part in ["foreground", "background"] {
                guard let text = try color.string(part) else { continue }
                let isColor =
                    text.hasPrefix("#") && [4, 7, 9].contains(text.count)
                    && text.dropFirst().allSatisfy(\.isHexDigit)
                if !isColor { throw .violation(color.name(part), "is not a colour such as #F2F2F2", rule: "FORMAT") }
            }
        case "ITALIC", "UNDERLINE", "STRIKETHROUGH", "SUPERSCRIPT", "SUBSCRIPT": _ = try decoration.bool(member)
        default: break
        }
        return type
    }

    /// A link has exactly one of `url` and `anchor`.
    private static func checkLink(_ data: StrictObject) throws(WixError) {
        let link = try data.child("link", known: ["url", "anchor", "target", "rel", "customData"])
        _ = try link.choice("target", of: ["SELF", "BLANK", "PARENT", "TOP"])
        let url = try link.string("url")
        guard (url == nil) != (link["anchor"] == nil) else {
            throw .violation(link.path, "must have exactly one of url, anchor", rule: "REQUIRED_ONE_OF_FIELD")
        }
        if let url, !["https://", "http://", "mailto:", "tel:"].contains(where: { url.hasPrefix($0) }) {
            throw .violation(link.name("url"), "is not an absolute URL", rule: "FORMAT")
        }
        _ = try link.child("rel", known: ["nofollow", "sponsored", "ugc", "noreferrer"])
    }

    private func checkImage() throws(WixError) {
        guard node[member] != nil else { throw .required(node.name(member)) }
        let image = try data([
            "image", "containerData", "link", "altText", "caption", "disableExpand", "disableDownload", "decorative",
            "styles",
        ])
        guard image["image"] != nil else { throw .required(image.name("image")) }
        let media = try image.child("image", known: ["src", "width", "height", "duration"])
        let source = try media.child("src", known: ["id", "url", "private"])
        guard (source["id"] == nil) != (source["url"] == nil) else {
            throw .violation(source.path, "must have exactly one of id, url", rule: "REQUIRED_ONE_OF_FIELD")
        }
        if image["link"] != nil { try RicosDataCheck.checkLink(image) }
        _ = try image.string("altText")
    }
}
