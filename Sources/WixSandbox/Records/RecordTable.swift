import JSON

/// A table that the shapes declare: what its rows are called, what may be asked of them and which are there first.
struct RecordTable: Sendable {
    let kind: EntityKind
    /// The member that names a row.
    let idMember: String
    /// The code of the 404 of a row that is not there.
    private let missingCode: String
    /// One row in words.
    let noun: String
    /// Members that no answer shows: what the sandbox keeps to find the row by.
    let hidden: Set<String>
    /// Lists of the entity whose elements Wix gives ids, as dotted paths.
    let ids: [String]
    let fields: FieldTable
    let seed: [JSONValue]

    /// Wix's words for when an entity was made and last changed.
    private static let created = ["createdDate", "dateCreated", "_createdDate"]
    private static let updated = ["updatedDate", "dateUpdated", "_updatedDate", "lastUpdated"]
    private static let known: Set = ["id", "missing", "noun", "hidden", "ids", "fields", "seed"]

    init(_ name: String, _ value: JSONValue, firstRows: [JSONValue]) throws(ShapeError) {
        let place = "table \(name)"
        for key in value.objectValue?.keys ?? [] where !Self.known.contains(key) {
            throw ShapeError(place: place, message: "\(key) is not a known member")
        }
        kind = EntityKind(rawValue: name)
        idMember = value["id"]?.stringValue ?? kind.idMember
        noun = value["noun"]?.stringValue ?? String(name.dropLast())
        missingCode = value["missing"]?.stringValue ?? "NOT_FOUND"
        hidden = Set((value["hidden"]?.arrayValue ?? []).compactMap(\.stringValue))
        ids = (value["ids"]?.arrayValue ?? []).compactMap(\.stringValue)
        fields = try FieldTable(shape: value["fields"], at: place)
        seed = value["seed"]?.arrayValue ?? firstRows
    }

    /// The table with its first rows; those without an id get one of their own.
    func filled(seed number: UInt64) -> EntityTable {
        var random = RandomSource(seed: kind.rawValue.utf8.reduce(number) { $0 &* 31 &+ UInt64($1) })
        var table = EntityTable(idMember: idMember)
        for row in seed {
            var row = row
            if row[idMember]?.stringValue == nil { row[idMember] = .string(random.guid()) }
            table.put(row)
        }
        return table
    }

    func missing(_ id: String) -> WixError {
        .notFound(missingCode, id.isEmpty ? "The \(noun) was not found" : "\(noun) \(id) was not found")
    }

    /// True for what Wix makes itself, even where a request may carry it along.
    func makes(_ member: String) -> Bool {
        member == idMember || member == "revision" || (Self.created + Self.updated).contains(member)
    }

    func shown(_ row: JSONValue) -> JSONValue { row.without(hidden) }

    /// Sets the members that Wix gives a new entity, where this kind of entity has them.
    func stamp(new row: inout JSONValue, id: String, at now: Timestamp) {
        row[idMember] = .string(id)
        if let revision = row["revision"] { row["revision"] = revision.numberValue == nil ? "1" : 1 }
        for name in Self.created + Self.updated { Self.date(name, of: &row, now) }
    }

    /// Sets the members that change with every change.
    func stamp(changed row: inout JSONValue, at now: Timestamp) {
        if let revision = row["revision"] {
            let next = row.revision + 1
            row["revision"] = revision.numberValue == nil ? .string(String(next)) : .int(next)
        }
        for name in Self.updated { Self.date(name, of: &row, now) }
    }

    /// Gives ids to the elements of lists that have none.
    func name(partsOf row: inout JSONValue, _ random: inout RandomSource) {
        for path in ids {
            guard let parts = row.value(at: path)?.arrayValue else { continue }
            var named: [JSONValue] = []
            for part in parts {
                var part = part
                if part.objectValue != nil, part["id"] == nil { part["id"] = .string(random.guid()) }
                named.append(part)
            }
            row.set(.array(named), at: path)
        }
    }

    /// Dates are RFC 3339, in old APIs milliseconds as text.
    private static func date(_ name: String, of row: inout JSONValue, _ now: Timestamp) {
        guard let old = row[name] else { return }
        let isCount = old.stringValue?.allSatisfy(\.isNumber) ?? false
        row[name] = .string(isCount ? String(now.milliseconds) : now.text)
    }
}

extension FieldTable {
    /// Reads the `fields` of a table: groups of `fields`, `operators`, `kind`, `enum` and `sort`.
    init(shape value: JSONValue?, at place: String) throws(ShapeError) {
        var rows: [Row] = []
        var families: [Row] = []
        for group in value?.arrayValue ?? [] {
            for key in group.objectValue?.keys ?? []
            where !["fields", "operators", "kind", "enum", "sort"].contains(key) {
                throw ShapeError(place: place, message: "fields: \(key) is not a known member")
            }
            let names = (group["fields"]?.arrayValue ?? []).compactMap(\.stringValue)
            guard !names.isEmpty else { throw ShapeError(place: place, message: "fields: a group needs fields") }
            var operators: Set<FilterOperator> = []
            for word in (group["operators"]?.stringValue ?? "").split(separator: " ") {
                guard let known = FilterOperator(rawValue: String(word)) else {
                    throw ShapeError(place: place, message: "fields: \(word) is not an operator")
                }
                operators.insert(known)
            }
            let kind = try Self.kind(group, place)
            let isSortable = group["sort"]?.boolValue ?? false
            rows.append(Row(names.filter { !$0.contains("*") }, kind, operators, sortable: isSortable))
            let prefixes = names.filter { $0.contains("*") }.map { $0.replacing("*", with: "") }
            families.append(Row(prefixes, kind, operators, sortable: isSortable))
        }
        self.init(families: families, rows)
    }

    private static func kind(_ group: JSONValue, _ place: String) throws(ShapeError) -> FieldRule.Kind {
        if let values = group["enum"]?.arrayValue { return .choice(values.compactMap(\.stringValue)) }
        switch group["kind"]?.stringValue ?? "text" {
        case "text": return .text
        case "number": return .number
        case "date": return .date
        case "flag": return .flag
        case "any": return .any
        case "items": return .items
        case let other: throw ShapeError(place: place, message: "fields: \(other) is not a kind")
        }
    }
}
