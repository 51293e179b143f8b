import JSON

/// How a tool talks to Wix: everything that may differ between the two Stores catalogues.
package final class ToolPlan: Sendable {
    package let request: RequestTemplate
    package let arguments: [ToolArgument]
    package let filter: FilterRule?
    package let sort: SortRule?
    package let paging: PagingRule?
    package let answer: AnswerRule
    package let view: ViewRule?
    package let expansion: ExpansionRule?
    /// What the default view asks Wix to send besides.
    package let leanExpansion: [String]
    package let fullExpansion: [String]
    package let revision: RevisionRule?
    package let job: JobRule?
    package let entries: EntriesRule?
    package let parts: PartsRule?
    package let choices: [ChoiceRule]

    init(_ record: inout RecordReader) throws(CatalogueError) {
        guard var request = try record.reader("request") else { throw record.error("request", "is missing") }
        let template = try RequestTemplate(&request)
        self.request = template
        var arguments: [ToolArgument] = []
        for var entry in try record.readers("arguments") {
            arguments.append(try ToolArgument(&entry, wrapper: template.wrapper, hasBody: template.hasBody))
        }
        self.arguments = arguments
        if var entry = try record.reader("filter") { filter = try FilterRule(&entry) } else { filter = nil }
        if var entry = try record.reader("sort") { sort = try SortRule(&entry) } else { sort = nil }
        if var entry = try record.reader("paging") { paging = try PagingRule(&entry) } else { paging = nil }
        guard var answer = try record.reader("answer") else { throw record.error("answer", "is missing") }
        self.answer = try AnswerRule(&answer)
        if var entry = try record.reader("view") { view = try ViewRule(&entry) } else { view = nil }
        if var entry = try record.reader("expand") { expansion = try ExpansionRule(&entry) } else { expansion = nil }
        leanExpansion = expansion?.values(for: view?.lean ?? []) ?? []
        fullExpansion = expansion?.values(for: nil) ?? []
        if var entry = try record.reader("revision") { revision = try RevisionRule(&entry) } else { revision = nil }
        if var entry = try record.reader("job") { job = try JobRule(&entry) } else { job = nil }
        if var entry = try record.reader("entries") { entries = try EntriesRule(&entry) } else { entries = nil }
        if var entry = try record.reader("parts") { parts = try PartsRule(&entry) } else { parts = nil }
        choices =
            try ChoiceRule.list(&record, "oneOf", isExclusive: true, among: arguments)
            + ChoiceRule.list(&record, "anyOf", isExclusive: false, among: arguments)
        try checkPath(record)
        try checkPlaces(record)
        try checkEntries(record)
    }

    /// True when an argument of its own stands in the filter, so that the filter is not empty without one of the caller.
    package var isNarrowedByArguments: Bool {
        arguments.contains { argument in
            argument.destinations.contains { if case .filter = $0 { true } else { false } }
        }
    }

    package var sortableFields: [String] { (sort?.fields ?? []) + (filter?.sortableFields ?? []) }

    /// A request without a body takes nothing into it, and what the daemon fills in is out of the caller's reach.
    private func checkPlaces(_ record: RecordReader) throws(CatalogueError) {
        let places =
            arguments.flatMap(\.destinations) + request.constants.map(\.destination)
            + [request.mask, revision?.destination].compactMap { $0 }
        if !request.hasBody {
            for case .body(let path) in places {
                throw record.error("request", "has no body for \(path.joined(separator: "."))")
            }
        }
        for constant in request.constants {
            guard case .source = constant.content else { continue }
            guard !arguments.contains(where: { $0.destinations.contains { $0.touches(constant.destination) } }) else {
                throw record.error("request.constants", "an argument reaches what the daemon fills in")
            }
        }
    }

    private func checkEntries(_ record: RecordReader) throws(CatalogueError) {
        for name in [entries?.argument, parts?.argument].compactMap({ $0 }) {
            guard answer.isBulk else { throw record.error("answer", "entries and parts need a bulk answer") }
            guard let argument = arguments.first(where: { $0.name == name }), argument.schema["type"] == "array" else {
                throw record.error("entries.argument", "\(name) is no argument with a list")
            }
        }
    }

    /// Every `{name}` of the path is filled by a required argument.
    private func checkPath(_ record: RecordReader) throws(CatalogueError) {
        for case .parameter(let name) in request.pathParts {
            let isBound = arguments.contains {
                ($0.isRequired || $0.isDerived) && $0.destinations.contains(.path(name))
            }
            guard isBound else { throw record.error("request.path", "{\(name)} is bound to no argument") }
        }
    }
}
