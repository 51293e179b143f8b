package import JSON

/// Why a `config` cannot be used: `field` is the member's name without `config.` in front, `problem` the rest of the
/// sentence.
package struct ConfigurationFieldError: Error, Sendable, Equatable, CustomStringConvertible {
    package let field: String
    package let problem: String
    package var description: String { "\(field) \(problem)" }
}

extension ServerConfiguration {
    /// The members of `config`, in the order in which `json` writes them.
    package static let fields = [
        "methods", "tags", "tools", "exclude_tools", "exposure", "require_api_token_auth", "calls_per_minute",
        "max_concurrent", "max_result_chars",
    ]
    package static let callsPerMinuteRange = 0...100_000
    package static let concurrentRange = 1...1000
    package static let resultCharactersRange = 1000...10_000_000
    /// The most entries of one list.
    package static let longestList = 500

    /// Reads `config` strictly: an unknown member, a wrong type (null too) and a number out of range are refused. Whether
    /// the names exist is for the policy to say.
    package init(json: JSONObject) throws(ConfigurationFieldError) {
        self.init()
        for member in json.members {
            switch member.key {
            case "methods": methods = try Self.names(member)
            case "tags": tags = try Self.names(member)
            case "tools": tools = try Self.names(member)
            case "exclude_tools": excludeTools = try Self.names(member)
            case "exposure": exposure = try Self.exposure(member)
            case "require_api_token_auth": requiresAPIToken = try Self.truth(member)
            case "calls_per_minute": callsPerMinute = try Self.integer(member)
            case "max_concurrent": maximumConcurrent = try Self.integer(member)
            case "max_result_chars": maximumResultCharacters = try Self.integer(member)
            default:
                throw ConfigurationFieldError(
                    field: member.key,
                    problem: "is not a setting of an MCP server."
                        + NameSuggestion.sentence(for: member.key, among: Self.fields))
            }
        }
        try check()
    }

    /// What is set, and nothing else: `init(json:)` gives the same configuration again.
    package var json: JSONObject {
        var json = JSONObject()
        let lists = [("methods", methods), ("tags", tags), ("tools", tools), ("exclude_tools", excludeTools)]
        for (name, list) in lists { json[name] = list.map { .array($0.map { .string($0) }) } }
        json["exposure"] = exposure.map { .string($0.rawValue) }
        json["require_api_token_auth"] = requiresAPIToken.map { .bool($0) }
        json["calls_per_minute"] = callsPerMinute.map { .number(JSONNumber($0)) }
        json["max_concurrent"] = maximumConcurrent.map { .number(JSONNumber($0)) }
        json["max_result_chars"] = maximumResultCharacters.map { .number(JSONNumber($0)) }
        return json
    }

    /// Throws for a number out of its range, and for a list that is empty or too long.
    package func check() throws(ConfigurationFieldError) {
        let lists = [("methods", methods), ("tags", tags), ("tools", tools), ("exclude_tools", excludeTools)]
        for (name, list) in lists {
            guard let list else { continue }
            guard !list.isEmpty else {
                throw ConfigurationFieldError(
                    field: name, problem: "is an empty list; name something or leave it out")
            }
            guard list.count <= Self.longestList else {
                throw ConfigurationFieldError(
                    field: name, problem: "has \(list.count) entries; \(Self.longestList) are allowed")
            }
        }
        let numbers = [
            ("calls_per_minute", callsPerMinute, Self.callsPerMinuteRange),
            ("max_concurrent", maximumConcurrent, Self.concurrentRange),
            ("max_result_chars", maximumResultCharacters, Self.resultCharactersRange),
        ]
        for (name, number, range) in numbers {
            guard let number, !range.contains(number) else { continue }
            throw ConfigurationFieldError(
                field: name, problem: "is \(number); it must be \(range.lowerBound) to \(range.upperBound)")
        }
    }

    private static func names(_ member: JSONObject.Member) throws(ConfigurationFieldError) -> [String] {
        let problem = "must be a list of strings"
        guard let values = member.value.arrayValue else {
            throw ConfigurationFieldError(field: member.key, problem: problem)
        }
        let names = values.compactMap(\.stringValue)
        guard names.count == values.count else { throw ConfigurationFieldError(field: member.key, problem: problem) }
        return names
    }

    private static func exposure(_ member: JSONObject.Member) throws(ConfigurationFieldError) -> Exposure {
        guard let exposure = member.value.stringValue.flatMap(Exposure.init(rawValue:)) else {
            let words = Exposure.allCases.map(\.rawValue).joined(separator: " or ")
            throw ConfigurationFieldError(field: member.key, problem: "must be \(words)")
        }
        return exposure
    }

    private static func truth(_ member: JSONObject.Member) throws(ConfigurationFieldError) -> Bool {
        guard let truth = member.value.boolValue else {
            throw ConfigurationFieldError(field: member.key, problem: "must be true or false")
        }
        return truth
    }

    private static func integer(_ member: JSONObject.Member) throws(ConfigurationFieldError) -> Int {
        guard let number = member.value.intValue else {
            throw ConfigurationFieldError(field: member.key, problem: "must be a whole number")
        }
        return number
    }
}
