import JSON
import WixAPI
import WixCatalogue

/// Finds contacts by what people type: a whole name (Wix's search knows single names only), an e-mail in any spelling, and
/// a label that does not exist is said instead of an empty list.
///
/// Parameter `labels`: the tool that lists labels.
enum ContactSearchBehaviour: ToolBehaviour {
    private static let emails = ["primaryInfo.email", "info.emails.email"]
    private static let label = "info.labelKeys"
    /// Room in the answer for the sentence about labels.
    private static let room = 700

    static func run(_ call: ToolCall, _ context: ToolContext) async throws(ToolFailure) -> ToolResult {
        var call = call
        if let filter = call.arguments["filter"] { call.arguments["filter"] = EmailSpelling.widened(filter, emails) }
        if let name = call.arguments["search"]?.stringValue.flatMap({ condition(for: $0) }) {
            call.arguments["search"] = nil
            call.arguments["filter"] = call.arguments["filter"].map { ["$and": [$0, name]] } ?? name
        }
        let labels = Set(keys(in: call.arguments["filter"] ?? .null))
        guard !labels.isEmpty else { return try await context.perform(call) }
        var narrowed = call
        narrowed.maximumResultCharacters = max(0, call.maximumResultCharacters - room)
        var result = try await context.perform(narrowed)
        guard let answer = try? JSONValue(parsing: result.structured), answer["result"]?.arrayValue?.isEmpty == true,
            answer["note"] == nil, let note = try await sentence(about: labels, call, context)
        else { return result }
        result.structured.removeLast()
        result.structured += Array(",\"note\":".utf8) + JSONValue.string(note).bytes + [UInt8(ascii: "}")]
        return result
    }

    /// A filter for a first and a last name, in either order and however many words each has; nil for what is no name of
    /// several words.
    static func condition(for text: String) -> JSONValue? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard (2...5).contains(words.count), text.allSatisfy({ !$0.isNumber && $0 != "@" }) else { return nil }
        var forms: [JSONValue] = []
        for count in 1..<words.count {
            let one = JSONValue.string(words.prefix(count).joined(separator: " "))
            let other = JSONValue.string(words.dropFirst(count).joined(separator: " "))
            for (first, last) in [(one, other), (other, one)] {
                forms.append(["info.name.first": ["$startsWith": first], "info.name.last": ["$startsWith": last]])
            }
        }
        let whole = JSONValue.string(words.joined(separator: " "))
        forms.append(["info.name.first": ["$startsWith": whole]])
        forms.append(["info.name.last": ["$startsWith": whole]])
        return ["$or": .array(forms)]
    }

    /// The label keys that a filter asks for.
    private static func keys(in filter: JSONValue) -> [String] {
        switch filter {
        case .array(let conditions): return conditions.flatMap { keys(in: $0) }
        case .object(let object):
            return object.members.flatMap { member -> [String] in
                guard member.key == label else { return keys(in: member.value) }
                return (member.value.objectValue?.members ?? []).flatMap { operation in
                    (operation.value.arrayValue ?? []).compactMap(\.stringValue)
                }
            }
        default: return []
        }
    }

    private static func sentence(
        about keys: Set<String>, _ call: ToolCall, _ context: ToolContext
    ) async throws(ToolFailure) -> String? {
        let answer: JSONValue
        do {
            answer = try await context.answer(of: call.tool("labels"), ["limit": 1_000], for: call)
        } catch {
            // The contacts were read; a key that may not read labels has its answer all the same.
            guard case .wix(let problem) = error, problem.status != 429 || problem.outcome == .notSent else {
                throw error
            }
            return nil
        }
        let labels = answer["result"]?.arrayValue ?? []
        let known = labels.compactMap { $0["key"]?.stringValue }
        guard answer["next_cursor"]?.stringValue == nil else { return nil }
        let unknown = keys.subtracting(known).sorted()
        guard let first = unknown.first else { return nil }
        let named = labels.first { $0["displayName"]?.stringValue?.lowercased() == first.lowercased() }
        let way =
            named?["key"]?.stringValue.map { " Its key is \"\($0)\"." }
            ?? NameSuggestion.sentence(for: first, among: known)
        let names = unknown.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")
        return "There is no label with the key \(names)." + way + " Keys: \(call.tool("labels"))."
    }
}
