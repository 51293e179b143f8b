package import JSON

/// How the HTTP request of a tool looks before the arguments are in it.
package struct RequestTemplate: Sendable {
    package enum Verb: String, Sendable, CaseIterable {
        case get = "GET", post = "POST", patch = "PATCH", put = "PUT", delete = "DELETE"
    }

    /// A piece of the path: fixed text, or the value of a `path:` place.
    package enum PathPart: Sendable, Equatable { case text(String), parameter(String) }

    /// A value that is always sent.
    package struct Constant: Sendable {
        package let destination: Destination
        package let value: JSONValue
    }

    /// One argument that is cut into several, such as `product:variant` into `id.product` and `id.variant`.
    package struct Split: Sendable {
        package let argument: String
        package let separator: Character
        package let names: [String]
    }

    package let verb: Verb
    /// The template as written, for messages.
    package let path: String
    package let pathParts: [PathPart]
    /// The body member that takes arguments without a place of their own.
    package let wrapper: [String]
    package let constants: [Constant]
    package let split: Split?
    /// Where the names of the given arguments go, for operations that change only what a mask names (platform.md 5.4).
    package let mask: Destination?
    /// GET and DELETE have none (platform.md 1.1).
    package var hasBody: Bool { verb != .get && verb != .delete }

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        verb = try reader.choice("verb")
        path = try reader.string("path")
        pathParts = try Self.parts(of: path, reader)
        wrapper = Destination.keys(try reader.optionalString("wrapper") ?? "")
        var constants: [Constant] = []
        for var entry in try reader.readers("constants") {
            let destination = try Destination.one(&entry, "to")
            guard let value = entry.value("value") else { throw entry.error("value", "is missing") }
            constants.append(Constant(destination: destination, value: value))
            try entry.finish()
        }
        self.constants = constants
        mask = try Destination.list(&reader, "mask").first
        if var entry = try reader.reader("split") {
            let separator = try entry.string("separator")
            guard let character = separator.first, separator.count == 1 else {
                throw entry.error("separator", "must be one character")
            }
            split = Split(
                argument: try entry.string("argument"), separator: character, names: try entry.strings("names"))
            try entry.finish()
        } else {
            split = nil
        }
        try reader.finish()
    }

    private static func parts(of path: String, _ reader: RecordReader) throws(CatalogueError) -> [PathPart] {
        guard path.hasPrefix("/") else { throw reader.error("path", "must begin with /") }
        var parts: [PathPart] = []
        for (index, piece) in path.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            if index == 0 {
                parts.append(.text(String(piece)))
                continue
            }
            let halves = piece.split(separator: "}", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty else { throw reader.error("path", "has an unmatched brace") }
            parts.append(.parameter(String(halves[0])))
            if !halves[1].isEmpty { parts.append(.text(String(halves[1]))) }
        }
        return parts
    }
}
