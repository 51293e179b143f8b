package import JSON
import Synchronization

/// One Wix operation as a tool: the whole truth of it (docs/tools-format.md).
package final class Tool: Sendable {
    package let name: String
    /// The file of records that it stands in, named for a business area.
    package let area: String
    package let title: String
    package let description: String
    package let effect: Effect
    package let marks: [Mark]
    package let tags: [String]
    /// Listed when nothing narrows the list (design 5, `exposure`).
    package let isCore: Bool
    package let isExperimental: Bool
    /// Needs account credentials in place of the site's.
    package let isAccountLevel: Bool
    /// What is proved to Wix where it is not as usual.
    package let credential: CredentialRule
    /// The permission that a 403 is about.
    package let permission: String?
    /// The Wix app that a 428 is about.
    package let app: String?
    package let retry: RetryClass
    /// The tool that tells whether a write of unknown outcome happened.
    package let verifier: String?
    /// What a repeated call would do, for a write that no tool can check.
    package let unverifiable: String?
    package let behaviour: BehaviourReference?
    package let examples: [JSONObject]
    /// The plan on a site with Catalog V3, and everywhere when `v1` is nil.
    package let plan: ToolPlan
    package let v1: ToolPlan?
    /// Set when the operation exists on one of the two Stores catalogues only.
    package let limit: CatalogueLimit?
    private let made = AtomicLazyReference<ToolSchemas>()

    init(_ value: JSONValue, file: String) throws(CatalogueError) {
        var record = try RecordReader(value, place: "\(file)/\(value["name"]?.stringValue ?? "?")")
        name = try record.string("name")
        area = file
        title = try record.string("title")
        description = try record.string("description")
        effect = try record.choice("effect")
        var marks: [Mark] = []
        for text in try record.strings("marks") {
            guard let mark = Mark(rawValue: text) else { throw record.error("marks", "\(text) is not a mark") }
            marks.append(mark)
        }
        self.marks = marks
        tags = try record.strings("tags")
        isCore = try record.bool("core", default: true)
        isExperimental = try record.bool("experimental", default: false)
        isAccountLevel = try record.bool("accountLevel", default: false)
        credential = try record.choice("credential", default: .usual)
        guard credential == .usual || !isAccountLevel else {
            throw record.error("credential", "stands in place of accountLevel, not beside it")
        }
        permission = try record.optionalString("permission")
        app = try record.optionalString("app")
        retry = try record.choice("retry", default: effect == .read ? .read : .unsafe)
        verifier = try record.optionalString("verify")
        unverifiable = try record.optionalString("unverifiable")
        guard verifier == nil || unverifiable == nil else { throw record.error("unverifiable", "contradicts verify") }
        if var entry = try record.reader("behaviour") {
            behaviour = try BehaviourReference(&entry)
        } else {
            behaviour = nil
        }
        examples = try record.array("examples").compactMap(\.objectValue)
        plan = try ToolPlan(&record)
        v1 = try Self.variant(of: &record)
        if var entry = try record.reader("catalogue") { limit = try CatalogueLimit(&entry) } else { limit = nil }
        guard v1 == nil || limit == nil else { throw record.error("catalogue", "contradicts v1") }
        try record.finish()
        let isSafeVerb = [.get, .post].contains(plan.request.verb) || plan.request.isRead
        guard effect != .read || isSafeVerb else {
            throw record.error("request.verb", "is no verb of a read; say reads when it is one")
        }
        guard effect == .read || !plan.request.isRead else { throw record.error("request.reads", "contradicts effect") }
    }

    /// True when the call depends on which Stores catalogue the site has.
    package var dependsOnCatalogue: Bool { v1 != nil || limit != nil }

    /// Made when first asked for: a daemon that serves thirty tools need not make the schemas of eight hundred.
    private var schemas: ToolSchemas { made.load() ?? made.storeIfNil(ToolSchemas(self)) }

    package var inputSchema: JSONValue { schemas.input }
    package var outputSchema: JSONValue { schemas.output }
    package var requiredArguments: [String] { schemas.required }
    /// The MCP tool object as JSON bytes: name, title, description, inputSchema, outputSchema, annotations.
    package var definition: [UInt8] { schemas.definition }

    /// What is wrong with the arguments of a call; empty when they conform to `inputSchema`.
    package func violations(in arguments: JSONObject) -> [JSONSchema.Violation] {
        guard let schema = schemas.arguments else {
            return [.init(pointer: "", message: "\(name) cannot be called: its record is at fault.")]
        }
        let violations = schema.violations(in: .object(arguments))
        let broken = plan.choices.filter { !$0.holds(for: arguments) }
        return violations + broken.map { .init(pointer: "/\($0.names[0])", message: $0.sentence) }
    }

    /// The record with the members of `v1` in place of its own.
    private static func variant(of record: inout RecordReader) throws(CatalogueError) -> ToolPlan? {
        guard let override = record.value("v1") else { return nil }
        guard let members = override.objectValue?.members else { throw record.error("v1", "must be an object") }
        var merged = JSONValue.object(record.object)
        for member in members {
            switch member.key {
            case "arguments": merged["arguments"] = arguments(merged["arguments"], overriddenBy: member.value)
            case "request", "filter", "sort", "paging", "answer", "expand", "revision", "job", "entries", "parts":
                merged[member.key] = member.value
            default: throw record.error("v1.\(member.key)", "is not a known member")
            }
        }
        var reader = try RecordReader(merged, place: "\(record.place).v1")
        return try ToolPlan(&reader)
    }

    private static func arguments(_ base: JSONValue?, overriddenBy override: JSONValue) -> JSONValue {
        var arguments = base?.arrayValue ?? []
        for entry in override.arrayValue ?? [] {
            guard let index = arguments.firstIndex(where: { $0["name"] == entry["name"] }) else {
                arguments.append(entry)
                continue
            }
            for member in entry.objectValue?.members ?? [] { arguments[index][member.key] = member.value }
        }
        return .array(arguments)
    }

    /// The plan for a site.
    package func plan(on catalogue: StoresCatalogue) -> ToolPlan {
        if catalogue == .v1, let v1 { return v1 }
        return plan
    }
}
