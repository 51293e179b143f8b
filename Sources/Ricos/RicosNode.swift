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

    static func codeBlock(_ code: String) -> RicosNode {
        RicosNode(
            kind: .codeBlock, data: ["textStyle": textStyle("AUTO")], children: code.isEmpty ? [] : [.text(code)])
    }

    /// `start` is nil for a bulleted list. `depth` counts from 0.
    static func list(_ items: [RicosNode], start: Int?, depth: Int) -> RicosNode {
        let offset = JSONValue.number(JSONNumber(depth))
        guard let start else { return RicosNode(kind: .bulletedList, data: ["offset": offset], children: items) }
        var data: JSONValue = start == 1 ? [:] : ["start": .number(JSONNumber(start))]
        data["offset"] = offset
        return RicosNode(kind: .orderedList, data: data, children: items)
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

/// Writes nodes as JSON with ids `n1`, `n2`, … in document order; TEXT has none (section 6.1).
struct RicosWriter {
    private var lastID = 0

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
        json["nodes"] = .array(node.children.map { self.json(of: $0) })
        if let key = node.kind.dataKey, let data = node.data { json[key] = data }
        return json
    }
}
