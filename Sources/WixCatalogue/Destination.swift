/// Where a value goes in a request to Wix.
package enum Destination: Sendable, Equatable {
    /// A `{name}` of the path.
    case path(String)
    /// A query parameter; arrays repeat it.
    case query(String)
    /// A member of the body, from the outside inward; an empty path is the whole body.
    case body([String])
    /// A member of the filter, beside what the caller filters by.
    case filter([String])
    /// Nowhere: a behaviour consumes it.
    case none

    /// True when one of the two lies at or inside the other.
    func touches(_ other: Destination) -> Bool {
        switch (self, other) {
        case (.body(let mine), .body(let theirs)): mine.starts(with: theirs) || theirs.starts(with: mine)
        default: self == other
        }
    }

    init(_ text: String, place: String) throws(CatalogueError) {
        if text == "none" {
            self = .none
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw CatalogueError(place: place, message: "\(text) is not a place") }
        switch parts[0] {
        case "path": self = .path(String(parts[1]))
        case "query": self = .query(String(parts[1]))
        case "body": self = .body(Self.keys(parts[1]))
        case "filter": self = .filter(Self.filterKeys(parts[1]))
        default: throw CatalogueError(place: place, message: "\(text) is not a place")
        }
    }

    static func keys(_ path: String) -> [String] { keys(path[...]) }
    private static func keys(_ path: Substring) -> [String] { path.split(separator: ".").map { String($0) } }

    /// A filter field keeps its dots; only the operator behind it is a key of its own: `a.b.$gte` is `a.b`, `$gte`.
    private static func filterKeys(_ path: Substring) -> [String] {
        let keys = keys(path)
        guard let last = keys.last, last.hasPrefix("$"), keys.count > 1 else { return [String(path)] }
        return [keys.dropLast().joined(separator: "."), last]
    }

    static func list(_ reader: inout RecordReader, _ member: String) throws(CatalogueError) -> [Destination] {
        var destinations: [Destination] = []
        for text in try reader.strings(member) {
            destinations.append(try Destination(text, place: "\(reader.place).\(member)"))
        }
        return destinations
    }

    static func one(_ reader: inout RecordReader, _ member: String) throws(CatalogueError) -> Destination {
        guard let destination = try list(&reader, member).first else { throw reader.error(member, "is missing") }
        return destination
    }
}
