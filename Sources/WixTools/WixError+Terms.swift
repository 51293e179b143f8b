import JSON
import WixAPI
import WixCatalogue

extension WixError {
    /// What Wix says of its own request, in the caller's terms: `booking.contactDetails.email` is `contactDetails.email` to
    /// whom the wrapper was never shown.
    /// - Parameter indexes: the caller's places of the entries that the request held; nil where they are those of the
    ///   request.
    func inTerms(of plan: ToolPlan, indexes: [Int]? = nil) -> WixError {
        let terms = CallerTerms(plan, indexes)
        var error = self
        error.message = terms.text(message)
        error.fieldViolations = fieldViolations.map { violation in
            var violation = violation
            violation.field = terms.name(of: violation.field) ?? violation.field
            violation.description = terms.text(violation.description)
            return violation
        }
        return error
    }
}

extension ToolFailure {
    /// The failure with the names and the places of the caller's own entries.
    func inTerms(of plan: ToolPlan, indexes: [Int]) -> ToolFailure {
        if case .wix(let error) = self { .wix(error.inTerms(of: plan, indexes: indexes)) } else { self }
    }
}

/// The arguments of a tool by the places that they have in Wix's request.
private struct CallerTerms {
    private let wrapper: [String]
    private let places: [(path: [String], name: String)]
    private let entries: EntriesRule?
    private let indexes: [Int]?

    init(_ plan: ToolPlan, _ indexes: [Int]?) {
        wrapper = plan.request.wrapper
        entries = plan.entries
        self.indexes = indexes
        places = plan.arguments.flatMap { argument in
            argument.destinations.compactMap { place in
                if case .body(let path) = place { (path, argument.name) } else { nil }
            }
        }
    }

    /// What the caller calls a place of the body; nil for one that he has no other name for.
    func name(of path: String) -> String? {
        let keys = Self.keys(of: path)
        let held = places.filter { keys.starts(with: $0.path) }
        if let place = held.max(by: { $0.path.count < $1.path.count }) {
            return Self.text([place.name] + told(keys.dropFirst(place.path.count), of: place.name))
        }
        guard !wrapper.isEmpty, keys.starts(with: wrapper) else { return nil }
        return Self.text(Array(keys.dropFirst(wrapper.count)))
    }

    /// What follows the name of an argument. Entries are flat to the caller, and some of his may not have been sent.
    private func told(_ keys: ArraySlice<String>, of argument: String) -> [String] {
        var keys = Array(keys)
        guard let entries, argument == entries.argument, let first = keys.first, first.hasPrefix("[") else {
            return keys
        }
        if let indexes, let place = Int(first.dropFirst().dropLast()), indexes.indices.contains(place) {
            keys[0] = "[\(indexes[place])]"
        }
        if let wrap = entries.wrap, keys.count > 1, keys[1] == wrap { keys.remove(at: 1) }
        return keys
    }

    /// A message with such names in it.
    func text(_ message: String) -> String {
        var result = ""
        var word = ""
        for character in message {
            if character.isASCII, character.isLetter || character.isNumber || "._[]".contains(character) {
                word.append(character)
            } else {
                result += told(word)
                word = ""
                result.append(character)
            }
        }
        return result + told(word)
    }

    private func told(_ word: String) -> String {
        let end = word.reversed().prefix { $0 == "." }.count
        let path = String(word.dropLast(end))
        guard path.contains("."), let name = name(of: path), !name.isEmpty else { return word }
        return name + word.suffix(end)
    }

    /// `a.b[0].c` as `a`, `b`, `[0]`, `c`.
    private static func keys(of path: String) -> [String] {
        path.replacing("[", with: ".[").split(separator: ".").map(String.init)
    }

    private static func text(_ keys: [String]) -> String {
        keys.joined(separator: ".").replacing(".[", with: "[")
    }
}
