/// Where the entity or the entities stand in Wix's answer, and how an old shape becomes the current one.
package struct AnswerRule: Sendable {
    package enum Shape: Sendable {
        /// Path of the array; `item` is the path of the entity inside each element.
        case list(path: [String], item: [String])
        /// Path of an array of which the element with the `id` that was asked for is the entity.
        case pick(path: [String], item: [String])
        /// Path of the one entity.
        case entity(path: [String])
    }

    /// One move of a value from an old shape to the new one.
    package struct Move: Sendable {
        package enum Form: String, Sendable, CaseIterable { case value, text, upper, lower, join }
        /// The first path that has a value wins; `join` takes all of them, with colons between.
        package let from: [[String]]
        package let to: [String]
        package let form: Form
        /// Moved only when another value stands here.
        package let unlessEqual: [String]
        /// Other spellings of the value, such as `true` to `IN_STOCK`.
        package let values: [String: String]
    }

    package let shape: Shape
    /// What one entity is called in messages: "product".
    package let name: String
    package let moves: [Move]
    /// Path of the array inside an item whose elements become items of their own.
    package let explode: [String]

    package var isList: Bool { if case .list = shape { true } else { false } }

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        name = try reader.string("name")
        let item = Destination.keys(try reader.optionalString("item") ?? "")
        if let items = try reader.optionalString("items") {
            let path = Destination.keys(items)
            shape =
                try reader.bool("pick", default: false) ? .pick(path: path, item: item) : .list(path: path, item: item)
        } else {
            shape = .entity(path: Destination.keys(try reader.string("entity")))
        }
        explode = Destination.keys(try reader.optionalString("explode") ?? "")
        var moves: [Move] = []
        for var entry in try reader.readers("map") {
            let values = try entry.pairs("values").map { ($0.key, $0.value) }
            moves.append(
                Move(
                    from: try entry.strings("from").map { Destination.keys($0) },
                    to: Destination.keys(try entry.string("to")), form: try entry.choice("as", default: .value),
                    unlessEqual: Destination.keys(try entry.optionalString("unlessEqual") ?? ""),
                    values: Dictionary(values) { first, _ in first }))
            try entry.finish()
        }
        self.moves = moves
        try reader.finish()
    }
}
