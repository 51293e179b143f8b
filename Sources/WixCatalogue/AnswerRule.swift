package import JSON

/// Where the entity or the entities stand in Wix's answer, and how an old shape becomes the current one.
package struct AnswerRule: Sendable {
    package enum Shape: Sendable {
        /// Path of the array; `item` is the path of the entity inside each element.
        case list(path: [String], item: [String])
        /// Path of an array of which the element that was asked for is the entity: the one whose member `by` is what the
        /// argument of that name says.
        case pick(path: [String], item: [String], by: String)
        /// Path of the one entity.
        case entity(path: [String])
        /// Wix's bulk envelopes (platform.md 5.1); an item failed when it failed in any of them.
        case bulk(envelopes: [Envelope], item: [String])
        /// Path of a number.
        case count(path: [String])
        /// The address that a redirect goes to, told as a member of this name.
        case location(name: String)
    }

    /// Where the results of one bulk envelope stand, and where their totals do.
    package struct Envelope: Sendable {
        package let results: [String]
        package let metadata: [String]
    }

    /// One move of a value from an old shape to the new one.
    package struct Move: Sendable {
        package enum Form: String, Sendable, CaseIterable {
            case value, text, upper, lower, join, time
            /// A number as a decimal string, as amounts are written today.
            case money
            /// The parts of an address, put together.
            case address
            /// The members of an object as `[{"key", "value"}]`.
            case entries
        }

        /// The first path that has a value wins; `join` takes all of them, with colons between.
        package let from: [[String]]
        package let to: [String]
        package let form: Form
        /// Moved only when another value stands here.
        package let unlessEqual: [String]
        /// Moved only where these members have these values; what is absent is false.
        package let condition: JSONObject
        /// Other spellings of the value, such as `true` to `IN_STOCK`.
        package let values: [String: String]
        /// When not empty, the value is an array, and each of its elements is moved so.
        package let each: [Move]
        /// Members that the elements take over from around the array.
        package let inherited: [String]

        init(_ entry: inout RecordReader) throws(CatalogueError) {
            let values = try entry.pairs("values").map { ($0.key, $0.value) }
            from = try entry.strings("from").map { Destination.keys($0) }
            to = Destination.keys(try entry.string("to"))
            form = try entry.choice("as", default: .value)
            unlessEqual = Destination.keys(try entry.optionalString("unlessEqual") ?? "")
            condition = entry.value("when")?.objectValue ?? JSONObject()
            self.values = Dictionary(values) { first, _ in first }
            each = try Self.list(&entry, "each")
            inherited = try entry.strings("inherit")
            try entry.finish()
        }

        static func list(_ reader: inout RecordReader, _ member: String) throws(CatalogueError) -> [Move] {
            var moves: [Move] = []
            for var entry in try reader.readers(member) { moves.append(try Move(&entry)) }
            return moves
        }
    }

    package let shape: Shape
    /// What one entity is called in messages: "product".
    package let name: String
    package let moves: [Move]
    /// Wix leaves the array of a list out when it is empty.
    package let isAbsentWhenEmpty: Bool
    /// Path of the array inside an item whose elements become items of their own.
    package let explode: [String]

    package var isLocation: Bool { if case .location = shape { true } else { false } }
    package var isList: Bool { if case .list = shape { true } else { false } }
    package var isBulk: Bool { if case .bulk = shape { true } else { false } }
    package var isPick: Bool { if case .pick = shape { true } else { false } }
    package var isCount: Bool { if case .count = shape { true } else { false } }

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        name = try reader.string("name")
        shape = try Self.shape(&reader)
        isAbsentWhenEmpty = try reader.bool("absentWhenEmpty", default: false)
        explode = Destination.keys(try reader.optionalString("explode") ?? "")
        moves = try Move.list(&reader, "map")
        guard isList || !isAbsentWhenEmpty else { throw reader.error("absentWhenEmpty", "is for a list") }
        try reader.finish()
    }

    private static func shape(_ reader: inout RecordReader) throws(CatalogueError) -> Shape {
        let wrapped = try reader.optionalString("item")
        let item = Destination.keys(wrapped ?? "")
        let results = try reader.strings("bulk")
        let metadata = try reader.strings("metadata")
        let count = try reader.optionalString("count")
        if !results.isEmpty {
            guard metadata.isEmpty || metadata.count == results.count else {
                throw reader.error("metadata", "needs one path for each of bulk")
            }
            let envelopes = results.enumerated().map { index, path in
                Envelope(
                    results: Destination.keys(path),
                    metadata: metadata.isEmpty ? defaultMetadata(beside: path) : Destination.keys(metadata[index]))
            }
            return .bulk(envelopes: envelopes, item: wrapped == nil ? ["item"] : item)
        }
        if let items = try reader.optionalString("items") {
            let path = Destination.keys(items)
            if let member = reader.value("pick")?.stringValue { return .pick(path: path, item: item, by: member) }
            return try reader.bool("pick", default: false)
                ? .pick(path: path, item: item, by: "id") : .list(path: path, item: item)
        }
        if let location = try reader.optionalString("location") { return .location(name: location) }
        let entity = try reader.optionalString("entity")
        if let count { return .count(path: Destination.keys(count)) }
        guard let entity else { throw reader.error("entity", "is missing") }
        return .entity(path: Destination.keys(entity))
    }

    /// `a.results` has its totals in `a.bulkActionMetadata`.
    private static func defaultMetadata(beside path: String) -> [String] {
        Destination.keys(path).dropLast() + ["bulkActionMetadata"]
    }
}
