import JSON

extension RecordCall {
    /// Each item on its own, with the outcome of each; by filter, a job.
    mutating func bulk(_ state: inout SandboxState) throws(WixError) -> JSONValue {
        var results: [JSONValue] = []
        var failures = 0
        let form = BulkForm(rule.entity.flatMap { example.value(at: $0)?.arrayValue?.first })
        for (index, item) in try items(state).enumerated() {
            marks.sources["item"] = item
            do throws(WixError) {
                let row = try one(item, &state)
                let shown = table.shown(row)
                results.append(
                    form.success(shown, of: item, id: row[table.idMember], at: index, returns: returns(form)))
            } catch {
                failures += 1
                results.append(form.failure(error, of: item, id: id(of: item), at: index))
            }
        }
        var answer = marks.filled(example) ?? [:]
        if let entity = rule.entity { answer.set(.array(results), at: entity) }
        for member in answer.objectValue?.members ?? [] where member.value["totalSuccesses"] != nil {
            answer.set(.int(results.count - failures), at: "\(member.key).totalSuccesses")
            answer.set(.int(failures), at: "\(member.key).totalFailures")
        }
        return state.startJob(named: answer, at: "/", succeeded: results.count - failures)
    }

    /// What was sent as a list, or the ids of all rows that the filter selects.
    private func items(_ state: SandboxState) throws(WixError) -> [JSONValue] {
        if rule.sent.hasPrefix("{") {
            guard let named = marks.filled(.string(rule.sent)) else { return [] }
            return named.arrayValue ?? [named]
        }
        if let items = body.value(at: rule.sent)?.arrayValue { return items }
        guard let filter = body.value(at: rule.filter) else { return [] }
        let request = try selection(filter, state)
        return state[table.kind].entities.filter { isWanted($0) && request.selects($0) }
            .compactMap { $0[table.idMember] }
    }

    private mutating func one(_ item: JSONValue, _ state: inout SandboxState) throws(WixError) -> JSONValue {
        let entity = rule.each.flatMap { item[$0] } ?? item
        if rule.does == .bulkCreate { return try create(entity, &state) }
        let row = try existing(item, entity, state)
        let revision = entity["revision"] ?? item["revision"]
        switch rule.does {
        case .bulkDelete: return try delete(row, &state)
        case .bulkUpdate: return try change(row, entity, revision: revision, &state)
        default: return try change(row, nil, revision: revision, &state)
        }
    }

    /// The row with the item's id; an item without one is found by all of its members.
    private func existing(
        _ item: JSONValue, _ entity: JSONValue, _ state: SandboxState
    ) throws(WixError) -> JSONValue {
        if let id = id(of: entity) ?? id(of: item) { return try row(id, state) }
        let found = state[table.kind].entities.first { row in
            isWanted(row) && (entity.objectValue?.members ?? []).allSatisfy { row[$0.key] == $0.value }
        }
        guard let found else { throw table.missing("") }
        return found
    }

    private func id(of item: JSONValue) -> String? {
        let entity = rule.each.flatMap { item[$0] } ?? item
        return entity.stringValue ?? entity[table.idMember]?.stringValue ?? item[table.idMember]?.stringValue
    }

    /// Whether the results carry the entities: where the request can ask for them, when it does.
    private func returns(_ form: BulkForm) -> Bool {
        for name in ["returnEntity", "returnFullEntity"] {
            if let asked = body[name]?.boolValue { return asked }
        }
        return form.item != nil
    }
}

/// What the results of a bulk operation look like, read from its example.
struct BulkForm {
    private let row: JSONValue?

    init(_ row: JSONValue?) { self.row = row }

    private var isID: Bool { row?.stringValue != nil }
    private var isWrapped: Bool { row?["itemMetadata"] != nil }
    private var isEntity: Bool { row != nil && !isWrapped && row?["success"] == nil }

    /// The member that holds the entity, if the example shows one.
    var item: String? {
        row?.objectValue?.members.first { $0.key != "itemMetadata" && $0.value.objectValue != nil }?.key
    }

    func success(
        _ entity: JSONValue, of sent: JSONValue, id: JSONValue?, at index: Int, returns: Bool
    ) -> JSONValue {
        if isID { return id ?? "" }
        if isEntity { return entity }
        var metadata = named(sent, id)
        metadata["originalIndex"] = .int(index)
        metadata["success"] = true
        var result = wrapped(metadata)
        if returns { result[item ?? "item"] = entity }
        return result
    }

    func failure(_ error: WixError, of sent: JSONValue, id: String?, at index: Int) -> JSONValue {
        var metadata = named(sent, id.map { .string($0) })
        metadata["originalIndex"] = .int(index)
        metadata["success"] = false
        metadata["error"] = error.body.value(at: "details.applicationError") ?? error.body
        return wrapped(metadata)
    }

    /// An item is named by its id, or by itself where the example does so.
    private func named(_ sent: JSONValue, _ id: JSONValue?) -> JSONValue {
        var metadata: JSONValue = [:]
        if row?.value(at: "itemMetadata.item") != nil { metadata["item"] = sent } else { metadata["id"] = id }
        return metadata
    }

    private func wrapped(_ metadata: JSONValue) -> JSONValue {
        guard isWrapped else { return metadata }
        var result: JSONValue = [:]
        for member in row?.objectValue?.members ?? [] {
            result[member.key] = member.key == "itemMetadata" ? metadata : member.key == item ? nil : member.value
        }
        return result
    }
}
