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
        for constant in call.plan.request.constants {
            builder.put(try constant.value(for: call), at: constant.destination)
        }
        let isFollowing = if case .cursor? = page?.position { true } else { false }
        try builder.put(arguments: call.arguments, isFollowing: isFollowing)
        if let page { builder.put(page: page) }
        if let rule = call.plan.expansion, !expansion.isEmpty {
            builder.put(rule.isFlag ? true : .array(expansion.map { .string($0) }), at: rule.destination)
        }
        if let mask = call.plan.request.mask {
            builder.put(.array(try builder.changed(by: call.arguments).map { .string($0) }), at: mask)
        }
        if let rule = call.plan.revision {
            if let revision = call.arguments[rule.argument] {
                builder.put(revision.asRevision(rule.form), at: rule.destination)
            }
            for member in call.kept.members { builder.keep(member.value, named: member.key) }
        }
        return try builder.finish(tool: call.tool)
    }

    private mutating func put(arguments: JSONObject, isFollowing: Bool) throws(ToolFailure) {
        var arguments = arguments
        try split(&arguments)
        for argument in plan.arguments {
            let given = arguments[argument.name]
            if let absence = argument.absence {
                if let given, !absence.harmless.contains(given) { throw argument.failure(of: absence) }
                continue
            }
            // Wix's cursor stands for what was asked, never for where: the path is as it was.
            if isFollowing, !argument.isKeptWithCursor, !argument.destinations.contains(where: \.isPath) { continue }
            guard let value = given ?? Self.fallback(of: argument, arguments) else { continue }
            if argument.form == .name, value.objectValue != nil, value["name"] == nil {
                throw .argument(
                    name: argument.name,
                    message: "\(argument.name): give {\"name\": …}; on this site's Catalog V1 it has no id.")
            }
            if argument.form == .members {
                for destination in argument.destinations { put(membersOf: value, at: destination) }
                continue
            }
            let formed = try value.formed(as: argument)
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
        guard let rule = plan.sort, let entries = (given ?? rule.fallback)?.arrayValue, !entries.isEmpty else { return }
        var sorted: [JSONValue] = []
        for entry in entries {
            let name = entry["fieldName"]?.stringValue ?? ""
            let sortable = plan.sortableFields
            guard plan.sort?.fields.contains(name) ?? false || plan.filter?.group(of: name)?.isSortable ?? false else {
                throw .argument(
                    name: "sort",
                    message:
                        "sort: \"\(name)\" cannot be sorted by\(plan.filter?.absent == nil ? "" : " on this site's Catalog V1")."
                        + NameSuggestion.sentence(for: name, among: sortable)
                        + (sortable.isEmpty ? "" : " Allowed: \(sortable.joined(separator: ", "))."))
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

    /// What Wix wants again of the entity, unless the caller gave it.
    private mutating func keep(_ value: JSONValue, named name: String) {
        let path = plan.request.wrapper + [name]
        if body.value(at: path) == nil { body.set(value, at: path[...]) }
    }

    /// The members of the entity that the given arguments stand in, as paths below the wrapper.
    private func changed(by arguments: JSONObject) throws(ToolFailure) -> [String] {
        let wrapper = plan.request.wrapper
        var names: [String] = []
        var possible: [String] = []
        for argument in plan.arguments
        where argument.masking != .never && !argument.destinations.contains(where: \.isPath) {
            for case .body(let path) in argument.destinations where path.starts(with: wrapper) {
                let name = path.dropFirst(wrapper.count).joined(separator: ".")
                possible.append(argument.name)
                guard !name.isEmpty, let value = arguments[argument.name] else { continue }
                names += argument.masking == .inside ? value.paths(below: name) : [name]
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

    /// Members beside those that are given stay as they are there.
    private mutating func put(membersOf value: JSONValue, at destination: Destination) {
        guard case .body(let path) = destination else { return }
        var target = body.value(at: path) ?? .object(JSONObject())
        for member in value.objectValue?.members ?? [] { target[member.key] = member.value }
        body.set(target, at: path[...])
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
            scope: tool.scope, answersLocation: plan.answer.isLocation)
    }
}

extension ToolArgument {
    /// The failure of a call that gives what this catalogue lacks, or a value of it that this one does not take.
    fileprivate func failure(of absence: Absence) -> ToolFailure {
        let taken = absence.harmless.map(\.text).joined(separator: ", ")
        let said = taken.isEmpty ? "does not exist" : "can only be \(taken)"
        let way = absence.way.map { " \($0)" } ?? ""
        return .argument(name: name, message: "\(name) \(said) on this site's Catalog V1.\(way)")
    }
}
