/// The methods that are served, by the names of the specification.
package enum MCPMethod: Sendable, Equatable {
    case initialize, ping, listTools, callTool, setLevel, discover, listen
    case initialized, cancelled
    case other(String)

    /// Comparisons one by one, the frequent ones first: short strings compare as two words, which a `switch`
    /// does not use.
    package init(_ name: String) {
        if name == "tools/call" {
            self = .callTool
        } else if name == "ping" {
            self = .ping
        } else if name == "tools/list" {
            self = .listTools
        } else {
            self = Self.served.first { $0.name == name } ?? .other(name)
        }
    }

    private static let served: [MCPMethod] = [
        .initialize, .initialized, .cancelled, .discover, .listen, .setLevel,
    ]

    package var name: String {
        switch self {
        case .callTool: "tools/call"
        case .ping: "ping"
        case .listTools: "tools/list"
        case .initialize: "initialize"
        case .initialized: "notifications/initialized"
        case .cancelled: "notifications/cancelled"
        case .discover: "server/discover"
        case .listen: "subscriptions/listen"
        case .setLevel: "logging/setLevel"
        case .other(let name): name
        }
    }

    /// The member of `params` that `Mcp-Name` repeats (2026-07-28, "Standard Headers"); nil where no such header is
    /// asked for.
    var namedParameter: String? {
        switch self {
        case .callTool: "name"
        case .other("prompts/get"): "name"
        case .other("resources/read"): "uri"
        case .other("tasks/get"), .other("tasks/update"), .other("tasks/cancel"): "taskId"
        default: nil
        }
    }
}
