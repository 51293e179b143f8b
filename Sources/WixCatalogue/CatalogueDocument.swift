import JSON

/// The catalogue as a document for people (`docs/tools.md`).
package enum CatalogueDocument {
    /// Markdown with a table of tools for each business area, in the order of the records.
    package static func markdown(of catalogue: Catalogue) -> String {
        let tools = catalogue.tools
        var areas: [String] = []
        for tool in tools where !areas.contains(tool.area) { areas.append(tool.area) }
        var lines = [
            "# Tools", "",
            "Made from the records in `Sources/CCatalogueRecords/records` by `wixmcpd tools --format markdown`; not written by hand.",
            "",
            "\(tools.count) tools, of which \(tools.count { $0.isCore }) are core: listed when nothing narrows the list. An argument in **bold** is "
                + "required. The two lines below a name are its effect, with what a person would want to be asked about, and its request "
                + "to Wix.",
        ]
        for area in areas {
            lines += ["", "## \(area)", "", "| tool | what it does | arguments |", "|---|---|---|"]
            for tool in tools where tool.area == area { lines.append(row(of: tool)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(of tool: Tool) -> String {
        var effect = [tool.effect.rawValue] + tool.marks.map(\.rawValue)
        if tool.isCore { effect.append("core") }
        if tool.isExperimental { effect.append("experimental") }
        if tool.isAccountLevel { effect.append("account") }
        if let limit = tool.limit { effect.append("Catalog \(limit.only.title) only") }
        let requests = ([tool.plan] + [tool.v1].compactMap { $0 }).map { plan in
            "`\(plan.request.verb.rawValue) \(plan.request.path)`"
        }
        let head = (["`\(tool.name)`", effect.joined(separator: ", ")] + requests).joined(separator: "<br>")
        return "| \(head) | \(escaped(tool.description)) | \(arguments(of: tool)) |"
    }

    private static func arguments(of tool: Tool) -> String {
        let required = Set(tool.inputSchema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        let names = tool.inputSchema["properties"]?.objectValue?.keys ?? []
        return names.map { required.contains($0) ? "**\($0)**" : $0 }.joined(separator: ", ")
    }

    /// A bar would end the cell, and a tag or an asterisk would be taken for markup.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "|<*_`[".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
