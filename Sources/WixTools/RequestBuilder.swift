import JSON
import WixAPI
import WixCatalogue

/// Which page of a list a request asks for.
struct PageRequest {
    /// Nil for the first page.
    var position: WixPagePosition?
    var limit: Int
}

/// Writes one Wix request from a record and the arguments of a call.
struct RequestBuilder {
    private let plan: ToolPlan
    private var body = JSONValue.object(JSONObject())
    private var query: [(name: String, value: String)] = []
    private var pathValues: [String: String] = [:]
    private var filter = JSONObject()

    private init(plan: ToolPlan) { self.plan = plan }

    /// - Parameter expansion: what Wix has to be asked for besides (`AnswerView.expansion`).
    static func request(
        for call: ToolCall, page: PageRequest? = nil, expansion: [String]
    ) throws(ToolFailure) -> WixRequest {
        var builder = RequestBuilder(plan: call.plan)
        if let base = call.base { builder.body.set(base, at: call.plan.request.wrapper[...]) }
        for constant in call.plan.request.constants { builder.put(constant.value, at: constant.destination) }
        let isFollowing = if case .cursor? = page?.position { true } else { false }
        try builder.put(arguments: call.arguments, isFollowing: isFollowing)
        if let page { builder.put(page: page) }
        if let rule = call.plan.expansion, !expansion.isEmpty {
            builder.put(.array(expansion.map { .string($0) }), at: rule.destination)
        }
        if let mask = call.plan.request.mask {
            builder.put(.array(try builder.changed(by: call.arguments).map { .string($0) }), at: mask)
        }
        if let rule = call.plan.revision, let revision = call.arguments[rule.argument] {
            builder.put(revision.asRevision(rule.form), at: rule.destination)
        }
        return try builder.finish(tool: call.tool)
    }

    private mutating func put(arguments: JSONObject, isFollowing: Bool) throws(ToolFailure) {
        var arguments = arguments
        try split(&arguments)
        for argument in plan.arguments {
            let given = arguments[argument.name]
            if argument.isUnsupported {
                guard given == nil else {
                    throw .argument(
                        name: argument.name, message: "\(argument.name) does not exist on this site's Catalog V1.")
                }
                continue
            }
            // Wix's cursor stands for what was asked, never for where: the path is as it was.
            if isFollowing, !argument.isKeptWithCursor, !argument.destinations.contains(where: \.isPath) { continue }
            guard let value = given ?? Self.fallback(of: argument, arguments) else { continue }
            let formed = value.formed(argument.form)
            for destination in argument.destinations { put(formed, at: destination) }
        }
        if isFollowing { return }
        try put(filter: arguments["filter"], of: arguments)
        try put(sort: arguments["sort"])
    }

    private static func fallback(of argument: ToolArgument, _ arguments: JSONObject) -> JSONValue? {
        if let companion = argument.fallbackCompanion, arguments[companion] == nil { return nil }
        return argument.fallback
    }

    /// Cuts `id` into `id.productId` and the like.
    private func split(_ arguments: inout JSONObject) throws(ToolFailure) {
        guard let split = plan.request.split, let text = arguments[split.argument]?.stringValue else { return }
        let parts = text.split(separator: split.separator, omittingEmptySubsequences: false)
        guard parts.count == split.names.count, !parts.contains(where: \.isEmpty) else {
            let form = split.names.joined(separator: String(split.separator))
            throw .argument(
                name: split.argument, message: "\(split.argument) must have the form \(form) on this site's Catalog V1."
            )
        }
        for (name, part) in zip(split.names, parts) { arguments["\(split.argument).\(name)"] = .string(String(part)) }
    }

    private mutating func put(filter given: JSONValue?, of arguments: JSONObject) throws(ToolFailure) {
        guard let rule = plan.filter else { return }
        if let given {
            if let violation = rule.violation(in: given) { throw .argument(name: "filter", message: violation) }
            for member in rule.translated(given).objectValue?.members ?? [] {
                guard filter[member.key] == nil else {
                    throw .argument(
                        name: "filter",
                        message: "\(member.key) is narrowed by another argument already; give one of the two.")
                }
                filter[member.key] = member.value
            }
        }
        let value = JSONValue.object(filter)
        if FilterRule.isVacuous(value) { try rule.acceptEmptiness(of: plan.answer.name, arguments) }
        guard !filter.isEmpty else { return }
        put(rule.form == .jsonString ? .string(value.text) : value, at: rule.destination)
    }

    private mutating func put(sort given: JSONValue?) throws(ToolFailure) {
        guard let rule = plan.sort, let entries = given?.arrayValue, !entries.isEmpty else { return }
        var sorted: [JSONValue] = []
        for entry in entries {
            let name = entry["fieldName"]?.stringValue ?? ""
            let sortable = plan.sortableFields
            guard plan.sort?.fields.contains(name) ?? false || plan.filter?.group(of: name)?.isSortable ?? false else {
                throw .argument(
                    name: "sort",
                    message: "sort: \"\(name)\" cannot be sorted by."
                        + NameSuggestion.sentence(for: name, among: sortable)
                        + " Allowed: \(sortable.joined(separator: ", ")).")
            }
            let order = entry["order"]?.stringValue ?? "ASC"
            let wixName = plan.filter?.group(of: name)?.wixName ?? name
            switch rule.form {
            case .objects: sorted.append(["fieldName": .string(wixName), "order": .string(order)])
            case .pairs: sorted.append(.object([wixName: .string(order.lowercased())]))
            case .dotted:
                guard case .query(let prefix) = rule.destination else { return }
                query.append(("\(prefix).fieldName", wixName))
                query.append(("\(prefix).order", order))
            }
        }
        switch rule.form {
        case .objects: put(.array(sorted), at: rule.destination)
        case .pairs: put(.string(JSONValue.array(sorted).text), at: rule.destination)
        case .dotted: break
        }
    }

    /// The members of the entity that the given arguments stand in, as paths below the wrapper.
    private func changed(by arguments: JSONObject) throws(ToolFailure) -> [String] {
        let wrapper = plan.request.wrapper
        var names: [String] = []
        var possible: [String] = []
        for argument in plan.arguments where !argument.destinations.contains(where: \.isPath) {
            for case .body(let path) in argument.destinations where path.starts(with: wrapper) {
                let name = path.dropFirst(wrapper.count).joined(separator: ".")
                possible.append(argument.name)
                if !name.isEmpty, arguments[argument.name] != nil { names.append(name) }
            }
        }
        guard !names.isEmpty else {
            throw .argument(
                name: possible.first ?? "", message: "Give what changes: \(possible.joined(separator: ", ")).")
        }
        return names
    }

    private mutating func put(page: PageRequest) {
        guard let rule = plan.paging else { return }
        put(.number(JSONNumber(page.limit)), at: rule.limit)
        switch page.position {
        case .cursor(let cursor): put(.string(cursor), at: rule.position)
        case .offset(let offset): put(.number(JSONNumber(offset)), at: rule.position)
        case nil: break
        }
    }

    private mutating func put(_ value: JSONValue, at destination: Destination) {
        switch destination {
        case .path(let name): pathValues[name] = value.scalarText ?? ""
        case .query(let name):
            for element in value.arrayValue ?? [value] { query.append((name, element.scalarText ?? element.text)) }
        case .body(let path): body.set(value, at: path[...])
        case .filter(let path):
            var object = JSONValue.object(filter)
            object.set(value, at: path[...])
            filter = object.objectValue ?? filter
        case .none: break
        }
    }

    private func finish(tool: Tool) throws(ToolFailure) -> WixRequest {
        let path: WixPath
        do {
            path = try WixPath(template: plan.request.path, pathValues)
        } catch {
            let name = plan.arguments.first { $0.destinations.contains(.path(error.name)) }?.name ?? error.name
            throw .argument(name: name, message: error.message)
        }
        let retry: WixRetryClass =
            switch tool.retry {
            case .read: .read
            case .idempotent: .idempotent
            case .unsafe: .never
            }
        return WixRequest(
            plan.request.verb.rawValue, path, query: query, body: plan.request.hasBody ? body.bytes : nil, retry: retry,
            isAccountLevel: tool.isAccountLevel)
    }
}

extension Destination {
    fileprivate var isPath: Bool { if case .path = self { true } else { false } }
}

extension FilterRule {
    /// Refuses a filter that holds for everything, where the operation changes all that it finds.
    fileprivate func acceptEmptiness(of name: String, _ arguments: JSONObject) throws(ToolFailure) {
        let other: String
        switch emptiness {
        case .allowed: return
        case .refused: other = ""
        case .refusedWithout(let argument):
            if arguments[argument] != nil { return }
            other = " or \(argument)"
        }
        throw .argument(
            name: "filter",
            message: "An empty filter would be about everything there is. Give filter\(other) with a condition.")
    }
}

extension WixPathError {
    var name: String {
        switch self {
        case .missing(let name), .unusable(let name, _): name
        }
    }
}

extension JSONValue {
    fileprivate func formed(_ form: ToolArgument.Form) -> JSONValue {
        switch form {
        case .value: return self
        case .items: return objectValue?["items"] == nil ? ["items": self] : self
        case .text: return scalarText.map { .string($0) } ?? self
        case .textItems: return [["text": self]]
        case .name: return self["name"] ?? self
        case .number: return scalarText.flatMap { try? JSONValue(parsing: $0) } ?? self
        }
    }

    fileprivate func asRevision(_ form: RevisionRule.Form) -> JSONValue {
        formed(form == .number ? .number : .text)
    }
}
