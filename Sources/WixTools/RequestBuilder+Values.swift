import JSON
import WixAPI
import WixCatalogue

extension Destination {
    var isPath: Bool { if case .path = self { true } else { false } }
}

extension FilterRule {
    /// Refuses a filter that holds for everything, where the operation changes all that it finds.
    func acceptEmptiness(of name: String, _ arguments: JSONObject) throws(ToolFailure) {
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

extension Tool {
    var scope: WixScope {
        switch credential {
        case .usual: isAccountLevel ? .account : .site
        case .accountAndSite: .accountAndSite
        case .none: .none
        }
    }
}

extension RequestTemplate.Constant {
    func value(for call: ToolCall) throws(ToolFailure) -> JSONValue {
        switch content {
        case .value(let value): return value
        case .source(.siteID):
            guard let id = call.site.siteID else {
                throw .problem(
                    code: "NO_SITE_ID",
                    message:
                        "\(call.tool.name) names the site to Wix, and this connection has no site id; nothing was sent.",
                    hint: "Connect the site with an API key and its site id.")
            }
            return .string(id)
        }
    }
}

extension JSONValue {
    /// The paths of the values in an object, as a field mask names them; arrays are values.
    func paths(below name: String) -> [String] {
        guard let object = objectValue, !object.isEmpty else { return [name] }
        return object.members.flatMap { $0.value.paths(below: "\(name).\($0.key)") }
    }

    func formed(as argument: ToolArgument) throws(ToolFailure) -> JSONValue {
        argument.form == .milliseconds ? try milliseconds(named: argument.name) : formed(argument.form)
    }

    /// A time as milliseconds since 1970.
    func milliseconds(named name: String) throws(ToolFailure) -> JSONValue {
        guard let instant = stringValue.flatMap({ CivilDateTime($0) })?.instant else {
            throw .argument(
                name: name, message: "\(name) must be a time with its zone, such as 2026-12-01T09:00:00Z.")
        }
        return .number(JSONNumber(instant * 1_000))
    }

    private func formed(_ form: ToolArgument.Form) -> JSONValue {
        switch form {
        case .value, .milliseconds, .members: return self
        case .items: return objectValue?["items"] == nil ? ["items": self] : self
        case .text: return scalarText.map { .string($0) } ?? self
        case .list: return arrayValue == nil ? [self] : self
        case .textItems: return [["text": self]]
        case .name: return self["name"] ?? self
        case .number: return scalarText.flatMap { try? JSONValue(parsing: $0) } ?? self
        }
    }

    func asRevision(_ form: RevisionRule.Form) -> JSONValue {
        formed(form == .number ? .number : .text)
    }
}
