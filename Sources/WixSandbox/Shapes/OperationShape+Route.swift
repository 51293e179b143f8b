import JSON

extension OperationShape {
    /// The shape as a route. A credential of either kind opens it where the documents do not say which.
    var route: Route {
        Route(
            method: method, paths: [path], access: access ?? .either, catalog: catalog, parameters: query,
            members: nil, isRedirect: isRedirect, isExample: rule == nil, action: answer(to:_:))
    }

    /// Refuses a body that is not of the shape, else fills the example in.
    @Sendable private func answer(to state: inout SandboxState, _ request: APIRequest) throws(WixError) -> JSONValue {
        let sent = JSONValue.object(request.body.object)
        if let body {
            let violations = body.violations(in: sent)
            guard violations.isEmpty else {
                throw .violations(violations.map { (Self.field(of: $0), $0.message) })
            }
        } else if !request.body.object.isEmpty {
            throw .violation(request.body.object.keys[0], "this method takes no body", ruleName: "UNKNOWN_FIELD")
        }
        var query = JSONObject()
        for item in request.query {
            // A repeated parameter is a list.
            let value = JSONValue.string(item.value)
            query[item.name] = query[item.name].map { .array(($0.arrayValue ?? [$0]) + [value]) } ?? value
        }
        let marks = ShapeAnswer(sources: ["path": named(request.parameters), "body": sent, "query": .object(query)])
        guard let rule else { return state.startJob(named: marks.filled(answer) ?? [:], at: path) }
        var call = RecordCall(
            rule: rule, body: sent, query: request.query, example: answer, settable: settable, marks: marks)
        return try call.run(&state)
    }

    /// The values of the path's placeholders by name; what follows one in its segment is the method's, as in
    /// `{id}:setDefault`.
    private func named(_ parameters: [String]) -> JSONValue {
        let segments = path.split(separator: "/").filter { $0.hasPrefix("{") }
        var named = JSONObject()
        for (segment, value) in zip(segments, parameters) {
            let parts = segment.dropFirst().split(separator: "}", maxSplits: 1)
            let rest = parts.count > 1 ? String(parts[1]) : ""
            let isMethod = !rest.isEmpty && value.hasSuffix(rest)
            named[String(parts.first ?? "")] = .string(isMethod ? String(value.dropLast(rest.count)) : value)
        }
        return .object(named)
    }

    /// The field that is wrong, or the one that is missing: the check points at the object around that.
    private static func field(of violation: JSONSchema.Violation) -> String {
        let beginning = "Required argument \""
        guard violation.message.hasPrefix(beginning) else { return field(violation.pointer) }
        return String(violation.message.dropFirst(beginning.count).prefix { $0 != "\"" })
    }

    /// Wix's spelling of a JSON Pointer: `product.variants[0].price`.
    private static func field(_ pointer: String) -> String {
        var field = ""
        for part in pointer.split(separator: "/") {
            if part.allSatisfy(\.isNumber), !field.isEmpty {
                field += "[\(part)]"
            } else {
                field += field.isEmpty ? "\(part)" : ".\(part)"
            }
        }
        return field.isEmpty ? "value" : field
    }
}

/// Puts what was sent in the place of the marks of an example answer.
struct ShapeAnswer {
    /// What a mark may name, by its first word: `path`, `body` and `query`, and what the state of an operation adds.
    var sources: [String: JSONValue]

    /// The value without its marks; nil for a mark that nothing was sent for, whose member is left out.
    func filled(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .string(let text): return filled(text)
        case .array(let elements): return .array(elements.compactMap { filled($0) })
        case .object(let object):
            var result = JSONObject()
            for member in object.members { result[member.key] = filled(member.value) }
            return .object(result)
        case .null, .bool, .number: return value
        }
    }

    private func filled(_ text: String) -> JSONValue? {
        guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else {
            return .string(text)
        }
        let mark = text[text.index(after: open)..<close].split(separator: ":", maxSplits: 1).map(String.init)
        guard let word = mark.first, Self.words.contains(word) else { return .string(text) }
        let name = mark.count > 1 ? mark[1] : ""
        let found = word == "slug" ? slug(of: name) : value(of: name, in: sources[word])
        if open == text.startIndex, close == text.index(before: text.endIndex) { return found }
        return .string(text[..<open] + (found?.stringValue ?? found?.text ?? "") + text[text.index(after: close)...])
    }

    private static let words: Set = [
        "path", "body", "query", "row", "old", "item", "parent", "new", "now", "slug",
    ]

    /// `{slug:body.displayName}`: the value as a part of a key.
    private func slug(of name: String) -> JSONValue? {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let text = value(of: parts[1], in: sources[parts[0]])?.stringValue else { return nil }
        return .string(Slug.make(text))
    }

    private func value(of name: String, in source: JSONValue?) -> JSONValue? {
        if let whole = source?[name] { return whole }
        var found = source
        for key in name.split(separator: ".") {
            if let index = Int(key), let elements = found?.arrayValue {
                found = elements.indices.contains(index) ? elements[index] : nil
            } else {
                found = found?[String(key)]
            }
        }
        return found
    }
}
