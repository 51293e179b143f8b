import JSON
import WixCatalogue

/// The fields that a call wants to see.
struct AnswerView {
    let projection: JSONProjection
    /// Nil for everything.
    let paths: [String]?
    /// What Wix has to be asked for besides, to have these fields.
    let expansion: [String]

    /// Reads `fields` and `view`. A tool without a view answers with everything.
    init(of call: ToolCall) throws(ToolFailure) {
        guard let rule = call.plan.view else {
            self.init(projection: JSONProjection(paths: []), paths: nil, expansion: call.plan.fullExpansion)
            return
        }
        if let fields = call.arguments["fields"]?.arrayValue?.compactMap(\.stringValue), !fields.isEmpty {
            try Self.check(fields, rule)
            let paths = fields.contains("id") ? fields : ["id"] + fields
            self.init(
                projection: JSONProjection(paths: paths), paths: paths,
                expansion: call.plan.expansion?.values(for: paths) ?? [])
        } else if call.arguments["view"]?.stringValue == "full" {
            self.init(projection: JSONProjection(paths: []), paths: nil, expansion: call.plan.fullExpansion)
        } else {
            self.init(projection: rule.leanProjection, paths: rule.lean, expansion: call.plan.leanExpansion)
        }
    }

    private init(projection: JSONProjection, paths: [String]?, expansion: [String]) {
        self.projection = projection
        self.paths = paths
        self.expansion = expansion
    }

    private static func check(_ fields: [String], _ rule: ViewRule) throws(ToolFailure) {
        for field in fields {
            let top = field.split(separator: ".").first.map(String.init) ?? ""
            guard !rule.topFields.contains(top) else { continue }
            throw .argument(
                name: "fields",
                message: "fields: there is no field \"\(field)\"."
                    + NameSuggestion.sentence(for: top, among: rule.topFields)
                    + " Allowed: \(rule.topFields.joined(separator: ", ")), and what is inside them after a dot.")
        }
    }
}
