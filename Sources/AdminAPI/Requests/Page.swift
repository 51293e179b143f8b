import Gateway
import JSON

/// Where a record stands in its list. Lists are in the order of creation, ids break ties, and neither ever changes: a
/// record that comes or goes between two pages shifts nothing.
struct ListPosition: Equatable, Comparable {
    let createdAt: Timestamp
    let id: String

    static func < (left: ListPosition, right: ListPosition) -> Bool {
        left.createdAt == right.createdAt ? left.id < right.id : left.createdAt < right.createdAt
    }
}

/// Which page of a list is asked for.
struct PageRequest: Equatable {
    static let limits = 1...200
    static let defaultLimit = 50
    static let parameters = ["limit", "next_cursor", "prev_cursor"]

    let limit: Int
    let cursor: ListCursor?

    /// - Parameter list: what a cursor must have been made for.
    init(_ query: QueryReader, list: String, defaultLimit: Int = Self.defaultLimit) throws(AdminError) {
        limit = try query.integer("limit", in: Self.limits) ?? defaultLimit
        let (next, previous) = (query.text("next_cursor"), query.text("prev_cursor"))
        guard next == nil || previous == nil else {
            throw .invalid(field: "prev_cursor", problem: "cannot be given beside next_cursor")
        }
        guard let text = next ?? previous else {
            cursor = nil
            return
        }
        guard let cursor = ListCursor(text, list: list) else {
            throw .badCursor(parameter: next == nil ? "prev_cursor" : "next_cursor")
        }
        self.cursor = cursor
    }
}

/// A page's edge and the direction to go from there, as opaque text. A cursor knows its direction, so it may be given as
/// `next_cursor` or `prev_cursor` alike.
struct ListCursor: Equatable {
    enum Direction: String { case after, before }

    let direction: Direction
    let position: ListPosition

    init(_ direction: Direction, _ position: ListPosition) {
        self.direction = direction
        self.position = position
    }

    /// Nil for what `text(list:)` did not make for this list.
    init?(_ text: String, list: String) {
        guard text.utf8.count <= 512, let bytes = Base64.decode(Array(text.utf8)),
            let plain = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let parts = plain.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == list, let direction = Direction(rawValue: String(parts[1])),
            let milliseconds = Int64(parts[2])
        else { return nil }
        self.direction = direction
        position = ListPosition(createdAt: Timestamp(milliseconds: milliseconds), id: String(parts[3]))
    }

    func text(list: String) -> String {
        let parts = [list, direction.rawValue, String(position.createdAt.milliseconds), position.id]
        return Base64.encode(Array(parts.joined(separator: "\n").utf8), .url)
    }
}

/// One page of a list.
struct Page<Item> {
    let items: [Item]
    let next: String?
    let previous: String?

    /// Cuts the page out of `items`, which are in the order of their positions.
    init(of items: [Item], _ request: PageRequest, list: String, position: (Item) -> ListPosition) {
        var range = 0..<min(request.limit, items.count)
        if let cursor = request.cursor {
            switch cursor.direction {
            case .after:
                let start = items.firstIndex(orderedBy: { position($0) > cursor.position })
                range = start..<min(start + request.limit, items.count)
            case .before:
                let end = items.firstIndex(orderedBy: { position($0) >= cursor.position })
                range = max(0, end - request.limit)..<end
            }
        }
        self.items = Array(items[range])
        let (first, last) = (self.items.first, self.items.last)
        next = range.upperBound < items.count ? last.map { ListCursor(.after, position($0)).text(list: list) } : nil
        previous = range.lowerBound > 0 ? first.map { ListCursor(.before, position($0)).text(list: list) } : nil
    }

    /// The wrapper of every list (design 5).
    func json(_ item: (Item) -> JSONValue) -> JSONValue {
        .list(items.map(item), next: next, previous: previous)
    }
}

extension JSONValue {
    static func list(_ items: [JSONValue], next: String? = nil, previous: String? = nil) -> JSONValue {
        [
            "result": .array(items), "next_cursor": next.map(JSONValue.string) ?? .null,
            "prev_cursor": previous.map(JSONValue.string) ?? .null,
            "result_count": .number(JSONNumber(items.count)),
        ]
    }
}

extension Array {
    /// The first index at which `isBehind` holds, which then holds to the end; `count` when there is none.
    fileprivate func firstIndex(orderedBy isBehind: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
