/// How the current revision is found when the caller leaves it out (platform.md 5.3).
package struct RevisionRule: Sendable {
    package enum Form: String, Sendable, CaseIterable { case text, number }

    /// States of the entity in which the write makes no sense.
    package struct Refusal: Sendable {
        package let path: [String]
        package let values: [String]
        /// What to do in such a state, by its value.
        package let ways: [String: String]
    }

    /// The tool that reads the entity.
    package let reader: String
    /// Path in that tool's full entity; nil when the entity has no revision and is only merged.
    package let path: [String]?
    package let destination: Destination
    /// Wix replaces the entity whole: what was read is sent again, with the arguments in it.
    package let isMerging: Bool
    package let argument: String
    package let form: Form
    package let refusal: Refusal?
    /// Members of the entity that Wix wants again though they do not change.
    package let kept: [String]
    /// Paths of what Wix tells of the entity and does not take back with it.
    package let excluded: [[String]]

    /// The argument of a merging tool that sends only what is given.
    package static let replaceArgument = "replace"

    init(_ reader: inout RecordReader) throws(CatalogueError) {
        self.reader = try reader.string("from")
        isMerging = try reader.bool("merge", default: false)
        if isMerging, reader.value("at") == nil {
            path = nil
            destination = .none
        } else {
            path = Destination.keys(try reader.string("at"))
            destination = try Destination.one(&reader, "to")
        }
        argument = try reader.optionalString("argument") ?? "revision"
        form = try reader.choice("as", default: .text)
        kept = try reader.strings("keep")
        excluded = try reader.strings("without").map { Destination.keys($0) }
        guard excluded.isEmpty || isMerging else { throw reader.error("without", "needs merge") }
        guard kept.isEmpty || !isMerging else { throw reader.error("keep", "is all of the entity with merge") }
        if var entry = try reader.reader("refuse") {
            let values = try entry.strings("values")
            let ways = try entry.pairs("instead").map { ($0.key, $0.value) }
            guard ways.allSatisfy({ values.contains($0.0) }) else {
                throw entry.error("instead", "names a value that is not refused")
            }
            refusal = Refusal(
                path: Destination.keys(try entry.string("at")), values: values,
                ways: Dictionary(ways) { first, _ in first })
            try entry.finish()
        } else {
            refusal = nil
        }
        try reader.finish()
    }
}
