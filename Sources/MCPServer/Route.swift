import HTTPCore

/// Which part of the MCP surface a path names (design 4).
enum Route: Sendable, Equatable {
    /// `/mcp`, or `/mcp/{token}`.
    case mcp(token: String?)
    /// `/sse`, or `/sse/{token}`.
    case sse(token: String?)
    case messages(sessionID: String?)
    /// Not ours.
    case other

    init(_ head: HTTPRequestHead) {
        self.init(path: head.path)
        if case .messages = self {
            self = .messages(sessionID: head.query.first { $0.name == "sessionId" }?.value)
        }
    }

    /// Reads a decoded path; one slash at the end makes no difference.
    init(path: String?) {
        guard let path, path.utf8.count >= 4 else {
            self = .other
            return
        }
        let name = path.utf8.hasSuffix("/".utf8) ? path.dropLast() : path[...]
        switch name {
        case "/mcp": self = .mcp(token: nil)
        case "/sse": self = .sse(token: nil)
        case "/messages": self = .messages(sessionID: nil)
        default:
            if let token = Self.token(in: name, after: "/mcp/") {
                self = .mcp(token: token)
            } else if let token = Self.token(in: name, after: "/sse/") {
                self = .sse(token: token)
            } else {
                self = .other
            }
        }
    }

    private static func token(in path: Substring, after prefix: String) -> String? {
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        let token = path.utf8.dropFirst(prefix.utf8.count)
        return token.isEmpty || token.contains(UInt8(ascii: "/")) ? nil : String(Substring(token))
    }

    /// The token that the path carries.
    var token: String? {
        switch self {
        case .mcp(let token), .sse(let token): token
        case .messages, .other: nil
        }
    }

    /// The methods a path answers, for `Allow`.
    var allowedMethods: String {
        switch self {
        case .mcp: "GET, POST, DELETE"
        case .sse: "GET"
        case .messages: "POST"
        case .other: ""
        }
    }

    func allows(_ method: String) -> Bool {
        switch self {
        case .mcp: method == "POST" || method == "GET" || method == "DELETE"
        case .sse: method == "GET"
        case .messages: method == "POST"
        case .other: false
        }
    }
}

extension String.UTF8View {
    fileprivate func hasSuffix(_ suffix: String.UTF8View) -> Bool { self.suffix(suffix.count).elementsEqual(suffix) }
}
