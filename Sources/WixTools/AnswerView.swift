import JSON
import WixCatalogue

/// The fields that a call wants to see.
struct AnswerView {
    let projection: JSONProjection
    /// Nil for everything.
    private let paths: [String]?
    /// What is told in a shorter form besides.
    let short: [ShortForm]
    /// What Wix has to be asked for besides, to have these fields.
    let expansion: [String]

    /// Everything that Wix sends.
    static let whole = AnswerView(projection: JSONProjection(paths: []), expansion: [])

    /// Reads `fields` and `view`. A tool without a view answers with everything.
    init(of call: ToolCall) throws(ToolFailure) {
        guard let rule = call.plan.view else {
            self.init(projection: JSONProjection(paths: []), expansion: call.plan.fullExpansion)
            return
        }
        if let fields = call.arguments["fields"]?.arrayValue?.compactMap(\.stringValue), !fields.isEmpty {
            try Self.check(fields, rule)
            let paths = fields.contains("id") ? fields : ["id"] + fields
            self.init(
                projection: JSONProjection(paths: paths), paths: paths,
                expansion: call.plan.expansion?.values(for: paths) ?? [])
        } else if call.arguments["view"]?.stringValue == "full" {
            self.init(projection: JSONProjection(paths: []), expansion: call.plan.fullExpansion)
        } else {
            self.init(
                projection: rule.leanProjection, paths: rule.lean, short: rule.short,
                expansion: call.plan.leanExpansion)
        }
    }

    private init(
        projection: JSONProjection, paths: [String]? = nil, short: [ShortForm] = [], expansion: [String]
    ) {
        self.projection = projection
        self.paths = paths
        self.short = short
        self.expansion = expansion
    }

    /// The same view of an entity to which a behaviour has added a member.
    func with(_ field: String) -> AnswerView {
        guard let paths else { return self }
        return AnswerView(
            projection: JSONProjection(paths: paths + [field], leavesOutEmpty: projection.leavesOutEmpty),
            paths: paths + [field], short: short, expansion: expansion)
    }

    /// Appends what the caller sees of the value at `range` of validated `bytes`.
    func append(_ range: Range<Int>, of bytes: [UInt8], to output: inout [UInt8]) {
        guard !short.isEmpty else { return projection.append(range, of: bytes, to: &output) }
        var seen: [UInt8] = []
        projection.append(range, of: bytes, to: &seen)
        guard var value = try? JSONValue(parsing: seen) else { return output.append(contentsOf: seen) }
        for form in short { form.apply(to: &value) }
        output.append(contentsOf: value.bytes)
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
