import JSON

/// How one query or search method of Wix reads its request.
struct QueryRules: Sendable {
    enum Paging: Sendable { case cursor, offset, both }
    struct TextSearch: Sendable {
        /// The fields that may be searched, as dotted paths.
        let fields: [String]
    }

    let kind: EntityKind
    /// The object that holds filter, sort and paging: `query` or `search`.
    var wrapper = "query"
    let fields: FieldTable
    var paging = Paging.cursor
    var defaultLimit = 50
    var maximumLimit = 100
    /// Field and direction when the request names none; `id` alone orders by id.
    var defaultSort: [(field: String, isAscending: Bool)] = []
    /// The name of the sort list: members call it `sorting`.
    var sortMember = "sort"
    var maximumSortKeys = 10
    /// Blog accepts the sort again beside a cursor.
    var allowsSortWithCursor = false
    /// Names accepted in the wrapper beside filter, sort and paging.
    var otherMembers: [String] = []
    var search: TextSearch?
    /// Entities that no request ever sees.
    var hidden: Predicate?

    var cursorMember: String { "\(wrapper).cursorPaging.cursor" }
}

/// The rows of one answer.
struct Page: Sendable {
    let entities: [JSONValue]
    let next: String?
    let previous: String?
    /// Nil with cursor paging.
    let offset: Int?
    let total: Int

    var hasNext: Bool { next != nil || (offset.map { $0 + entities.count < total } ?? false) }
}
