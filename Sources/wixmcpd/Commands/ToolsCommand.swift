import ArgumentParser
import Gateway
import JSON
import WixCatalogue

struct ToolsCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, markdown }

    static let configuration = CommandConfiguration(commandName: "tools", abstract: "Lists the tools.")

    @Option(
        help: ArgumentHelp("read, write, custom, single verbs, tool names; separated by commas.", valueName: "m,.."))
    var methods: String?

    @Option(help: ArgumentHelp("Tags of which a tool must have one; separated by commas.", valueName: "t,.."))
    var tags: String?

    @Option(help: "core (the everyday tools, and what is named) or all.")
    var exposure = ServerConfiguration.Exposure.core

    @Option(help: "table, json or markdown.")
    var format = Format.table

    @Flag(help: "Add a column of tokens for each definition: an estimate, bytes / 4.")
    var cost = false

    func run() throws {
        let policy = ToolPolicy(methods: Self.list(methods), tags: Self.list(tags), exposure: exposure)
        let catalogue = try Catalogue.load()
        if format == .markdown { return print(CatalogueDocument.markdown(of: catalogue), terminator: "") }
        let tools = try policy.select(from: catalogue.tools)
        switch format {
        case .json: print("[\(tools.map { String(decoding: $0.definition, as: UTF8.self) }.joined(separator: ",\n"))]")
        case .table, .markdown: print(table(of: tools))
        }
    }

    private static func list(_ text: String?) -> [String]? {
        text?.split(separator: ",").map { $0.trimmed }
    }

    private func table(of tools: [Tool]) -> String {
        var rows = [["TOOL", "EFFECT", "MARKS", "TAGS"] + (cost ? ["~TOKENS"] : []) + ["TITLE"]]
        for tool in tools {
            rows.append(
                [
                    tool.name, tool.effect.rawValue, tool.marks.map(\.rawValue).joined(separator: ","),
                    tool.tags.joined(separator: ","),
                ]
                    + (cost ? [String(Self.estimate(tool))] : []) + [tool.title])
        }
        var text = TextTable.text(rows) + "\(tools.count) tools"
        if cost { text += ", about \(tools.reduce(0) { $0 + Self.estimate($1) }) tokens (estimated as bytes / 4)" }
        return text
    }

    private static func estimate(_ tool: Tool) -> Int { (tool.definition.count + 3) / 4 }
}
