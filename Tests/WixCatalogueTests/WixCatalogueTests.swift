import JSON
import Testing

@testable import WixCatalogue

/// Rules that every record keeps.
@Suite struct RecordRuleTests {
    static let catalogue = try? Catalogue.load()
    static var tools: [Tool] { catalogue?.tools ?? [] }
    static let tags: Set = [
        "ecommerce", "products", "inventory", "orders", "bookings", "services", "contacts", "crm", "members", "inbox",
        "email",
        "forms", "loyalty", "plans", "reviews", "blog", "media", "cms", "site", "analytics", "platform",
    ]

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
        #expect((80...420).contains(tool.description.count), "\(tool.description.count)")
        #expect(tool.description.first?.isUppercase == true)
        #expect(tool.description.last == ".")
        #expect(!tool.description.contains("!"))
        #expect(!tool.description.contains("—") && !tool.description.contains("\n"))
        #expect(!tool.tags.isEmpty && Self.tags.isSuperset(of: tool.tags), "\(tool.tags)")
        #expect(tool.permission != nil)
    }

    /// Words in capitals are names of values and abbreviations, never emphasis.
    @Test(arguments: tools.map(\.name))
    func descriptionsDoNotShout(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        for word in tool.description.split(whereSeparator: { !($0.isLetter || $0 == "_") }) {
            #expect(!Self.shouts.contains(String(word)), "\(word)")
        }
    }

    private static let shouts: Set = [
        "NOT", "NEVER", "ALWAYS", "ONLY", "MUST", "ALL", "WARNING", "IMPORTANT", "DANGER", "CAUTION", "DO", "NO", "AND",
        "ANY",
    ]

    /// Two tools that say the same cannot be told apart.
    @Test func noTwoToolsSayTheSame() {
        var names: [String: String] = [:]
        for tool in Self.tools {
            let words = tool.description.lowercased().filter { $0.isLetter || $0.isNumber }
            if let other = names.updateValue(tool.name, forKey: words) { Issue.record("\(tool.name) and \(other)") }
        }
        let titles = Dictionary(grouping: Self.tools, by: { "\($0.area) \($0.title.lowercased())" })
        for (title, tools) in titles where tools.count > 1 {
            Issue.record("\(title): \(tools.map(\.name).joined(separator: ", "))")
        }
    }

    /// Draft 2020-12, and no keyword that the check does not know.
    @Test(arguments: tools.map(\.name))
    func schemasAreValid(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        _ = try JSONSchema(tool.inputSchema)
        _ = try JSONSchema(tool.outputSchema)
        var problems: [String] = []
        Self.check(tool.inputSchema, at: "", &problems)
        #expect(problems.isEmpty, "\(problems)")
    }

    /// What a schema says that can never be met.
    private static func check(_ schema: JSONValue, at place: String, _ problems: inout [String]) {
        let properties = schema["properties"]?.objectValue
        for required in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
        where properties?[required] == nil {
            if properties != nil { problems.append("\(place): required \(required) is no property") }
        }
        if let allowed = schema["enum"]?.arrayValue {
            if allowed.isEmpty || Set(allowed.map(\.text)).count != allowed.count { problems.append("\(place): enum") }
        }
        for (low, high) in [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")] {
            guard let low = schema[low]?.doubleValue, let high = schema[high]?.doubleValue, low > high else { continue }
            problems.append("\(place): \(low) is above \(high)")
        }
        for member in properties?.members ?? [] { check(member.value, at: "\(place)/\(member.key)", &problems) }
        if let items = schema["items"] { check(items, at: "\(place)/items", &problems) }
    }

    /// Everything that the path, the filter and the body take is named once, and a required argument goes somewhere.
    @Test(arguments: tools.map(\.name))
    func argumentsGoSomewhere(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        for plan in [tool.plan, tool.v1].compactMap({ $0 }) {
            #expect(Set(plan.arguments.map(\.name)).count == plan.arguments.count, "an argument is there twice")
            for argument in plan.arguments {
                let isNowhere = argument.destinations == [.none]
                // Such as `confirm`, which is asked for and not sent, or the id that one of a list is picked by.
                let isTold = argument.schema["const"] != nil || argument.name == "id" && plan.answer.isPick
                if isNowhere, argument.absence == nil, !isTold, plan.request.split == nil {
                    // A V1 plan may have nothing to do with an argument of V3; a pick looks for the id in the answer; a
                    // constant is there for the caller to say it.
                    var isPick = false
                    if case .pick = plan.answer.shape { isPick = true }
                    let isSaid = isPick || argument.schema["const"] != nil
                    #expect(tool.behaviour != nil || tool.v1 != nil || isSaid, "\(argument.name)")
                }
                guard !plan.request.hasBody else { continue }
                for destination in argument.destinations {
                    if case .body = destination { Issue.record("\(argument.name): a \(plan.request.verb) has no body") }
                }
            }
            for parameter in plan.request.pathParts {
                if case .parameter(let name) = parameter { #expect(!name.isEmpty) }
            }
        }
    }

    /// A tool that a description sends the model to exists.
    @Test(arguments: tools.map(\.name))
    func namedToolsExist(name: String) throws {
        let catalogue = try #require(Self.catalogue)
        let tool = try #require(catalogue[name])
        let text = "\(tool.description) \(tool.limit?.way ?? "")"
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        for word in words where word.contains("_wix_") || word.hasPrefix("wix_") {
            #expect(catalogue[String(word)] != nil, "\(word)")
        }
    }

    @Test(arguments: tools.map(\.name))
    func effectAgreesWithTheRest(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        let annotations = try JSONValue(parsing: tool.definition)["annotations"]
        #expect(annotations?["readOnlyHint"]?.boolValue == (tool.effect == .read))
        // What MCP assumes of itself is left out: of a read that it destroys nothing, of a write that it may not be repeated.
        let isDestructive = tool.effect == .delete || tool.marks.contains(.destructive)
        #expect(annotations?["destructiveHint"]?.boolValue == (tool.effect == .read ? nil : isDestructive))
        #expect(annotations?["idempotentHint"]?.boolValue == (tool.retry == .idempotent ? true : nil))
        if tool.effect == .read {
            #expect(tool.retry == .read)
            #expect(tool.marks.isEmpty)
            let isReport = tool.area == "composites"
            if !isReport, !tool.plan.answer.isCount, !tool.plan.answer.isBulk {
                #expect(tool.plan.view?.lean.isEmpty == false, "a read tool has a default view")
            }
            #expect([.get, .post].contains(tool.plan.request.verb) || tool.plan.request.isRead)
        } else {
            #expect(tool.retry != .read)
            let isTold = tool.verifier != nil || tool.unverifiable != nil
            #expect(isTold, "a write names the tool that checks it, or says that none does")
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
            let combined = ["type", "enum", "anyOf", "oneOf"].contains { member.value[$0] != nil }
            #expect(combined, "\(member.key)")
        }
        #expect(schema["properties"]?["limit"] != nil || tool.plan.paging == nil)
        for example in tool.examples {
            #expect(tool.violations(in: example).isEmpty, "\(example)")
        }
        #expect(!tool.examples.isEmpty)
    }

    /// Everything that may be filtered is named where the model reads it.
    @Test(arguments: tools.map(\.name))
    func filterFieldsAreDescribed(name: String) throws {
        let tool = try #require(Self.catalogue?[name])
        guard let rule = tool.plan.filter else { return }
        let description = tool.inputSchema["properties"]?["filter"]?["description"]?.stringValue ?? ""
        for field in rule.fields where field != "*" { #expect(description.contains(field), "\(field)") }
        for group in rule.groups {
            #expect(Set(group.allowedValues.keys).isSubset(of: group.fields))
            for values in group.allowedValues.values { #expect(!values.isEmpty && Set(values).count == values.count) }
        }
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
