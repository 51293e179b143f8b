import JSON

/// A node of a document under construction; `RicosWriter` gives the ids.
struct RicosNode: Equatable {
    var kind: RicosKind
    var data: JSONValue?
    var children: [RicosNode] = []
}

/// The node types that Markdown can become (section 6.2).
enum RicosKind: String, CaseIterable {
    case paragraph = "PARAGRAPH"
    case text = "TEXT"
    case heading = "HEADING"
    case bulletedList = "BULLETED_LIST"
    case orderedList = "ORDERED_LIST"
    case listItem = "LIST_ITEM"
    case blockquote = "BLOCKQUOTE"
    case codeBlock = "CODE_BLOCK"
    case divider = "DIVIDER"
    case image = "IMAGE"
    case caption = "CAPTION"
    case table = "TABLE"
    case tableRow = "TABLE_ROW"
    case tableCell = "TABLE_CELL"

    /// The member that holds the node's own data; nil for the types that have none.
    var dataKey: String? {
        switch self {
        case .paragraph: "paragraphData"
        case .text: "textData"
        case .heading: "headingData"
        case .bulletedList: "bulletedListData"
        case .orderedList: "orderedListData"
        case .listItem, .tableRow: nil
        case .blockquote: "blockquoteData"
        case .codeBlock: "codeBlockData"
        case .divider: "dividerData"
        case .image: "imageData"
        case .caption: "captionData"
        case .table: "tableData"
        case .tableCell: "tableCellData"
        }
    }

    /// True for what a list item may hold beside TEXT's parents (section 6.4); all else ends the list.
    var fitsListItem: Bool {
        switch self {
        case .paragraph, .heading, .bulletedList, .orderedList, .image: true
        default: false
        }
    }
}

extension RicosNode {
    static func text(_ text: String, style: InlineStyle = InlineStyle()) -> RicosNode {
        RicosNode(kind: .text, data: ["text": .string(text), "decorations": .array(style.decorations)])
    }

    static func paragraph(_ children: [RicosNode], alignment: String = "AUTO") -> RicosNode {
        RicosNode(kind: .paragraph, data: ["textStyle": textStyle(alignment)], children: children)
    }

    static func heading(_ level: Int, _ children: [RicosNode]) -> RicosNode {
        RicosNode(
            kind: .heading, data: ["level": .number(JSONNumber(level)), "textStyle": textStyle("AUTO")],
            children: children)
    }

    static func blockquote(_ children: [RicosNode]) -> RicosNode {
        RicosNode(kind: .blockquote, data: [:], children: [.paragraph(children)])
    }

    /// A `language` that `CodeLanguage` does not accept is left out.
    static func codeBlock(_ code: String, language: String = "") -> RicosNode {
        var data: JSONValue = ["textStyle": textStyle("AUTO")]
        if CodeLanguage.accepts(language) { data["language"] = .string(language) }
        return RicosNode(kind: .codeBlock, data: data, children: code.isEmpty ? [] : [.text(code)])
    }

    /// `start` is nil for a bulleted list. The writer adds how deep it stands.
    static func list(_ items: [RicosNode], start: Int?) -> RicosNode {
        guard let start else { return RicosNode(kind: .bulletedList, data: [:], children: items) }
        return RicosNode(
            kind: .orderedList, data: start == 1 ? [:] : ["start": .number(JSONNumber(start))], children: items)
    }

    /// Puts plain text in front of a paragraph's own, in one run where that is plain too.
    mutating func prependText(_ text: String) {
        if let first = children.first, first.data?["decorations"] == [], let rest = first.data?["text"]?.stringValue {
            children[0] = .text(text + rest)
        } else {
            children.insert(.text(text), at: 0)
        }
    }

    static func image(_ image: MarkdownImage, media: WixMedia) -> RicosNode {
        var data: JSONValue = [
            "containerData": ["width": ["size": "CONTENT"], "alignment": "CENTER", "textWrap": true],
            "image": media.json,
        ]
        if !image.alternative.isEmpty { data["altText"] = .string(image.alternative) }
        if let link = image.link { data["link"] = InlineStyle.link(to: link) }
        let caption =
            image.title.isEmpty
            ? [] : [RicosNode(kind: .caption, data: [:], children: [.text(image.title)])]
        return RicosNode(kind: .image, data: data, children: caption)
    }

    static func table(_ rows: [RicosNode], columns: Int) -> RicosNode {
        // Four digits are enough for a share of the width.
        let share = (10_000 / Double(max(columns, 1))).rounded() / 10_000
        let shares = Array(repeating: JSONValue.number(JSONNumber(share)), count: columns)
        return RicosNode(
            kind: .table, data: ["rowHeader": true, "dimensions": ["colsWidthRatio": .array(shares)]], children: rows)
    }

    static var divider: RicosNode {
        RicosNode(kind: .divider, data: ["lineStyle": "SINGLE", "width": "LARGE", "alignment": "CENTER"])
    }

    private static func textStyle(_ alignment: String) -> JSONValue { ["textAlignment": .string(alignment)] }
}

/// Which names of languages a code block may carry: `swift`, `c++`, `objective-c`.
enum CodeLanguage {
    static func accepts(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 40
            && name.utf8.allSatisfy { byte in
                switch UnicodeScalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "+", "#", ".", "_", "-": true
                default: false
                }
            }
    }
}

/// Writes nodes as JSON with ids `n1`, `n2`, … in document order; TEXT has none (section 6.1).
struct RicosWriter {
    private var lastID = 0
    /// Lists around the node being written.
    private var listDepth = 0

    mutating func document(_ nodes: [RicosNode]) -> JSONValue {
        ["nodes": .array(nodes.map { json(of: $0) }), "metadata": ["version": 1]]
    }

    /// Recursion is bounded by `RicosLimits.depth`.
    private mutating func json(of node: RicosNode) -> JSONValue {
        var id = ""
        if node.kind != .text {
            lastID += 1
            id = "n\(lastID)"
        }
        var json: JSONValue = ["type": .string(node.kind.rawValue), "id": .string(id)]
        let isList = node.kind == .bulletedList || node.kind == .orderedList
        if isList { listDepth += 1 }
        json["nodes"] = .array(node.children.map { self.json(of: $0) })
        if isList { listDepth -= 1 }
        if let key = node.kind.dataKey, var data = node.data {
            if isList { data["offset"] = .number(JSONNumber(listDepth)) }
            json[key] = data
        }
        return json
    }
}
