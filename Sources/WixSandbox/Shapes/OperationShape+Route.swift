import JSON

extension OperationShape {
    /// The shape as a route. A credential of either kind opens it where the documents do not say which.
    var route: Route {
        Route(
            method: method, paths: [path], access: access ?? .either, catalog: catalog, parameters: query,
            members: nil, isRedirect: isRedirect, action: answer(to:_:))
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
        let filled = ShapeAnswer(path: named(request.parameters), body: sent).filled(answer) ?? [:]
        return state.startJob(named: filled, at: path)
    }

    private func named(_ parameters: [String]) -> [String: String] {
        let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        return Dictionary(zip(names, parameters)) { first, _ in first }
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
    /// The values of the path's placeholders, by name.
    let path: [String: String]
    let body: JSONValue

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
        let mark = text[text.index(after: open)..<close]
        guard mark.hasPrefix("path:") || mark.hasPrefix("body:") else { return .string(text) }
        let found = value(of: mark)
        if open == text.startIndex, close == text.index(before: text.endIndex) { return found }
        return .string(text[..<open] + (found?.stringValue ?? found?.text ?? "") + text[text.index(after: close)...])
    }

    private func value(of mark: Substring) -> JSONValue? {
        let name = String(mark.dropFirst(5))
        if mark.hasPrefix("path:") { return path[name].map { .string($0) } }
        var found: JSONValue? = body
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
