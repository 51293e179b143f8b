import JSON
import WixCatalogue

/// The entries of a bulk call, made ready for Wix: what is missing is read in one query, then each is wrapped.
struct BulkEntries {
    /// An entry that is not sent, because there is no such entity.
    struct Missing {
        let index: Int
        let id: String
    }

    /// As Wix wants them, with their places in the caller's list.
    private(set) var ready: [(index: Int, entry: JSONValue)] = []
    private(set) var missing: [Missing] = []

    /// The entries as they are, where the record has nothing to do with them.
    init(plain entries: [JSONValue]) {
        ready = entries.enumerated().map { ($0.offset, $0.element) }
    }

    init(_ rule: EntriesRule, of call: ToolCall, _ context: ToolContext) async throws(ToolFailure) {
        let entries = call.arguments[rule.argument]?.arrayValue ?? []
        for (index, entry) in entries.enumerated() where rule.changed(by: entry).isEmpty && rule.isChanging {
            throw .argument(
                name: rule.argument,
                message: "\(rule.argument)[\(index)] changes nothing: give a member besides \(rule.id).")
        }
        let found = try await Self.read(entries, rule, call, context)
        for (index, entry) in entries.enumerated() {
            var entry = entry
            if let reading = rule.reading, reading.isNeeded(for: entry, in: call) {
                let id = entry[rule.id]?.stringValue ?? ""
                guard let entity = found[id] else {
                    missing.append(Missing(index: index, id: id))
                    continue
                }
                entry = reading.completed(entry, from: entity, isMerging: reading.isMerging(in: call))
            }
            ready.append((index, try rule.wrapped(entry, at: index, given: entries[index])))
        }
    }

    /// The entities that something is missing of, by id.
    private static func read(
        _ entries: [JSONValue], _ rule: EntriesRule, _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> [String: JSONValue] {
        guard let reading = rule.reading else { return [:] }
        var ids: [String] = []
        for entry in entries where reading.isNeeded(for: entry, in: call) {
            if let id = entry[rule.id]?.stringValue, !ids.contains(id) { ids.append(id) }
        }
        var found: [String: JSONValue] = [:]
        for start in stride(from: 0, to: ids.count, by: PagingRule.callLimit) {
            let part = Array(ids[start..<min(ids.count, start + PagingRule.callLimit)])
            let answer = try await context.answer(
                of: reading.tool, arguments(for: part, reading, call, context), for: call)
            for entity in answer["result"]?.arrayValue ?? [] {
                if let id = entity["id"]?.stringValue { found[id] = entity }
            }
        }
        return found
    }

    private static func arguments(
        for ids: [String], _ reading: EntriesRule.Reading, _ call: ToolCall, _ context: ToolContext
    ) -> JSONObject {
        let plan = context.catalogue[reading.tool]?.plan(on: call.catalogue)
        var arguments = reading.arguments
        // Such as the collection that the items are in.
        for argument in plan?.arguments ?? [] where argument.isRequired {
            arguments[argument.name] = call.arguments[argument.name]
        }
        let wanted = JSONValue.array(ids.map { .string($0) })
        switch reading.selection {
        case .filter(let field): arguments["filter"] = .object([field: .object(["$in": wanted])])
        case .argument(let name): arguments[name] = wanted
        case .all: break
        }
        if plan?.paging != nil {
            let limit = reading.selection == .all ? PagingRule.callLimit : ids.count
            arguments["limit"] = .number(JSONNumber(limit))
        }
        if !reading.isMerging(in: call) { arguments["fields"] = ["id", .string(EntriesRule.revision)] }
        return arguments
    }
}

extension EntriesRule {
    /// Entries name an entity and what changes of it.
    fileprivate var isChanging: Bool { mask != nil || reading?.merge != nil || (wrap != nil && reading != nil) }

    /// The members of an entry that change something.
    fileprivate func changed(by entry: JSONValue) -> [String] {
        (entry.objectValue?.keys ?? []).filter { $0 != id && $0 != Self.revision && !beside.contains($0) }
    }

    /// - Parameter given: the entry as the caller gave it, without what was read.
    fileprivate func wrapped(_ entry: JSONValue, at index: Int, given: JSONValue) throws(ToolFailure) -> JSONValue {
        var entry = entry
        for name in milliseconds {
            guard let time = entry[name] else { continue }
            entry[name] = try time.milliseconds(named: "\(argument)[\(index)].\(name)")
        }
        if let revision = entry[Self.revision] { entry[Self.revision] = revision.asRevision(.text) }
        guard let wrap else { return entry }
        var inner = JSONObject()
        var outer = JSONObject()
        for member in entry.objectValue?.members ?? [] {
            if beside.contains(member.key) {
                outer[member.key] = member.value
            } else {
                inner[member.key] = member.value
            }
        }
        var wrapped = JSONObject()
        wrapped[wrap] = .object(inner)
        for member in outer.members { wrapped[member.key] = member.value }
        if let mask { wrapped[mask] = .string(changed(by: given).joined(separator: ",")) }
        return .object(wrapped)
    }
}

extension EntriesRule.Reading {
    fileprivate func isMerging(in call: ToolCall) -> Bool {
        merge != nil && call.arguments[RevisionRule.replaceArgument]?.boolValue != true
    }

    fileprivate func isNeeded(for entry: JSONValue, in call: ToolCall) -> Bool {
        isMerging(in: call) || (readsRevision && entry[EntriesRule.revision] == nil)
    }

    /// The entry with its revision and, where Wix replaces, with all that the caller left out.
    fileprivate func completed(_ entry: JSONValue, from entity: JSONValue, isMerging: Bool) -> JSONValue {
        guard let merge, isMerging else {
            var entry = entry
            entry[EntriesRule.revision] = entity[EntriesRule.revision]
            return entry
        }
        var old = entity.value(at: merge.path) ?? [:]
        for name in merge.excluded { old[name] = nil }
        for member in entry.value(at: merge.path)?.objectValue?.members ?? [] { old[member.key] = member.value }
        guard !merge.path.isEmpty else { return old }
        var entry = entry
        entry.set(old, at: merge.path[...])
        if readsRevision, entry[EntriesRule.revision] == nil {
            entry[EntriesRule.revision] = entity[EntriesRule.revision]
        }
        return entry
    }
}
