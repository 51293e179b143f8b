import JSON
import Testing

@testable import WixCatalogue

/// A tool that is named to a model is one that it has: in the words of a tool, and where a lost write is checked.
@Suite struct ReferenceTests {
    private static let catalogue = try? Catalogue.load()

    /// Check tools that a core list lacks, with the reason.
    private static let exceptions = [
        "create_a_wix_draft_post": "Only the draft tools show drafts; a second draft harms nobody.",
        "update_a_wix_draft_post_by_id": "Only the draft tools show drafts; the same update may be sent again.",
    ]

    /// What follows the name of a tool that is not always there.
    private static let reservation = " (if listed)"

    /// The tools that a text names without the reservation.
    private static func named(in text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let start = rest.firstIndex(where: isWord) {
            let word = rest[start...].prefix(while: isWord)
            rest = rest[word.endIndex...]
            if catalogue?[String(word)] != nil, !rest.hasPrefix(reservation) { names.append(String(word)) }
        }
        return names
    }

    private static func isWord(_ character: Character) -> Bool {
        character == "_" || character.isASCII && (character.isLowercase || character.isNumber)
    }

    private static func isAlwaysCore(_ tool: Tool) -> Bool { tool.isCore && !tool.isExperimental }

    @Test func theWordsOfAToolNameOnlyWhatIsListedWithIt() throws {
        let catalogue = try #require(Self.catalogue)
        for tool in catalogue.tools {
            var names = Self.named(in: String(decoding: tool.definition, as: UTF8.self))
            if let verifier = tool.verifier, Self.exceptions[tool.name] == nil { names.append(verifier) }
            for named in names.compactMap({ catalogue[$0] }) where named.name != tool.name {
                #expect(tool.isExperimental || !named.isExperimental, "\(tool.name) names experimental \(named.name)")
                #expect(tool.isAccountLevel || !named.isAccountLevel, "\(tool.name) names \(named.name) of the account")
                if Self.isAlwaysCore(tool) {
                    #expect(Self.isAlwaysCore(named), "\(tool.name) is core and names \(named.name), which is not")
                }
            }
        }
    }

    @Test func anExceptionIsNeeded() throws {
        let catalogue = try #require(Self.catalogue)
        for (name, reason) in Self.exceptions {
            let tool = try #require(catalogue[name])
            let verifier = try #require(tool.verifier.flatMap { catalogue[$0] })
            #expect(Self.isAlwaysCore(tool) && !Self.isAlwaysCore(verifier) && !reason.isEmpty, "\(name)")
        }
    }

    /// What a schema says of times, amounts and constants is known, and nothing else checks the same value first.
    @Test func notesInSchemasAreKnown() throws {
        for tool in try #require(Self.catalogue).tools {
            for plan in [tool.plan, tool.v1].compactMap({ $0 }) {
                for argument in plan.arguments { check(argument.schema, of: "\(tool.name).\(argument.name)") }
            }
        }
    }

    private func check(_ schema: JSONValue, of place: String) {
        for member in schema.objectValue?.members ?? [] {
            let text = member.value.stringValue ?? ""
            switch member.key {
            case "x-time":
                #expect(TimeForm(rawValue: text) != nil, "\(place)")
                #expect(schema["type"] == "string" && schema["format"] == nil && schema["pattern"] == nil, "\(place)")
            case "x-money":
                #expect(MoneyForm(rawValue: text) != nil, "\(place)")
                #expect(schema["type"] == ["string", "number"] && schema["pattern"] == nil, "\(place)")
            case "x-zone": #expect(schema["x-time"] != nil, "\(place)")
            case "x-oldest": #expect(schema["x-time"] == "day", "\(place)")
            case "x-always": #expect(schema["enum"] == [member.value], "\(place)")
            case "properties":
                for property in member.value.objectValue?.members ?? [] {
                    check(property.value, of: "\(place).\(property.key)")
                }
            case "items": check(member.value, of: "\(place)[]")
            default: #expect(!member.key.hasPrefix("x-"), "\(place): \(member.key)")
            }
        }
    }
}
