import JSON

extension RecordCall {
    /// An update when something was sent, else an action.
    mutating func change(_ sent: JSONValue?, _ state: inout SandboxState) throws(WixError) -> JSONValue {
        let old = try find(state)
        let asked =
            sent?["revision"] ?? body["revision"] ?? query.first { $0.name == "revision" }.map { .string($0.value) }
        return try change(old, sent, revision: asked, &state)
    }

    mutating func change(
        _ old: JSONValue, _ sent: JSONValue?, revision: JSONValue?, _ state: inout SandboxState
    ) throws(WixError) -> JSONValue {
        var row = old
        marks.sources["old"] = old
        if let revision, row["revision"] != nil {
            let number = revision.intValue ?? revision.stringValue.flatMap { Int($0) }
            guard number == row.revision else { throw .staleRevision(table.noun) }
        }
        try requireState(of: row)
        if let sent { write(sent, to: &row) }
        apply(to: &row)
        table.name(partsOf: &row, &state.random)
        table.stamp(changed: &row, at: state.now)
        state[table.kind].put(row)
        try affect(row, &state)
        return row
    }

    private func write(_ sent: JSONValue, to row: inout JSONValue) {
        let kept = row
        var target = rule.into.map { row.value(at: $0) ?? [:] } ?? row
        if let modifications = sent.arrayValue {
            for modification in modifications { target.apply(modification) }
        } else if let mask = rule.mask {
            for path in Self.paths(body.value(at: mask)) { target.set(sent.value(at: path), at: path) }
        } else if rule.does == .replace {
            for name in settable { target[name] = nil }
            target.merge(sent)
        } else {
            target.merge(sent)
        }
        if let into = rule.into { row.set(target, at: into) } else { row = target }
        for name in [table.idMember, "revision"] { row[name] = kept[name] }
    }

    /// The paths of a field mask: an object with `paths`, a list, or names with commas between them.
    private static func paths(_ mask: JSONValue?) -> [String] {
        if let text = mask?.stringValue { return text.split(separator: ",").map { String($0.filter { $0 != " " }) } }
        return ((mask?["paths"] ?? mask)?.arrayValue ?? []).compactMap(\.stringValue)
    }

    private func requireState(of row: JSONValue) throws(WixError) {
        for member in rule.from.members {
            let found = row.value(at: member.key) ?? .null
            guard (member.value.arrayValue ?? [member.value]).contains(found) else {
                throw .application(
                    rule.refusal.status, rule.refusal.code, "The \(member.key) of the \(table.noun) is \(found.text)")
            }
        }
    }

    /// What the rule itself changes.
    mutating func apply(to row: inout JSONValue) {
        marks.sources["row"] = row
        for member in rule.set.members {
            if let value = marks.filled(member.value) { row.set(value, at: member.key) }
        }
        for member in rule.add.members {
            guard let amount = marks.filled(member.value) else { continue }
            row.set((row.value(at: member.key) ?? 0).adding(amount), at: member.key)
        }
        for member in rule.join.members {
            let old = row.value(at: member.key)?.arrayValue ?? []
            let more = elements(member.value)
            row.set(.array(old + more.filter { !old.contains($0) }), at: member.key)
        }
        for member in rule.leave.members {
            let gone = elements(member.value)
            row.set(.array((row.value(at: member.key)?.arrayValue ?? []).filter { !gone.contains($0) }), at: member.key)
        }
        for path in rule.unset { row.set(nil, at: path) }
    }

    private func elements(_ mark: JSONValue) -> [JSONValue] {
        guard let value = marks.filled(mark) else { return [] }
        return value.arrayValue ?? [value]
    }

    mutating func delete(_ row: JSONValue, _ state: inout SandboxState) throws(WixError) -> JSONValue {
        try requireState(of: row)
        state[table.kind].remove(state[table.kind].id(of: row))
        if let to = rule.to {
            var moved = row
            apply(to: &moved)
            state[to].put(moved)
        }
        try affect(row, &state)
        return row
    }

    /// Runs the rules of the other tables that a change touches.
    func affect(_ row: JSONValue, _ state: inout SandboxState) throws(WixError) {
        for also in rule.also {
            var call = RecordCall(rule: also, body: body, query: query, example: [:], settable: [], marks: marks)
            call.marks.sources["parent"] = row
            guard also.does == .act || also.does == .delete else {
                _ = try call.run(&state)
                continue
            }
            // The revision that was sent is not that of the others.
            let others =
                also.key == nil ? state[also.table.kind].entities.filter(call.isWanted) : [try call.find(state)]
            for other in others {
                _ =
                    also.does == .delete
                    ? try call.delete(other, &state) : try call.change(other, nil, revision: nil, &state)
            }
        }
    }
}
