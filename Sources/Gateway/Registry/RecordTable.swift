/// What a table orders its records by: when they were made, and their ids where that was at once.
protocol TableRecord: Sendable {
    var id: String { get }
    var createdAt: Timestamp { get }
}

extension AccountRecord: TableRecord {}

/// Records by id, and in an order that no later change disturbs: pages and their cursors rest on it.
struct RecordTable<Record: TableRecord>: Sendable {
    private(set) var ordered: [Record] = []
    private var byID: [String: Record] = [:]

    subscript(id: String) -> Record? { byID[id] }
    var count: Int { ordered.count }

    /// Inserts, or replaces the record of the same id; answers that one. A record never changes `createdAt`.
    @discardableResult
    mutating func put(_ record: Record) -> Record? {
        let old = byID.updateValue(record, forKey: record.id)
        ordered.put(record)
        return old
    }

    @discardableResult
    mutating func remove(id: String) -> Record? {
        guard let record = byID.removeValue(forKey: id) else { return nil }
        ordered.remove(record)
        return record
    }
}

extension Array where Element: TableRecord {
    /// Inserts at its place in the order, or replaces the element of the same id.
    mutating func put(_ record: Element) {
        let index = position(of: record)
        if index < count, self[index].id == record.id { self[index] = record } else { insert(record, at: index) }
    }

    mutating func remove(_ record: Element) {
        let index = position(of: record)
        if index < count, self[index].id == record.id { remove(at: index) }
    }

    /// The first index whose element does not come before `record`.
    private func position(of record: Element) -> Int {
        if let last, Self.precedes(last, record) { return count }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(self[middle], record) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func precedes(_ left: Element, _ right: Element) -> Bool {
        (left.createdAt, left.id) < (right.createdAt, right.id)
    }
}
