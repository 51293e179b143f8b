/// The comparisons of Wix's query language (platform reference 4.2).
enum FilterOperator: String, Sendable {
    case equal = "$eq"
    case notEqual = "$ne"
    case greater = "$gt"
    case greaterOrEqual = "$gte"
    case less = "$lt"
    case lessOrEqual = "$lte"
    case isIn = "$in"
    case isNotIn = "$nin"
    case startsWith = "$startsWith"
    case begins = "$begins"
    case endsWith = "$endsWith"
    case contains = "$contains"
    case exists = "$exists"
    case isEmpty = "$isEmpty"
    case hasSome = "$hasSome"
    case hasAll = "$hasAll"
    case any = "$any"
    case all = "$all"
    case matchItems = "$matchItems"
}

/// The operator groups that the documented tables repeat.
extension Set<FilterOperator> {
    func with(_ others: Self) -> Self { union(others) }

    static let equality: Self = [.equal, .notEqual]
    static let ranges: Self = [.greater, .greaterOrEqual, .less, .lessOrEqual]
    static let membership: Self = [.equal, .notEqual, .isIn]
    static let comparison: Self = equality.with(ranges)
    static let lists: Self = [.hasSome, .hasAll]
}

/// What may be done with one field of an entity.
struct FieldRule: Sendable {
    /// How values compare.
    enum Kind: Sendable, Equatable {
        case text
        /// A JSON number or a decimal string.
        case number
        case date
        case flag
        /// One of an enum's values; others are refused.
        case choice([String])
        /// Whatever the values are: fields that an owner of a site defines.
        case any
        /// Objects, matched member by member.
        case items
    }
    let name: String
    /// The members that lead to the value; arrays on the way are transparent.
    let path: [String]
    let kind: Kind
    let operators: Set<FilterOperator>
    let isSortable: Bool
}

/// The documented filterable and sortable fields of an entity.
struct FieldTable: Sendable {
    /// How mistakes are reported.
    enum Dialect: Sendable {
        /// `Field 'x' is not declared as filterable`.
        case declared
        /// Contacts V4: application error codes (CRM reference 3.2).
        case contacts
    }

    /// One row of a documented table: fields that share kind and operators.
    struct Row: Sendable {
        let names: [String]
        let kind: FieldRule.Kind
        let operators: Set<FilterOperator>
        let isSortable: Bool
        /// `names` are filter names; where the entity's path differs it follows after ` > `.
        init(
            _ names: [String], _ kind: FieldRule.Kind, _ operators: Set<FilterOperator>, sortable: Bool = false
        ) {
            self.names = names
            self.kind = kind
            self.operators = operators
            isSortable = sortable
        }
    }

    let dialect: Dialect
    /// Bookings: only the first use of a field in a filter counts (bookings reference 3.1).
    let countsFirstUseOnly: Bool
    private let rules: [String: FieldRule]
    /// Rules for every field under a prefix that ends in a dot.
    private let families: [FieldRule]

    init(dialect: Dialect = .declared, countsFirstUseOnly: Bool = false, families: [Row] = [], _ rows: [Row]) {
        self.dialect = dialect
        self.countsFirstUseOnly = countsFirstUseOnly
        self.families = families.flatMap(FieldTable.rules)
        rules = Dictionary(rows.flatMap(FieldTable.rules).map { ($0.name, $0) }) { _, last in last }
    }

    /// The rule of a field; the rest of a family's field name is one member, dots included.
    subscript(name: String) -> FieldRule? {
        if let rule = rules[name] { return rule }
        guard let family = families.first(where: { name.hasPrefix($0.name) && name.count > $0.name.count }) else {
            return nil
        }
        let rest = String(name.dropFirst(family.name.count))
        let last = (family.path.last ?? "") + rest
        return FieldRule(
            name: name, path: family.path.dropLast() + [last], kind: family.kind, operators: family.operators,
            isSortable: family.isSortable)
    }

    private static func rules(of row: Row) -> [FieldRule] {
        row.names.map { entry in
            let parts = entry.split(separator: ">").map { $0.filter { $0 != " " } }
            let name = String(parts.first ?? "")
            let path = String(parts.last ?? "").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            // `members/membershipStatus`: a slash stands for a dot inside one member name.
            return FieldRule(
                name: name, path: path.map { $0.replacing("/", with: ".") }, kind: row.kind, operators: row.operators,
                isSortable: row.isSortable)
        }
    }
}
