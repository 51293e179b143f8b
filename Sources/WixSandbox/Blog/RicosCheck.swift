import JSON

/// Checks a Ricos document strictly: node types, nesting, required data and decorations (blog reference 6.1-6.4).
struct RicosCheck {
    private static let maximumDepth = 40

    /// `value` is the document; `path` names it in messages.
    func check(_ value: JSONValue, at path: String) throws(WixError) {
        let document = try StrictObject(value, at: path, known: ["nodes", "metadata", "documentStyle"])
        guard let nodes = try document.array("nodes") else { throw .required("\(path).nodes") }
        try check(nodes, in: .root, at: "\(path).nodes", depth: 0)
    }

    private func check(_ nodes: [JSONValue], in parent: RicosNodeRule, at path: String, depth: Int) throws(WixError) {
        guard depth < RicosCheck.maximumDepth else { throw .violation(path, "is nested too deep") }
        guard parent.count.contains(nodes.count) else {
            let isTooLong = nodes.count > parent.count.upperBound
            let bound = isTooLong ? parent.count.upperBound : parent.count.lowerBound
            let wanted = "Expected to have size \(isTooLong ? "at most" : "at least") \(bound)"
            throw .violation(
                path, "\(wanted), but got \(nodes.count)", rule: isTooLong ? "MAX_SIZE" : "MIN_SIZE", threshold: bound)
        }
        for (index, node) in nodes.enumerated() {
            try check(node, in: parent, isFirst: index == 0, at: "\(path)[\(index)]", depth: depth)
        }
        if parent.type == "COLLAPSIBLE_ITEM" {
            let types = nodes.compactMap { $0["type"]?.stringValue }
            guard types == ["COLLAPSIBLE_ITEM_TITLE", "COLLAPSIBLE_ITEM_BODY"] else {
                throw .violation(path, "Expected COLLAPSIBLE_ITEM_TITLE and COLLAPSIBLE_ITEM_BODY")
            }
        }
    }

    private func check(
        _ value: JSONValue, in parent: RicosNodeRule, isFirst: Bool, at path: String, depth: Int
    ) throws(WixError) {
        guard let type = value["type"]?.stringValue else { throw .required("\(path).type") }
        guard let rule = RicosNodeRule.all[type] else {
            throw .violation(
                "\(path).type", "enum must be in the node types, but is \(type)", rule: "INVALID_ENUM_VALUE")
        }
        let allowed = isFirst ? parent.firstChildren ?? parent.children : parent.children
        guard allowed.contains(type) else {
            let wanted =
                allowed.contains("PARAGRAPH") ? "a paragraph" : allowed.sorted().first.map { "a \($0)" } ?? "no"
            throw .violation(path, "Expected \(wanted) node but found \(type)")
        }
        let node = try StrictObject(value, at: path, known: ["type", "id", "nodes", "style"] + rule.dataMembers)
        try checkID(node)
        if let data = rule.dataMembers.first { try RicosDataCheck(node, data).check(type) }
        let children = try node.array("nodes") ?? []
        try check(children, in: rule, at: "\(path).nodes", depth: depth + 1)
        if type == "TABLE" { try checkTable(children, path) }
    }

    /// Ids start with a letter; TEXT nodes carry an empty one.
    private func checkID(_ node: StrictObject) throws(WixError) {
        guard let id = try node.string("id"), let first = id.first else { return }
        let isLegal = first.isLetter && id.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        if !isLegal { throw .violation(node.name("id"), "must start with a letter and hold letters, digits, - and _") }
    }

    private func checkTable(_ rows: [JSONValue], _ path: String) throws(WixError) {
        let widths = Set(rows.map { $0["nodes"]?.arrayValue?.count ?? 0 })
        if widths.count > 1 { throw .violation("\(path).nodes", "rows need the same number of cells") }
    }
}
