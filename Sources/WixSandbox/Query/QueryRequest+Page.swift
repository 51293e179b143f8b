import JSON

extension QueryRequest {
    /// Runs the query over a table.
    func page(of table: EntityTable, now: Timestamp, secret: UInt64) -> Page {
        var rows: [Row] = []
        for entity in table.entities where selects(entity) {
            rows.append(Row(entity: entity, position: order.position(of: entity, id: table.id(of: entity))))
        }
        rows.sort { order.precedes($0.position, $1.position) }
        let range = range(in: rows)
        let seal = { (row: Row, isForward: Bool) in
            cursor(beside: row.position, isForward: isForward).text(issued: now, secret: secret)
        }
        let chosen = rows[range]
        let isCursor = offset == nil
        return Page(
            entities: chosen.map(\.entity),
            next: isCursor && range.upperBound < rows.count ? chosen.last.map { seal($0, true) } : nil,
            previous: isCursor && range.lowerBound > 0 ? chosen.first.map { seal($0, false) } : nil,
            offset: offset, total: rows.count)
    }

    private struct Row {
        let entity: JSONValue
        let position: SortOrder.Position
    }

    private func range(in rows: [Row]) -> Range<Int> {
        if let offset {
            let start = min(offset, rows.count)
            return start..<min(start + limit, rows.count)
        }
        guard let cursor else { return 0..<min(limit, rows.count) }
        let mark = SortOrder.Position(
            values: zip(order.keys, cursor.position).map { FieldValue(cursorValue: $1, $0.rule.kind) },
            id: cursor.position.last?.stringValue ?? "")
        if cursor.isForward {
            let start = rows.firstIndex { order.precedes(mark, $0.position) } ?? rows.count
            return start..<min(start + limit, rows.count)
        }
        let end = rows.firstIndex { !order.precedes($0.position, mark) } ?? rows.count
        return max(0, end - limit)..<end
    }
}
