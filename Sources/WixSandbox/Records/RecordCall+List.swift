import JSON

extension RecordCall {
    /// A page of the rows, in the container and with the paging members that the example has.
    func list(_ state: SandboxState) throws(WixError) -> JSONValue {
        var rows = EntityTable(idMember: table.idMember)
        for row in state[table.kind].entities where isWanted(row) && isShown(row) { rows.put(row) }
        let (paging, form) = example.pagingMembers
        let request = try QueryRequest(
            try request(
                isCursor: form?["cursors"] != nil,
                isPaged: form != nil || example["totalResults"] != nil || example["total"] != nil),
            rules, now: state.now, secret: state.secret)
        let page = request.page(of: rows, now: state.now, secret: state.secret)
        var answer = marks.filled(example) ?? [:]
        let shown = page.entities.map { row -> JSONValue in
            guard let each = rule.each else { return table.shown(row) }
            return .object([each: table.shown(row)])
        }
        if let entity = rule.entity { answer.set(.array(shown), at: entity) }
        if let paging { answer[paging] = page.members(like: form ?? JSONObject()) }
        // The oldest APIs tell of the page beside the list.
        for name in ["totalResults", "total"] where answer[name] != nil { answer[name] = .int(page.total) }
        if answer["offset"] != nil { answer["offset"] = .int(page.offset ?? 0) }
        if answer["limit"] != nil { answer["limit"] = .int(request.limit) }
        return answer
    }

    /// False for a row that is only shown on request, or that lies outside the asked span.
    private func isShown(_ row: JSONValue) -> Bool {
        if let flag = rule.only["unless"], marks.filled(flag)?.boolValue != true {
            for member in rule.only["where"]?.objectValue?.members ?? [] {
                guard row.value(at: member.key) == member.value else { return false }
            }
        }
        let date = { (name: String) in rule.span[name].flatMap { row.value(at: $0.stringValue ?? "")?.stringValue } }
        let bound = { (name: String) in rule.span[name].flatMap { marks.filled($0)?.stringValue } }
        if let to = bound("to"), let start = date("start"), start >= to { return false }
        if let from = bound("from"), let end = date("end"), end <= from { return false }
        return true
    }

    func count(_ state: SandboxState) throws(WixError) -> JSONValue {
        let request = try selection(body.value(at: rule.filter), state)
        let count = state[table.kind].entities.count { isWanted($0) && isShown($0) && request.selects($0) }
        var answer = marks.filled(example) ?? [:]
        if let entity = rule.entity { answer.set(.int(count), at: entity) }
        return answer
    }

    /// What a filter alone selects.
    func selection(_ filter: JSONValue?, _ state: SandboxState) throws(WixError) -> QueryRequest {
        var query: JSONValue = [:]
        query["filter"] = try Self.object(filter)
        return try QueryRequest(query, rules, now: state.now, secret: state.secret)
    }

    /// The schema of the body has refused limits beyond the documented one.
    private var rules: QueryRules {
        QueryRules(
            kind: table.kind, fields: table.fields, paging: .both, defaultLimit: 50, maximumLimit: 1000,
            otherMembers: ["search"], search: rule.search.isEmpty ? nil : .init(fields: rule.search))
    }

    /// The request in the one form that the query engine reads, from a body or a query string.
    private func request(isCursor: Bool, isPaged: Bool) throws(WixError) -> JSONValue {
        let sent = query.isEmpty ? body.value(at: rule.sent) ?? [:] : listed
        var request: JSONValue = [:]
        request["filter"] = try Self.object(sent["filter"])
        request["sort"] = try sort(sent["sort"] ?? sent["sorting"])
        if !rule.search.isEmpty { request["search"] = sent["search"] }
        let paging = sent["cursorPaging"] ?? sent["paging"] ?? sent.only(["limit", "offset"])
        if sent["cursorPaging"] != nil || paging["cursor"] != nil || (isCursor && paging["offset"] == nil) {
            request["cursorPaging"] = paging
        } else {
            request["paging"] = isPaged ? paging : ["limit": 1000]
        }
        return request
    }

    /// The paging and sort of a query string, whatever stands before the names.
    private var listed: JSONValue {
        var sent: JSONValue = [:]
        for item in query {
            switch item.name.split(separator: ".").last.map(String.init) ?? "" {
            case "limit": sent.set(Int(item.value).map(JSONValue.int) ?? .string(item.value), at: "paging.limit")
            case "offset": sent.set(Int(item.value).map(JSONValue.int) ?? .string(item.value), at: "paging.offset")
            case "cursor": sent.set(.string(item.value), at: "paging.cursor")
            case "sort": sent["sort"] = .string(item.value)
            case "fieldName":
                let order = query.first { $0.name.hasSuffix("order") }?.value ?? "ASC"
                sent["sort"] = [["fieldName": .string(item.value), "order": .string(order)]]
            default: break
            }
        }
        return sent
    }

    /// Old APIs take the sort as text: `created:desc`, or a list of fields with their directions as JSON.
    private func sort(_ value: JSONValue?) throws(WixError) -> JSONValue? {
        if let text = value?.stringValue, let field = text.split(separator: ":").first, !text.hasPrefix("["),
            !text.hasPrefix("{")
        {
            let order = text.dropFirst(field.count + 1).uppercased()
            return [["fieldName": .string(String(field)), "order": .string(order.isEmpty ? "ASC" : order)]]
        }
        guard let value = try Self.object(value) else { return nil }
        let groups = value.arrayValue ?? [value]
        return .array(
            groups.flatMap { group -> [JSONValue] in
                if group["fieldName"] != nil { return [group] }
                return (group.objectValue?.members ?? []).map {
                    ["fieldName": .string($0.key), "order": .string($0.value.stringValue?.uppercased() ?? "ASC")]
                }
            })
    }

    /// The JSON inside a text, where an API takes it so.
    private static func object(_ value: JSONValue?) throws(WixError) -> JSONValue? {
        guard let text = value?.stringValue else { return value }
        guard let value = try? JSONValue(parsing: Array(text.utf8)) else {
            throw .filter("Expected JSON, but '\(text.prefix(80))' is none")
        }
        return value
    }
}

extension JSONValue {
    /// The name and the members of an example's paging object.
    fileprivate var pagingMembers: (name: String?, form: JSONObject?) {
        for name in ["pagingMetadata", "metadata", "metaData", "paging", "nextCursor"] {
            if let form = self[name]?.objectValue { return (name, form) }
        }
        return (nil, nil)
    }
}

extension Page {
    /// The members that the documents show for this operation.
    fileprivate func members(like form: JSONObject) -> JSONValue {
        if form["cursors"] != nil, offset == nil { return metadata(hasTotal: false) }
        var members: JSONValue = [:]
        for name in form.keys {
            switch name {
            case "count", "items": members[name] = .int(entities.count)
            case "offset": members[name] = .int(offset ?? 0)
            case "total", "totalCount", "totalResults": members[name] = .int(total)
            case "hasNext": members[name] = .bool(hasNext)
            case "tooManyToCount": members[name] = false
            case "cursor", "nextCursor": members[name] = next.map { .string($0) }
            case "cursors": members[name] = [:]
            default: members[name] = form[name]
            }
        }
        return members
    }
}
