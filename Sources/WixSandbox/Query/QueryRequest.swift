import JSON

/// One checked query: what to select, in which order, and which page of it.
struct QueryRequest {
    let rules: QueryRules
    let predicate: Predicate
    let order: SortOrder
    let limit: Int
    let offset: Int?
    let cursor: PageCursor?
    /// What the next cursor must carry.
    private let filter: JSONValue?
    private let sort: JSONValue?
    private let search: JSONValue?

    /// Reads the object that stands under `rules.wrapper`.
    init(_ value: JSONValue?, _ rules: QueryRules, now: Timestamp, secret: UInt64) throws(WixError) {
        var known = ["filter", rules.sortMember] + rules.otherMembers
        if rules.paging != .cursor { known.append("paging") }
        if rules.paging != .offset { known.append("cursorPaging") }
        if rules.search != nil { known.append("search") }
        let object = try StrictObject(value, at: rules.wrapper, known: known)
        guard object["paging"] == nil || object["cursorPaging"] == nil else {
            throw .violation(
                rules.wrapper, "takes either paging or cursorPaging, not both", rule: "REQUIRED_ONE_OF_FIELD")
        }
        let cursorPaging = try object.child("cursorPaging", known: ["limit", "cursor"])
        let paging = try object.child("paging", known: ["limit", "offset"])
        var cursor: PageCursor?
        if let text = try cursorPaging.string("cursor"), !text.isEmpty {
            try QueryRequest.refuseMix(object, rules)
            cursor = PageCursor(text, kind: rules.kind, now: now, secret: secret)
            guard cursor != nil else {
                throw .violation(rules.cursorMember, "is invalid or has expired", ruleName: "INVALID_CURSOR")
            }
        }
        let isOffset = object["paging"] != nil || rules.paging == .offset
        let asked = try (isOffset ? paging : cursorPaging).int("limit")
        offset = isOffset ? try QueryRequest.offset(paging) : nil
        limit = try QueryRequest.checkedLimit(asked ?? cursor?.limit ?? rules.defaultLimit, rules)
        self.cursor = cursor
        self.rules = rules
        filter = cursor == nil ? object["filter"] : cursor?.filter
        sort = cursor == nil ? object[rules.sortMember] : cursor?.sort
        search = cursor == nil ? object["search"] : cursor?.search
        var parts: [Predicate] = []
        if let filter {
            var compiler = FilterCompiler(rules.fields)
            parts.append(try compiler.compile(filter))
        }
        if let hidden = rules.hidden { parts.append(.not(hidden)) }
        predicate = .all(parts)
        order = try QueryRequest.order(sort, rules)
        if let search, let textSearch = rules.search {
            text = try TextMatch(search, textSearch, at: "\(rules.wrapper).search")
        }
    }

    /// The free-text clause of a search.
    private(set) var text: TextMatch?

    func selects(_ entity: JSONValue) -> Bool {
        predicate.holds(for: entity) && (text?.holds(for: entity) ?? true)
    }

    /// The cursor of the page after (or before) the entity at `position`.
    func cursor(beside position: SortOrder.Position, isForward: Bool) -> PageCursor {
        PageCursor(
            kind: rules.kind, filter: filter, sort: sort, search: search, limit: limit,
            position: position.values.map(\.cursorValue) + [.string(position.id)], isForward: isForward)
    }

    private static func refuseMix(_ object: StrictObject, _ rules: QueryRules) throws(WixError) {
        var mixed = ["filter", "search"]
        if !rules.allowsSortWithCursor { mixed.append(rules.sortMember) }
        for member in mixed where object[member] != nil {
            throw .violation(
                object.name(member), "must not be sent beside a cursor: the cursor carries it",
                ruleName: "CURSOR_CONFLICT")
        }
    }

    private static func offset(_ paging: StrictObject) throws(WixError) -> Int {
        let offset = try paging.int("offset") ?? 0
        guard offset >= 0 else {
            throw .violation(paging.name("offset"), "must be 0 or more", rule: "MIN", threshold: 0)
        }
        return offset
    }

    private static func checkedLimit(_ limit: Int, _ rules: QueryRules) throws(WixError) -> Int {
        guard !(1...rules.maximumLimit).contains(limit) else { return limit }
        let description = "must be between 1 and \(rules.maximumLimit), but is \(limit)"
        if rules.fields.dialect == .contacts { throw .application(400, "ILLEGAL_LIMIT", "limit \(description)") }
        throw .violation(
            "\(rules.wrapper).paging.limit", description, rule: limit < 1 ? "MIN" : "MAX",
            threshold: limit < 1 ? 1 : rules.maximumLimit)
    }

    private static func order(_ sort: JSONValue?, _ rules: QueryRules) throws(WixError) -> SortOrder {
        if let sort, sort.arrayValue?.isEmpty != true {
            return try SortOrder(
                sort, rules.fields, at: "\(rules.wrapper).\(rules.sortMember)", maximum: rules.maximumSortKeys)
        }
        // A default may be a field that requests cannot sort by.
        return SortOrder(
            keys: rules.defaultSort.compactMap { entry in
                rules.fields[entry.field].map { SortOrder.Key(rule: $0, isAscending: entry.isAscending) }
            })
    }
}
