import JSON

/// One request to an operation with state.
struct RecordCall {
    let rule: RecordRule
    let body: JSONValue
    let query: [(name: String, value: String)]
    let example: JSONValue
    /// The members of the sent entity that the schema of the body declares: what Wix makes itself is not among them.
    let settable: Set<String>
    var marks: ShapeAnswer

    var table: RecordTable { rule.table }

    /// Does to the tables what the rule says, and gives the answer.
    mutating func run(_ state: inout SandboxState) throws(WixError) -> JSONValue {
        marks.sources["now"] = .string(state.now.text)
        marks.sources["new"] = .string(state.random.guid())
        for need in rule.needs {
            guard let id = marks.filled(need.id)?.stringValue else { continue }
            guard state[need.table.kind][id] != nil else { throw need.table.missing(id) }
        }
        var answer = try perform(&state)
        for (place, table) in rule.all {
            let rows = state[table.kind].entities.filter(isWanted).map(table.shown)
            answer.set(.array(rows), at: place)
        }
        return answer
    }

    private mutating func perform(_ state: inout SandboxState) throws(WixError) -> JSONValue {
        switch rule.does {
        case .list: return try list(state)
        case .count: return try count(state)
        case .bulkCreate, .bulkUpdate, .bulkAct, .bulkDelete: return try bulk(&state)
        case .get: return answer(try find(state))
        case .create: return answer(try create(body.value(at: rule.sent) ?? [:], &state))
        case .findOrCreate:
            if let row = state[table.kind].entities.first(where: isWanted) { return answer(row, isNew: false) }
            return answer(try create(body.value(at: rule.sent) ?? [:], &state))
        case .upsert:
            guard (try? find(state)) != nil else {
                return answer(try create(body.value(at: rule.sent) ?? [:], &state))
            }
            return answer(try change(body.value(at: rule.sent), &state))
        case .update, .replace: return answer(try change(body.value(at: rule.sent), &state))
        case .act: return answer(try change(nil, &state))
        case .delete: return answer(try delete(try find(state), &state))
        }
    }

    /// The example with the row in its place.
    mutating func answer(_ row: JSONValue, isNew: Bool = true) -> JSONValue {
        marks.sources["row"] = row
        var answer = marks.filled(example) ?? [:]
        if let entity = rule.entity { answer.set(table.shown(row), at: entity) }
        for member in rule.shows.members {
            if let value = marks.filled(member.value) { answer.set(value, at: member.key) }
        }
        // What was there already is told by the one flag of the answer, `newLabel` or `newField`.
        for member in answer.objectValue?.members ?? [] where !isNew && member.value.boolValue != nil {
            answer[member.key] = false
        }
        return answer
    }

    /// The row that the request names.
    func find(_ state: SandboxState) throws(WixError) -> JSONValue {
        guard let key = rule.key else {
            guard let row = state[table.kind].entities.first(where: isWanted) else { throw table.missing("") }
            return row
        }
        return try row(marks.filled(.string(key))?.stringValue ?? "", state)
    }

    func row(_ id: String, _ state: SandboxState) throws(WixError) -> JSONValue {
        guard let row = state[table.kind][id], isWanted(row) else { throw table.missing(id) }
        return row
    }

    /// True for a row with the values of `match`, of which a list names several; flags of a query string are texts.
    func isWanted(_ row: JSONValue) -> Bool {
        rule.match.members.allSatisfy { member in
            guard let wanted = marks.filled(member.value) else { return true }
            let found = row.values(at: member.key.split(separator: ".").map(String.init))
            return (wanted.arrayValue ?? [wanted]).contains { wanted in
                found.contains { $0 == wanted || ($0.boolValue != nil && $0.text == wanted.stringValue) }
            }
        }
    }

    /// Makes an entity of what was sent and of the members that Wix makes, which the example shows.
    mutating func create(_ sent: JSONValue, _ state: inout SandboxState) throws(WixError) -> JSONValue {
        var row: JSONValue = [:]
        if let into = rule.into {
            if !into.isEmpty { row.set(sent, at: into) }
        } else {
            for member in template.members
            where table.makes(member.key) || (sent[member.key] == nil && !settable.contains(member.key)) {
                row[member.key] = marks.filled(member.value)
            }
            for member in sent.objectValue?.members ?? [] where !member.value.isNull && !table.makes(member.key) {
                row[member.key] = member.value
            }
        }
        for member in rule.defaults.members where row.value(at: member.key) == nil {
            row.set(marks.filled(member.value), at: member.key)
        }
        for member in rule.match.members {
            if let value = marks.filled(member.value) { row.set(value, at: member.key) }
        }
        let key = rule.id ?? (rule.does == .upsert ? rule.key : nil)
        let id = key.flatMap { marks.filled(.string($0))?.stringValue } ?? state.random.guid()
        marks.sources["new"] = .string(id)
        table.stamp(new: &row, id: id, at: state.now)
        apply(to: &row)
        table.name(partsOf: &row, &state.random)
        state[table.kind].put(row)
        try affect(row, &state)
        return row
    }

    /// The example's entity: of a bulk operation the one that it shows, if any.
    private var template: JSONObject {
        guard let entity = rule.entity, let value = example.value(at: entity) else { return JSONObject() }
        guard let first = value.arrayValue?.first else { return value.objectValue ?? JSONObject() }
        return BulkForm(first).item.flatMap { first[$0]?.objectValue } ?? JSONObject()
    }
}
