import JSON

/// The order of a page: sort keys, then the id, so that no two entities tie.
struct SortOrder: Sendable {
    struct Key: Sendable {
        let rule: FieldRule
        let isAscending: Bool
    }
    let keys: [Key]

    /// The place of an entity in the order.
    struct Position: Sendable {
        let values: [FieldValue]
        let id: String
    }

    func position(of entity: JSONValue, id: String) -> Position {
        Position(
            values: keys.map { key in
                entity.values(at: key.rule.path).first.flatMap { FieldValue($0, key.rule.kind) } ?? .missing
            }, id: id)
    }

    func precedes(_ left: Position, _ right: Position) -> Bool {
        for (index, key) in keys.enumerated() where left.values[index] != right.values[index] {
            return (left.values[index] < right.values[index]) == key.isAscending
        }
        return left.id < right.id
    }

    /// Reads `[{"fieldName":"createdDate","order":"DESC"}]`.
    init(_ value: JSONValue, _ table: FieldTable, at path: String, maximum: Int) throws(WixError) {
        guard let entries = value.arrayValue else { throw .expected("an array", at: path) }
        guard entries.count <= maximum else {
            throw .violation(
                path, "has size \(entries.count), expected \(maximum) or less", rule: "MAX_SIZE", threshold: maximum)
        }
        var keys: [Key] = []
        for (index, entry) in entries.enumerated() {
            let object = try StrictObject(entry, at: "\(path)[\(index)]", known: ["fieldName", "order"])
            let name = try object.requiredString("fieldName")
            let order = try object.choice("order", of: ["ASC", "DESC"]) ?? "ASC"
            keys.append(try SortOrder.key(name, isAscending: order == "ASC", table))
        }
        self.keys = keys
    }

    init(keys: [Key]) { self.keys = keys }

    static func key(_ name: String, isAscending: Bool, _ table: FieldTable) throws(WixError) -> Key {
        guard let rule = table[name], rule.isSortable else {
            let description = "Field '\(name)' is not declared as sortable"
            throw table.dialect == .contacts
                ? .application(400, "UNSUPPORTED_SORT_FIELD", description) : .filter(description)
        }
        return Key(rule: rule, isAscending: isAscending)
    }
}
