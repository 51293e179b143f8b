import JSON
import Testing

@testable import WixCatalogue

/// Rules that every record keeps.
@Suite struct RecordRuleTests {
    static let catalogue = try? Catalogue.load()
    static var tools: [Tool] { catalogue?.tools ?? [] }
    static let areas: Set = ["ecommerce", "crm", "bookings", "blog", "inbox", "site"]

    @Test func loads() throws {
        _ = try Catalogue.load()
        #expect(Self.tools.count >= 39)
    }

    @Test(arguments: tools.map(\.name))
    func namesAndWords(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        #expect((1...64).contains(name.utf8.count))
        #expect(name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
        #expect((3...40).contains(tool.title.count))
        #expect((20...420).contains(tool.description.count), "\(tool.description.count)")
        #expect(tool.description.first?.isUppercase == true)
        #expect(tool.description.last == ".")
        #expect(!tool.description.contains("!"))
        #expect(!tool.tags.isEmpty && Self.areas.isSuperset(of: tool.tags))
        #expect(tool.permission != nil)
    }

    /// A tool that a description sends the model to exists.
    @Test(arguments: tools.map(\.name))
    func namedToolsExist(name: String) throws {
        let catalogue = try #require(Self.catalogue)
        let tool = try #require(catalogue[name])
        let words = tool.description.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        for word in words where word.contains("_wix_") || word.hasPrefix("wix_") {
            #expect(catalogue[String(word)] != nil, "\(word)")
        }
    }

    @Test(arguments: tools.map(\.name))
    func effectAgreesWithTheRest(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        let annotations = try JSONValue(parsing: tool.definition)["annotations"]
        #expect(annotations?["title"]?.stringValue == tool.title)
        #expect(annotations?["readOnlyHint"]?.boolValue == (tool.effect == .read))
        let isDestructive = tool.effect == .delete || tool.marks.contains(.destructive)
        #expect(annotations?["destructiveHint"]?.boolValue == isDestructive)
        #expect(annotations?["idempotentHint"]?.boolValue == (tool.retry != .unsafe))
        #expect(annotations?["openWorldHint"]?.boolValue == true)
        if tool.effect == .read {
            #expect(tool.retry == .read)
            #expect(tool.marks.isEmpty)
            #expect(tool.plan.view?.lean.isEmpty == false, "a read tool has a default view")
            #expect(tool.plan.request.verb == .get || tool.plan.request.verb == .post)
            if tool.plan.answer.isList { #expect(tool.plan.paging != nil) }
        } else {
            #expect(tool.retry != .read)
            #expect(tool.verifier != nil, "a write names the tool that checks it")
        }
        if let verifier = tool.verifier { #expect(Self.catalogue?[verifier]?.effect == .read) }
        if let reader = tool.plan.revision?.reader { #expect(Self.catalogue?[reader]?.effect == .read) }
    }

    /// A server that may only create and update must not be able to make a post public, now or later.
    @Test(arguments: tools.map(\.name))
    func onlyActionsPublish(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        if tool.effect == .action || tool.effect == .read { return }
        let schema = tool.inputSchema["properties"]
        #expect(schema?["publish"] == nil && schema?["action"] == nil)
    }

    @Test(arguments: tools.map(\.name))
    func inputSchemaIsFlatAndClosed(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        let schema = tool.inputSchema
        #expect(schema["type"]?.stringValue == "object")
        #expect(schema["additionalProperties"]?.boolValue == false)
        for member in schema["properties"]?.objectValue?.members ?? [] {
            #expect(!member.key.contains("."), "\(member.key)")
            #expect(member.value["type"] != nil, "\(member.key)")
        }
        #expect(schema["properties"]?["limit"] != nil || tool.plan.paging == nil)
        for example in tool.examples {
            #expect(tool.argumentSchema.violations(in: .object(example)).isEmpty, "\(example)")
        }
        #expect(!tool.examples.isEmpty)
    }

    /// Everything that may be filtered is named where the model reads it.
    @Test(arguments: tools.map(\.name))
    func filterFieldsAreDescribed(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        guard let rule = tool.plan.filter else { return }
        let description = tool.inputSchema["properties"]?["filter"]?["description"]?.stringValue ?? ""
        for field in rule.fields { #expect(description.contains(field), "\(field)") }
        for group in rule.groups { #expect(group.operators.allSatisfy { $0.hasPrefix("$") }) }
        for example in tool.examples {
            if let filter = example["filter"] { #expect(rule.violation(in: filter) == nil) }
        }
    }

    /// The two plans of a tool are used with one input schema.
    @Test(arguments: tools.filter { $0.v1 != nil }.map(\.name))
    func bothPlansTakeTheSameArguments(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        let v1 = try #require(tool.v1)
        let known = Set(tool.inputSchema["properties"]?.objectValue?.keys ?? [])
        for argument in v1.arguments where !argument.isDerived {
            #expect(known.contains(argument.name), "\(argument.name)")
        }
        #expect(v1.answer.isList == tool.plan.answer.isList)
        #expect(v1.request.path != tool.plan.request.path)
    }

    @Test func definitionsAreSmall() {
        // Four characters make about one token.
        let sizes = Self.tools.map { $0.definition.count - $0.outputSchema.bytes.count }.sorted()
        #expect(sizes[sizes.count / 2] / 4 < 250)
        #expect((sizes.last ?? 0) / 4 < 625)
    }
}
