import ArgumentParser
import Gateway
import JSON

extension ServerConfiguration.Exposure: ExpressibleByArgument {}

/// Which tools of the catalogue.
struct ToolFilters: ParsableArguments {
    @Option(
        help: ArgumentHelp("read, write, custom, single verbs, tool names; separated by commas.", valueName: "m,.."))
    var methods: String?

    @Option(help: ArgumentHelp("Tags of which a tool must have one.", valueName: "t,.."))
    var tags: String?

    @Option(help: ArgumentHelp("The only tools; core stands for the everyday ones.", valueName: "tool,.."))
    var tools: String?

    @Option(help: ArgumentHelp("Tools left out whatever else is said.", valueName: "tool,.."))
    var excludeTools: String?

    @Option(help: "core (the everyday tools, unless a filter names others) or all.")
    var exposure: ServerConfiguration.Exposure?

    /// The members of `config` that the options set.
    var members: JSONObject {
        var members = JSONObject()
        for (key, list) in [("methods", methods), ("tags", tags), ("tools", tools), ("exclude_tools", excludeTools)] {
            members[key] = list.map { .array(Self.items($0).map { .string($0) }) }
        }
        members["exposure"] = exposure.map { .string($0.rawValue) }
        return members
    }

    private static func items(_ text: String) -> [String] {
        text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    }
}

/// What a server may do and how much: the `config` of the API.
struct ServerOptions: ParsableArguments {
    @OptionGroup var filters: ToolFilters

    @Flag(inversion: .prefixedNo, help: "Callers must send an API token beside the URL's own (`wixmcpd token create`).")
    var requireAPIToken: Bool?

    @Option(help: ArgumentHelp("Most tool calls a minute; 0 means no limit (120 unless set).", valueName: "n"))
    var callsPerMinute: Int?

    @Option(help: ArgumentHelp("Most tool calls at a time (no limit unless set).", valueName: "n"))
    var maxConcurrent: Int?

    @Option(help: ArgumentHelp("Longest result in characters (60000 unless set).", valueName: "n"))
    var maxResultChars: Int?

    /// The members that the options set.
    var members: JSONObject {
        var members = filters.members
        members["require_api_token_auth"] = requireAPIToken.map { .bool($0) }
        members["calls_per_minute"] = callsPerMinute.map { .number(JSONNumber($0)) }
        members["max_concurrent"] = maxConcurrent.map { .number(JSONNumber($0)) }
        members["max_result_chars"] = maxResultChars.map { .number(JSONNumber($0)) }
        return members
    }
}

/// When something ends.
struct ExpiryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("End after a time, such as 12h or 7d.", valueName: "duration"))
    var expiresIn: String?

    @Option(
        help: ArgumentHelp("End at a time, such as 2026-12-31, '2026-12-31 18:00' or RFC 3339.", valueName: "time"))
    var expiresAt: String?

    func validate() throws {
        guard expiresIn == nil || expiresAt == nil else {
            throw ValidationError("--expires-in and --expires-at exclude each other")
        }
        _ = try moment(now: .now)
    }

    /// The end, if one is named. Whether it is far enough ahead is for the API to say.
    func moment(now: Timestamp) throws -> Timestamp? {
        if let expiresIn {
            guard let duration = DurationText.parse(expiresIn), duration > .zero, duration <= .seconds(3650 * 86_400)
            else {
                throw ValidationError("--expires-in \(expiresIn) is not a duration up to 3650d, such as 30m, 12h or 7d")
            }
            return now + duration
        }
        guard let expiresAt else { return nil }
        guard let moment = TimeText.parse(expiresAt) else {
            throw ValidationError("--expires-at \(expiresAt) is not a time, such as 2026-12-31 or 2026-12-31T18:00:00Z")
        }
        return moment
    }
}
