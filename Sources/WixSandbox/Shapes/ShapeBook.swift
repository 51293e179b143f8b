import CSandboxShapes
import JSON

/// The shapes of all areas and the tables that they keep, parsed once from the embedded files.
struct ShapeBook: Sendable {
    let shapes: [OperationShape]
    let tables: [RecordTable]

    /// A malformed file leaves it empty: a build defect, found by the tests.
    static let shared = (try? load()) ?? ShapeBook()

    private init() {
        shapes = []
        tables = []
    }

    /// Throws `ShapeError` for a malformed file.
    static func load() throws(ShapeError) -> ShapeBook {
        var files: [(name: String, bytes: [UInt8])] = []
        for index in 0..<wix_shape_file_count() {
            let file = wix_shape_file_at(index)
            files.append(
                (String(cString: file.name), Array(UnsafeBufferPointer(start: file.bytes, count: file.count))))
        }
        return try ShapeBook(files: files)
    }

    /// The tables of all files first: a shape may name those of another area.
    init(files: [(name: String, bytes: [UInt8])]) throws(ShapeError) {
        var values: [JSONValue] = []
        for file in files { values.append(try Self.read(file.bytes, name: file.name)) }
        let operations = values.flatMap { $0["operations"]?.arrayValue ?? [] }
        var tables: [String: RecordTable] = [:]
        for value in values {
            for member in value["tables"]?.objectValue?.members ?? [] {
                guard tables[member.key] == nil else {
                    throw ShapeError(place: "table \(member.key)", message: "is declared twice")
                }
                tables[member.key] = try RecordTable(
                    member.key, member.value, firstRows: Self.rows(of: member.key, operations))
            }
        }
        var shapes: [OperationShape] = []
        for operation in operations { shapes.append(try OperationShape(operation, tables: tables)) }
        self.shapes = shapes
        self.tables = tables.values.sorted { $0.kind.rawValue < $1.kind.rawValue }
    }

    /// What the example of the first list of a table shows.
    private static func rows(of table: String, _ operations: [JSONValue]) -> [JSONValue] {
        let list = operations.first {
            $0.value(at: "state.table")?.stringValue == table && $0.value(at: "state.does") == "list"
        }
        guard let list, let answer = list["answer"]?.objectValue else { return [] }
        let place = list.value(at: "state.entity")?.stringValue
        let rows =
            place.map { list["answer"]?.value(at: $0) } ?? answer.members.first { $0.value.arrayValue != nil }?.value
        let each = list.value(at: "state.each")?.stringValue
        let marks = ShapeAnswer(sources: [:])
        return (rows?.arrayValue ?? []).compactMap { row in marks.filled(each.flatMap { row[$0] } ?? row) }
    }

    private static func read(_ bytes: [UInt8], name: String) throws(ShapeError) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw ShapeError(place: name, message: "\(error.reason) at byte \(error.offset)")
        }
        guard value["area"]?.stringValue == name, value["operations"]?.arrayValue != nil else {
            throw ShapeError(place: name, message: "needs the members area (\(name)) and operations")
        }
        return value
    }
}
