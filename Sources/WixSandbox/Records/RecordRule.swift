import JSON

/// What an operation does to a table: the member `state` of a shape.
struct RecordRule: Sendable {
    enum Verb: String, CaseIterable, Sendable {
        case create, findOrCreate, get, list, count, update, replace, upsert, act, delete
        case bulkCreate, bulkUpdate, bulkAct, bulkDelete

        var isBulk: Bool { rawValue.hasPrefix("bulk") }
    }
    let table: RecordTable
    let does: Verb
    /// Where the answer has the entity, or the list of them, as a dotted path; nil where it shows none.
    let entity: String?
    /// The member around each entity of a list, or around each sent item of a bulk operation.
    let each: String?
    /// Where the body has the entity, the list of items or the list of ids; `""` is the whole body.
    let sent: String
    /// The part of the entity that what was sent becomes, as a dotted path; nil for the entity itself, `""` where
    /// nothing of it is kept but what `set` takes.
    let into: String?
    /// The mark of the id of a new entity, where it is not made up.
    let id: String?
    /// The marks of the entity's id; nil where `match` finds it, or where there is but one.
    let key: String?
    /// Members that a row must have, with the marks of their values; a mark that nothing was sent for asks nothing.
    let match: JSONObject
    /// Where the body has the filter of a bulk operation or a count.
    let filter: String
    /// Where the body has the names of the members to change; those below `sent`.
    let mask: String?
    /// The states from which an action works.
    let from: JSONObject
    /// The status and code of the refusal from another state.
    let refusal: (status: Int, code: String)
    /// What a new entity has where nothing was sent.
    let defaults: JSONObject
    /// What the operation makes of members, whatever was sent.
    let set: JSONObject
    /// Amounts added to numbers.
    let add: JSONObject
    /// Elements put into lists, and taken out of them.
    let join: JSONObject
    let leave: JSONObject
    let unset: [String]
    /// The table that a deleted row goes to.
    let to: EntityKind?
    /// Entities of other tables that must be there, with the marks of their ids.
    let needs: [(table: RecordTable, id: JSONValue)]
    /// Parts of the answer with the marks of their values, beside the entity.
    let shows: JSONObject
    /// Places in the answer that list all rows with the values of `match`, with the names of their tables.
    let all: [(place: String, table: RecordTable)]
    /// Rows that are left out `unless` a mark gives `true`: those without the values of `where`.
    let only: JSONObject
    /// The marks of `from` and `to` of a span, and the dotted paths of the `start` and `end` that lie in it.
    let span: JSONObject
    /// The dotted paths that a free-text search looks into.
    let search: [String]
    /// What the operation does to other tables too; `{row:…}` there is the row that it changed.
    let also: [RecordRule]

    private static let known: Set = [
        "table", "does", "entity", "each", "sent", "into", "key", "match", "filter", "mask", "from", "refuse", "set",
        "add", "join", "leave", "unset", "to", "needs", "search", "also", "defaults", "id", "shows", "all", "only",
        "span",
    ]

    /// `path` is the operation's, `answer` its example and `body` the schema of its body.
    init(
        _ value: JSONValue, tables: [String: RecordTable], path: String, answer: JSONValue, body: JSONValue?,
        at place: String
    ) throws(ShapeError) {
        let fault = { (message: String) in ShapeError(place: place, message: "state: \(message)") }
        for key in value.objectValue?.keys ?? [] where !Self.known.contains(key) {
            throw fault("\(key) is not a known member")
        }
        guard let table = tables[value["table"]?.stringValue ?? ""] else {
            throw fault("table must name one of the file's tables")
        }
        guard let does = Verb(rawValue: value["does"]?.stringValue ?? "") else {
            throw fault("does must be one of \(Verb.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.table = table
        self.does = does
        let entity = value["entity"]?.stringValue ?? Self.entity(of: answer, does)
        self.entity = entity
        if let entity, does != .count, answer.value(at: entity) == nil { throw fault("the answer has no \(entity)") }
        each = value["each"]?.stringValue
        sent = value["sent"]?.stringValue ?? Self.sent(entity, body, does)
        into = value["into"]?.stringValue
        match = value["match"]?.objectValue ?? JSONObject()
        let last = path.split(separator: "/").last { $0.hasPrefix("{") }?.dropFirst().prefix { $0 != "}" }
        key = value["key"]?.stringValue ?? (match.isEmpty ? last.map { "{path:\($0)}" } : nil)
        filter = value["filter"]?.stringValue ?? "filter"
        mask = value["mask"]?.stringValue
        from = value["from"]?.objectValue ?? JSONObject()
        let refuse = value["refuse"]
        refusal = (refuse?["status"]?.intValue ?? 428, refuse?["code"]?.stringValue ?? "FAILED_PRECONDITION")
        defaults = value["defaults"]?.objectValue ?? JSONObject()
        set = value["set"]?.objectValue ?? JSONObject()
        add = value["add"]?.objectValue ?? JSONObject()
        join = value["join"]?.objectValue ?? JSONObject()
        leave = value["leave"]?.objectValue ?? JSONObject()
        unset = (value["unset"]?.arrayValue ?? []).compactMap(\.stringValue)
        let to = value["to"]?.stringValue
        if let to, tables[to] == nil { throw fault("to must name one of the file's tables") }
        self.to = to.map { EntityKind(rawValue: $0) }
        var needs: [(table: RecordTable, id: JSONValue)] = []
        for member in value["needs"]?.objectValue?.members ?? [] {
            guard let other = tables[member.key] else { throw fault("needs: there is no table \(member.key)") }
            needs.append((other, member.value))
        }
        self.needs = needs
        id = value["id"]?.stringValue
        shows = value["shows"]?.objectValue ?? JSONObject()
        only = value["only"]?.objectValue ?? JSONObject()
        span = value["span"]?.objectValue ?? JSONObject()
        var all: [(place: String, table: RecordTable)] = []
        for member in value["all"]?.objectValue?.members ?? [] {
            guard let other = tables[member.value.stringValue ?? ""] else {
                throw fault("all: \(member.key) must name one of the file's tables")
            }
            all.append((member.key, other))
        }
        self.all = all
        search = (value["search"]?.arrayValue ?? []).compactMap(\.stringValue)
        var also: [RecordRule] = []
        for more in value["also"]?.arrayValue ?? [] {
            also.append(
                try RecordRule(more, tables: tables, path: "", answer: [:], body: nil, at: "\(place) also"))
        }
        self.also = also
    }

    /// Where nothing is said, the first member of the answer that can be an entity or a list.
    private static func entity(of answer: JSONValue, _ does: Verb) -> String? {
        for member in answer.objectValue?.members ?? [] {
            switch does {
            case .list, .bulkCreate, .bulkUpdate, .bulkAct, .bulkDelete:
                if member.value.arrayValue != nil { return member.key }
            case .count: if member.value.intValue != nil { return member.key }
            default: if member.value.objectValue != nil { return member.key }
            }
        }
        return nil
    }

    /// Where nothing is said, the member of the body called as in the answer, or the one list of a bulk operation.
    private static func sent(_ entity: String?, _ body: JSONValue?, _ does: Verb) -> String {
        let properties = body?["properties"]?.objectValue ?? JSONObject()
        if does.isBulk {
            return properties.members.first { $0.value["type"] == "array" && $0.key != "fields" }?.key ?? ""
        }
        let name = String(entity?.split(separator: ".").last ?? "")
        if properties[name] != nil { return name }
        if does == .list { return ["query", "search"].first { properties[$0] != nil } ?? "" }
        return properties.members.first { $0.value["type"] == "object" && $0.value["properties"] != nil }?.key ?? ""
    }
}
