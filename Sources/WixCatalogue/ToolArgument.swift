package import JSON

/// One argument of a tool.
package struct ToolArgument: Sendable {
    /// How the value is written into the request.
    package enum Form: String, Sendable, CaseIterable {
        case value
        /// An array inside `{"items": …}`.
        case items
        /// A number as a string.
        case text
        /// A string as `[{"text": …}]`.
        case textItems
        /// One value as `[value]`.
        case list
        /// The `name` of an object.
        case name
        /// A decimal string as a number.
        case number
        /// A time (RFC 3339) as milliseconds since 1970.
        case milliseconds
        /// Each member of an object at a place of its own, so that those beside it stay.
        case members
    }

    /// What the field mask of the request names for a given argument.
    package enum Masking: String, Sendable, CaseIterable {
        /// The place of the argument.
        case whole
        /// The places of the members of a given object, so that those that are left out stay.
        case inside
        /// Nothing: Wix wants it beside what changes.
        case never
    }

    package let name: String
    package let schema: JSONValue
    package let isRequired: Bool
    package let destinations: [Destination]
    package let form: Form
    /// Sent when the caller gives none.
    package let fallback: JSONValue?
    /// The fallback is sent only beside this argument.
    package let fallbackCompanion: String?
    /// Set when the site's catalogue has nothing to put it in.
    package let absence: Absence?
    /// Sent with a cursor too, where Wix's cursor does not stand for it.
    package let isKeptWithCursor: Bool

    package let masking: Masking
    /// Made by `split` out of another argument, or by a behaviour; not in the input schema.
    package let isDerived: Bool
    /// The schema, or one inside it, has a note on how Wix wants the value written (`x-time`, `x-money`, `x-always`).
    package let isWrittenOut: Bool

    /// What is refused of an argument that one catalogue lacks.
    package struct Absence: Sendable {
        /// Values that mean nothing there, or what is so anyway, and are taken without being sent.
        package let harmless: [JSONValue]
        /// How the same is done there, as a sentence.
        package let way: String?

        init?(_ reader: inout RecordReader) throws(CatalogueError) {
            guard let value = reader.value("unsupported"), value.boolValue != false else { return nil }
            if let way = value.stringValue {
                (harmless, self.way) = ([], way)
            } else if value.boolValue == true {
                (harmless, way) = ([], nil)
            } else if var entry = try reader.reader("unsupported") {
                harmless = try entry.array("unless")
                way = try entry.optionalString("way")
                try entry.finish()
            } else {
                return nil
            }
        }
    }

    init(_ reader: inout RecordReader, wrapper: [String], hasBody: Bool) throws(CatalogueError) {
        name = try reader.string("name")
        guard let schema = reader.value("schema") else { throw reader.error("schema", "is missing") }
        self.schema = schema
        isDerived = name.contains(".")
        isWrittenOut = Self.hasNotes(schema)
        isRequired = try reader.bool("required", default: false)
        form = try reader.choice("as", default: .value)
        fallback = reader.value("value")
        fallbackCompanion = try reader.optionalString("when")
        absence = try Absence(&reader)
        isKeptWithCursor = try reader.bool("keep", default: false)
        masking = try reader.choice("mask", default: .whole)
        if form == .milliseconds, schema["format"] != "date-time",
            schema["x-time"]?.stringValue?.hasPrefix("moment") != true
        {
            throw reader.error("as", "milliseconds needs a schema with the format date-time, or x-time for a moment")
        }
        if form == .members, schema["type"] != "object" { throw reader.error("as", "members needs an object") }
        let places = try Destination.list(&reader, "to")
        destinations = places.isEmpty ? [hasBody ? .body(wrapper + [name]) : .query(name)] : places
        try reader.finish()
    }

    private static func hasNotes(_ schema: JSONValue) -> Bool {
        if ["x-time", "x-money", "x-always"].contains(where: { schema[$0] != nil }) { return true }
        if schema["items"].map(hasNotes) == true { return true }
        return schema["properties"]?.objectValue?.members.contains { hasNotes($0.value) } ?? false
    }
}
