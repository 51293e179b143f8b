/// The methods that are served, by the names of the specification.
package enum MCPMethod: Sendable, Equatable {
    case initialize, ping, listTools, callTool, setLevel, discover, listen
    case initialized, cancelled
    case other(String)

    package init(_ name: String) {
        self =
            switch name {
            case "tools/call": .callTool
            case "ping": .ping
            case "tools/list": .listTools
            case "initialize": .initialize
            case "notifications/initialized": .initialized
            case "notifications/cancelled": .cancelled
            case "server/discover": .discover
            case "subscriptions/listen": .listen
            case "logging/setLevel": .setLevel
            default: .other(name)
            }
    }

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

    /// The member of `params` that `Mcp-Name` repeats (2026-07-28, "Standard Headers"); nil where no such header is asked for.
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
