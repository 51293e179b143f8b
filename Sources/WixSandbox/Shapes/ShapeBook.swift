import CSandboxShapes
import JSON

/// The shapes of all areas, parsed once from the embedded files.
enum ShapeBook {
    /// Throws `ShapeError` for a malformed file: a build defect, found by the tests.
    static func load() throws(ShapeError) -> [OperationShape] {
        var shapes: [OperationShape] = []
        for index in 0..<wix_shape_file_count() {
            let file = wix_shape_file_at(index)
            let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
            shapes += try read(bytes, name: String(cString: file.name))
        }
        return shapes
    }

    static func read(_ bytes: [UInt8], name: String) throws(ShapeError) -> [OperationShape] {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw ShapeError(place: name, message: "\(error.reason) at byte \(error.offset)")
        }
        guard value["area"]?.stringValue == name, let operations = value["operations"]?.arrayValue else {
            throw ShapeError(place: name, message: "needs the members area (\(name)) and operations")
        }
        var shapes: [OperationShape] = []
        for operation in operations { shapes.append(try OperationShape(operation)) }
        return shapes
    }
}
