import JSON

/// The rules of section 6.4 as a table, written apart from the converter: what each node may hold, in which number.
struct NestingRules {
    private(set) var faults: [String] = []
    private var ids: Set<String> = []

    static func faults(in document: JSONValue) -> [String] {
        var rules = NestingRules()
        rules.checkChildren(of: document, "root", allowed: root, path: "")
        return rules.faults
    }

    private static let root: Set<String> = [
        "PARAGRAPH", "HEADING", "BULLETED_LIST", "ORDERED_LIST", "BLOCKQUOTE", "CODE_BLOCK", "DIVIDER", "TABLE",
        "IMAGE",
        "VIDEO", "AUDIO", "GALLERY", "GIF", "FILE", "HTML", "EMBED", "LINK_PREVIEW", "BUTTON", "POLL", "APP_EMBED",
        "COLLAPSIBLE_LIST", "LAYOUT",
    ]
    private static let item: Set<String> = [
        "PARAGRAPH", "HEADING", "BULLETED_LIST", "ORDERED_LIST", "IMAGE", "VIDEO", "GIF", "GALLERY",
    ]
    private static let cell: Set<String> = [
        "PARAGRAPH", "HEADING", "BULLETED_LIST", "ORDERED_LIST", "BLOCKQUOTE", "CODE_BLOCK", "DIVIDER", "IMAGE",
        "VIDEO",
        "GIF", "AUDIO", "HTML", "FILE", "BUTTON", "EMBED", "LINK_PREVIEW", "APP_EMBED",
    ]
    private static let children: [String: Set<String>] = [
        "PARAGRAPH": ["TEXT"], "HEADING": ["TEXT"], "CODE_BLOCK": ["TEXT"], "CAPTION": ["TEXT"], "TEXT": [],
        "DIVIDER": [],
        "BULLETED_LIST": ["LIST_ITEM"], "ORDERED_LIST": ["LIST_ITEM"], "LIST_ITEM": item, "BLOCKQUOTE": ["PARAGRAPH"],
        "TABLE": ["TABLE_ROW"], "TABLE_ROW": ["TABLE_CELL"], "TABLE_CELL": cell, "IMAGE": ["CAPTION"],
    ]
    private static let counts: [String: ClosedRange<Int>] = [
        "BULLETED_LIST": 1...Int.max, "ORDERED_LIST": 1...Int.max, "LIST_ITEM": 1...Int.max, "BLOCKQUOTE": 1...1,
        "TABLE": 1...Int.max, "TABLE_ROW": 1...Int.max, "TABLE_CELL": 1...Int.max, "IMAGE": 0...1, "CODE_BLOCK": 0...1,
        "TEXT": 0...0, "DIVIDER": 0...0, "CAPTION": 1...Int.max, "HEADING": 1...Int.max,
    ]
    private static let dataKeys: [String: String] = [
        "PARAGRAPH": "paragraphData", "TEXT": "textData", "HEADING": "headingData", "BULLETED_LIST": "bulletedListData",
        "ORDERED_LIST": "orderedListData", "BLOCKQUOTE": "blockquoteData", "CODE_BLOCK": "codeBlockData",
        "DIVIDER": "dividerData", "IMAGE": "imageData", "CAPTION": "captionData", "TABLE": "tableData",
        "TABLE_CELL": "tableCellData",
    ]

    private mutating func checkChildren(of node: JSONValue, _ type: String, allowed: Set<String>, path: String) {
        guard let nodes = node["nodes"]?.arrayValue else { return fault(path, "has no nodes") }
        if let range = Self.counts[type], !range.contains(nodes.count) {
            fault(path, "\(type) holds \(nodes.count) nodes")
        }
        for (index, child) in nodes.enumerated() { check(child, in: type, allowed: allowed, path: "\(path)/\(index)") }
        if type == "LIST_ITEM", ["BULLETED_LIST", "ORDERED_LIST"].contains(nodes.first?["type"]?.stringValue) {
            fault(path, "LIST_ITEM starts with a list")
        }
        if type == "TABLE", Set(nodes.map { $0["nodes"]?.arrayValue?.count }).count != 1 {
            fault(path, "rows differ in cells")
        }
    }

    private mutating func check(_ node: JSONValue, in parent: String, allowed: Set<String>, path: String) {
        guard let type = node["type"]?.stringValue, let inner = Self.children[type] else {
            return fault(path, "unknown type")
        }
        if !allowed.contains(type) { fault(path, "\(type) in \(parent)") }
        checkID(node["id"]?.stringValue, type, path)
        let data = Self.dataKeys[type]
        if node.objectValue?.keys != ["type", "id", "nodes"] + (data.map { [$0] } ?? []) {
            fault(path, "members of \(type)")
        }
        checkData(node, type, parent: parent, path: path)
        checkChildren(of: node, type, allowed: inner, path: path)
    }

    private mutating func checkID(_ id: String?, _ type: String, _ path: String) {
        guard let id else { return fault(path, "no id") }
        guard type != "TEXT" else { return id.isEmpty ? () : fault(path, "TEXT has an id") }
        guard let first = id.first, first.isLetter,
            id.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
        else { return fault(path, "id \(id)") }
        if !ids.insert(id).inserted { fault(path, "id \(id) twice") }
    }

    private mutating func checkData(_ node: JSONValue, _ type: String, parent: String, path: String) {
        switch type {
        case "TEXT": checkText(node, parent: parent, path: path)
        case "HEADING":
            if !(1...6).contains(node.value(at: "headingData.level")?.intValue ?? 0) { fault(path, "level") }
        case "IMAGE":
            let source = node.value(at: "imageData.image.src")
            if source?.objectValue?.keys != ["id"] || source?["id"]?.stringValue?.contains("/") != false {
                fault(path, "source of the picture")
            }
            checkLink(node.value(at: "imageData.link"), path)
        case "TABLE":
            let columns = node["nodes"]?.arrayValue?.first?["nodes"]?.arrayValue?.count
            if node.value(at: "tableData.dimensions.colsWidthRatio")?.arrayValue?.count != columns {
                fault(path, "colsWidthRatio")
            }
        default: break
        }
    }

    private mutating func checkText(_ node: JSONValue, parent: String, path: String) {
        let text = node.value(at: "textData.text")?.stringValue ?? ""
        if text.isEmpty { fault(path, "empty TEXT") }
        // A line end may stand alone inside a quote, and anywhere in code.
        if text.contains("\n"), parent != "CODE_BLOCK", text != "\n" { fault(path, "line end in TEXT") }
        let decorations = node.value(at: "textData.decorations")?.arrayValue ?? []
        let types = decorations.compactMap { $0["type"]?.stringValue }
        if Set(types).count != types.count { fault(path, "a decoration twice") }
        for decoration in decorations where decoration["type"] == "LINK" {
            checkLink(decoration.value(at: "linkData.link"), path)
        }
    }

    private mutating func checkLink(_ link: JSONValue?, _ path: String) {
        guard let link else { return }
        let url = link["url"]?.stringValue?.lowercased() ?? ""
        if !["http://", "https://", "mailto:", "tel:"].contains(where: url.hasPrefix) { fault(path, "link to \(url)") }
        if link["target"] != "SELF" { fault(path, "target") }
    }

    private mutating func fault(_ path: String, _ what: String) { faults.append("\(path): \(what)") }
}
