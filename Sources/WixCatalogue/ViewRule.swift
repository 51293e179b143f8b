package import JSON

/// Which fields a read tool answers with.
package struct ViewRule: Sendable {
    /// Paths of the default view.
    package let lean: [String]
    /// The default view, compiled.
    package let leanProjection: JSONProjection
    /// What the default view tells in a shorter form.
    package let short: [ShortForm]
    /// Names of the entity's top-level fields: what a path of `fields` may begin with.
    package let topFields: [String]

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        lean = try reader.strings("lean")
        leanProjection = JSONProjection(paths: lean, leavesOutEmpty: true)
        topFields = try reader.strings("top")
        var short: [ShortForm] = []
        for var entry in try reader.readers("short") { short.append(try ShortForm(&entry, lean: lean, top: topFields)) }
        self.short = short
        for path in lean where !topFields.contains(Destination.keys(path).first ?? "") {
            throw reader.error("lean", "\(path) does not begin with a field of top")
        }
        try reader.finish()
    }
}

/// Fields that Wix sends only when asked.
package struct ExpansionRule: Sendable {
    package let destination: Destination
    /// Wix wants no list of names here, but `true` when any of them is wanted.
    package let isFlag: Bool
    package let always: [String]
    package let byField: [(key: String, value: String)]
    package let full: [String]

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        destination = try Destination.one(&reader, "to")
        isFlag = try reader.bool("flag", default: false)
        always = try reader.strings("always")
        byField = try reader.pairs("byField")
        full = try reader.strings("full")
        try reader.finish()
    }

    /// What to ask Wix for, in stable order. `paths` nil means the full view.
    package func values(for paths: [String]?) -> [String] {
        var values = always
        guard let paths else {
            for value in full where !values.contains(value) { values.append(value) }
            return values
        }
        for entry in byField where !values.contains(entry.value) {
            if paths.contains(where: { Self.touches($0, entry.key) }) { values.append(entry.value) }
        }
        return values
    }

    /// True when one of the two paths lies at or inside the other.
    private static func touches(_ path: String, _ field: String) -> Bool {
        path == field || path.hasPrefix(field + ".") || field.hasPrefix(path + ".")
    }
}

/// The Swift behaviour that a record asks for, with its parameters.
package struct BehaviourReference: Sendable {
    package let name: String
    package let parameters: JSONObject

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        name = try reader.string("name")
        parameters = reader.value("with")?.objectValue ?? JSONObject()
        try reader.finish()
    }
}
