import ArgumentParser
import Gateway
import JSON
import WixCatalogue

struct ToolsCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, markdown }

    static let configuration = CommandConfiguration(commandName: "tools", abstract: "Lists the tools.")

    @OptionGroup var filters: ToolFilters

    @Option(help: "table, json or markdown.")
    var format = Format.table

    @Flag(help: "Add the tokens that each definition costs a model, and those of everyday answers.")
    var cost = false

    func run() throws {
        let catalogue = try Catalogue.load()
        if format == .markdown { return print(CatalogueDocument.markdown(of: catalogue), terminator: "") }
        let tools = try ServerConfiguration(json: filters.members).policy.select(from: catalogue.tools)
        switch format {
        case .json: print("[\(tools.map { String(decoding: $0.definition, as: UTF8.self) }.joined(separator: ",\n"))]")
        case .table, .markdown: print(table(of: tools))
        }
    }

    private func table(of tools: [Tool]) -> String {
        var rows = [["TOOL", "EFFECT", "MARKS", "TAGS"] + (cost ? ["TOKENS"] : []) + ["TITLE"]]
        var total = TokenCost.zero
        for tool in tools {
            let tokens = cost ? tool.cost : .zero
            total = total + tokens
            rows.append(
                [
                    tool.name, tool.effect.rawValue, tool.marks.map(\.rawValue).joined(separator: ","),
                    tool.tags.joined(separator: ","),
                ]
                    + (cost ? [tokens.description] : []) + [tool.title])
        }
        let text = TextTable.text(rows) + "\(tools.count) tools"
        guard cost else { return text }
        let note = total.isEstimate ? " (~: changed since it was counted, bytes / 4)" : ""
        return text + ", \(total) tokens\(note)\n\n" + Self.answers(CostTable.embedded.answers)
    }

    /// What the everyday questions cost on the simulated site's data: Wix's own bodies, and what a tool makes of them.
    private static func answers(_ answers: [CostTable.Answer]) -> String {
        let rows = answers.map { row in
            let percent = row.wix > 0 ? "\((row.answer * 100 + row.wix / 2) / row.wix) %" : ""
            return [row.question, row.tool, String(row.calls), String(row.wix), String(row.answer), percent]
        }
        return TextTable.text([["QUESTION", "TOOL", "CALLS", "WIX'S BODIES", "ANSWER", "PART"]] + rows)
            + "tokens on the data of `wixmcpd sandbox`, counted with Claude's tokenizer"
    }
}
