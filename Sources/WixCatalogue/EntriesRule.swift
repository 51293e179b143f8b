package import JSON

/// The entries of a bulk operation: flat in the caller's argument, wrapped as Wix wants them (platform.md 5.1).
package struct EntriesRule: Sendable {
    /// How the tool that reads the entities is told which ones.
    package enum Selection: Sendable, Equatable {
        /// With `{field: {"$in": ids}}`.
        case filter(field: String)
        /// With an argument that takes ids.
        case argument(String)
        /// Not at all: it lists everything, and those that are wanted are picked.
        case all
    }

    /// What Wix would replace whole.
    package struct Merge: Sendable {
        /// Path inside the entity; empty for the whole of it.
        package let path: [String]
        /// Members that Wix tells and does not take.
        package let excluded: Set<String>
    }

    /// The reading of entities before the write: of revisions that the caller left out, and of what is merged.
    package struct Reading: Sendable {
        package let tool: String
        package let selection: Selection
        package let readsRevision: Bool
        package let merge: Merge?
        /// Arguments that the tool is given besides.
        package let arguments: JSONObject
    }

    /// The argument that holds the entries.
    package let argument: String
    /// The member of an entry that Wix wants the entity in; nil where the entries stay flat.
    package let wrap: String?
    /// Members of the caller's entries that stand beside the entity.
    package let beside: Set<String>
    /// Beside the entity: the names of what is given, with commas between.
    package let mask: String?
    /// The member of an entry that names the entity.
    package let id: String
    package let reading: Reading?
    /// Members that are times, which Wix wants in milliseconds since 1970.
    package let milliseconds: [String]

    /// The member that holds the revision, in entries and entities.
    package static let revision = "revision"

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        argument = try reader.string("argument")
        wrap = try reader.optionalString("wrap")
        beside = Set(try reader.strings("beside"))
        mask = try reader.optionalString("mask")
        id = try reader.optionalString("id") ?? "id"
        guard wrap != nil || (beside.isEmpty && mask == nil) else {
            throw reader.error("wrap", "is missing: there is nothing to stand beside")
        }
        reading = try Self.reading(&reader)
        milliseconds = try reader.strings("milliseconds")
        guard wrap != nil || reading != nil || !milliseconds.isEmpty else {
            throw reader.error("wrap", "or from is missing")
        }
        try reader.finish()
    }

    private static func reading(_ reader: inout RecordReader) throws(CatalogueError) -> Reading? {
        let selection = try reader.optionalString("by") ?? "filter:id"
        let readsRevision = try reader.bool("revision", default: false)
        let arguments = reader.value("with")?.objectValue ?? JSONObject()
        let merge = try reader.reader("merge").map { entry throws(CatalogueError) in try Self.merge(entry) }
        guard let tool = try reader.optionalString("from") else {
            guard !readsRevision, merge == nil, arguments.isEmpty else { throw reader.error("from", "is missing") }
            return nil
        }
        guard readsRevision || merge != nil else { throw reader.error("from", "reads nothing: revision or merge") }
        let isFilter = selection.hasPrefix("filter:")
        return Reading(
            tool: tool,
            selection: isFilter
                ? .filter(field: String(selection.dropFirst(7))) : selection == "all" ? .all : .argument(selection),
            readsRevision: readsRevision, merge: merge, arguments: arguments)
    }

    private static func merge(_ reader: RecordReader) throws(CatalogueError) -> Merge {
        var reader = reader
        let merge = Merge(
            path: Destination.keys(try reader.optionalString("at") ?? ""), excluded: Set(try reader.strings("without")))
        try reader.finish()
        return merge
    }

    /// True when the tool can tell the entities that `selection` names.
    func isServed(by tool: Tool) -> Bool {
        guard let reading, tool.effect == .read, tool.plan.answer.isList else { return false }
        switch reading.selection {
        case .filter(let field): return tool.plan.filter?.group(of: field)?.operators.contains("$in") ?? false
        case .argument(let name): return tool.plan.arguments.contains { $0.name == name }
        case .all: return true
        }
    }
}

/// A bulk operation that takes more than one request of Wix's can: the daemon cuts the list.
package struct PartsRule: Sendable {
    package let argument: String
    /// Entries of one request.
    package let size: Int

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        argument = try reader.string("argument")
        size = try reader.int("size")
        guard size > 0 else { throw reader.error("size", "must be above zero") }
        try reader.finish()
    }
}

/// Arguments of which a call needs exactly one, or at least one.
package struct ChoiceRule: Sendable {
    package let names: [String]
    package let isExclusive: Bool

    /// `[["a", "b"], …]`.
    static func list(
        _ reader: inout RecordReader, _ member: String, isExclusive: Bool, among arguments: [ToolArgument]
    ) throws(CatalogueError) -> [ChoiceRule] {
        var rules: [ChoiceRule] = []
        for value in try reader.array(member) {
            let names = value.arrayValue?.compactMap(\.stringValue) ?? []
            guard names.count > 1, names.count == value.arrayValue?.count else {
                throw reader.error(member, "must hold arrays of two or more names")
            }
            for name in names {
                guard let argument = arguments.first(where: { $0.name == name }) else {
                    throw reader.error(member, "\(name) is no argument")
                }
                guard !argument.isRequired, argument.fallback == nil || argument.fallbackCompanion != nil else {
                    throw reader.error(member, "\(name) is always sent")
                }
            }
            rules.append(ChoiceRule(names: names, isExclusive: isExclusive))
        }
        return rules
    }

    /// What a schema and a refusal say of it.
    package var sentence: String {
        "Give \(isExclusive ? "exactly" : "at least") one of \(names.joined(separator: ", "))."
    }

    func holds(for arguments: JSONObject) -> Bool {
        let count = names.count { arguments[$0].map { !$0.isNull } ?? false }
        return isExclusive ? count == 1 : count > 0
    }
}
