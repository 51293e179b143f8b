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
        /// What the daemon knows itself and no caller may choose.
        package enum Source: String, Sendable, CaseIterable { case siteID = "site.id" }
        package enum Content: Sendable { case value(JSONValue), source(Source) }
        package let destination: Destination
        package let content: Content

        init(_ reader: inout RecordReader) throws(CatalogueError) {
            destination = try Destination.one(&reader, "to")
            let value = reader.value("value")
            if reader.value("from") != nil {
                guard value == nil else { throw reader.error("from", "stands in place of value, not beside it") }
                content = .source(try reader.choice("from"))
            } else {
                guard let value else { throw reader.error("value", "is missing") }
                content = .value(value)
            }
            try reader.finish()
        }
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
    /// GET has none, and DELETE only where the record says so (platform.md 1.1).
    package let hasBody: Bool
    /// The request changes nothing, though its verb says otherwise.
    package let isRead: Bool

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        verb = try reader.choice("verb")
        path = try reader.string("path")
        pathParts = try Self.parts(of: path, reader)
        let saysBody = try reader.bool("body", default: false)
        guard !saysBody || verb == .delete else { throw reader.error("body", "is for DELETE only") }
        hasBody = verb != .get && (verb != .delete || saysBody)
        isRead = try reader.bool("reads", default: false)
        guard !isRead || verb == .put else { throw reader.error("reads", "is for PUT only") }
        wrapper = Destination.keys(try reader.optionalString("wrapper") ?? "")
        var constants: [Constant] = []
        for var entry in try reader.readers("constants") { constants.append(try Constant(&entry)) }
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
