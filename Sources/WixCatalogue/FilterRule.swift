package import JSON

/// What a tool may filter by, and where the filter goes.
package struct FilterRule: Sendable {
    package enum Form: String, Sendable, CaseIterable { case object, jsonString }

    /// Fields that share their operators.
    package struct Group: Sendable {
        package let fields: [String]
        package let operators: [String]
        package let isSortable: Bool
        /// Wix's own name for the one field of the group.
        package let wixName: String?
        /// Values that Wix spells otherwise.
        package let wixValues: [String: String]
        /// The operator that stands here for `$matchItems`, with ids in place of `{"id": …}`.
        package let itemOperator: String?
        /// Answered by a behaviour and never sent.
        package let isVirtual: Bool
        /// Accepted, but left out of the description: another spelling, or a field that few need.
        package let isHidden: Bool
        /// The values that each field may be compared with; a field that is not here takes any.
        package let allowedValues: [String: [String]]
        /// The fields that hold times.
        package let timeFields: [String]
        /// How Wix wants these times.
        package let timeForm: TimeForm

        func contains(_ field: String) -> Bool {
            fields.contains {
                $0 == "*"
                    || ($0.hasSuffix(".*") ? field.hasPrefix($0.dropLast()) && field.count >= $0.count : $0 == field)
            }
        }
    }

    package let destination: Destination
    package let form: Form
    package let groups: [Group]
    /// A word for the description, such as how dates are written.
    package let hint: String?
    /// What an empty filter is to this operation.
    package let emptiness: Emptiness
    /// On Catalog V1: the fields that only V3 filters by, each with the way there; nil for a filter of V3.
    package let absent: [String: String]?

    /// Whether nothing to filter by may be sent. To an operation that changes what the filter finds it means everything.
    package enum Emptiness: Sendable, Equatable {
        case allowed, refused
        /// Refused unless this argument narrows in the filter's place.
        case refusedWithout(String)
    }

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        destination = try Destination.one(&reader, "to")
        form = try reader.choice("form", default: .object)
        hint = try reader.optionalString("hint")
        emptiness = try Self.emptiness(&reader)
        absent = try Self.absentFields(&reader)
        var groups: [Group] = []
        for var entry in try reader.readers("groups") {
            let fields = try entry.strings("fields")
            let operators = try entry.optionalString("operators") ?? ""
            let itemOperator = try entry.optionalString("itemsAs")
            let values = try entry.pairs("values").map { ($0.key, $0.value) }
            groups.append(
                Group(
                    fields: fields, operators: operators.split(separator: " ").map(String.init),
                    isSortable: try entry.bool("sort", default: false), wixName: try entry.optionalString("as"),
                    wixValues: Dictionary(values) { first, _ in first }, itemOperator: itemOperator,
                    isVirtual: try entry.bool("virtual", default: false),
                    isHidden: try entry.bool("hidden", default: false),
                    allowedValues: try Self.allowedValues(&entry, of: fields),
                    timeFields: try Self.timeFields(&entry, of: fields),
                    timeForm: try entry.choice("timesAs", default: .moment)))
            try entry.finish()
        }
        self.groups = groups
        try reader.finish()
    }

    /// `times`: `true` for all fields of the group, or a list of those that hold times.
    private static func timeFields(
        _ entry: inout RecordReader, of fields: [String]
    ) throws(CatalogueError) -> [String] {
        if let isAll = entry.value("times")?.boolValue { return isAll ? fields : [] }
        let names = try entry.strings("times")
        guard names.allSatisfy(fields.contains) else { throw entry.error("times", "must be fields of the group") }
        return names
    }

    private static func absentFields(_ reader: inout RecordReader) throws(CatalogueError) -> [String: String]? {
        guard reader.value("absent") != nil else { return nil }
        return Dictionary(try reader.pairs("absent").map { ($0.key, $0.value) }) { first, _ in first }
    }

    private static func emptiness(_ reader: inout RecordReader) throws(CatalogueError) -> Emptiness {
        if let argument = reader.value("refuseEmpty")?.stringValue { return .refusedWithout(argument) }
        return try reader.bool("refuseEmpty", default: false) ? .refused : .allowed
    }

    /// `enum`: one list for all fields of the group, or a list for each of some.
    private static func allowedValues(
        _ entry: inout RecordReader, of fields: [String]
    ) throws(CatalogueError) -> [String: [String]] {
        guard let object = entry.value("enum")?.objectValue else {
            let values = try entry.strings("enum")
            return values.isEmpty ? [:] : Dictionary(fields.map { ($0, values) }) { first, _ in first }
        }
        var allowed: [String: [String]] = [:]
        for member in object.members {
            guard fields.contains(member.key), let values = member.value.arrayValue?.compactMap(\.stringValue) else {
                throw entry.error("enum", "\(member.key) must be a field of the group with a list of values")
            }
            allowed[member.key] = values
        }
        return allowed
    }

    package func group(of field: String) -> Group? { groups.first { $0.contains(field) } }

    /// Every field that can be filtered, in order.
    package var fields: [String] { groups.filter { !$0.operators.isEmpty && !$0.isHidden }.flatMap(\.fields) }
    /// The form of the times that a field holds; nil for one that holds none.
    package func timeForm(of field: String) -> TimeForm? {
        guard let group = group(of: field), group.timeFields.contains(field) else { return nil }
        return group.timeForm
    }
    package var sortableFields: [String] { groups.filter(\.isSortable).flatMap(\.fields) }
}

/// Where the sort order goes.
package struct SortRule: Sendable {
    package enum Form: String, Sendable, CaseIterable {
        /// `[{"fieldName": …, "order": …}]`.
        case objects
        /// A JSON string of `[{"name": "asc"}]` (Catalog V1).
        case pairs
        /// `sort.fieldName` and `sort.order` beneath the place (GET lists).
        case dotted
    }

    package let destination: Destination
    package let form: Form
    /// Sortable fields beside those of the filter.
    package let fields: [String]
    /// How many entries Wix takes.
    package let maximumCount: Int
    /// How a list is sorted when the caller does not say; Wix's own order without it.
    package let fallback: JSONValue?

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        destination = try Destination.one(&reader, "to")
        form = try reader.choice("form", default: .objects)
        fields = try reader.strings("fields")
        maximumCount = try reader.optionalInt("limit") ?? 3
        fallback = reader.value("default")
        try reader.finish()
    }
}
