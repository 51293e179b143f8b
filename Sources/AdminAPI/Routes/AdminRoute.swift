/// What the API can do; the raw value is the `operationId` of the OpenAPI document.
enum AdminOperation: String, CaseIterable, Sendable {
    case listAccounts, createAccount, listSites, getAccount, updateAccount, deleteAccount, testAccount, getQuota
    case listTools, listServers, createServer, getServer, updateServer, deleteServer, rotateServer, listAllServers
    case listAPITokens, createAPIToken, getAPIToken, deleteAPIToken
    case listLog, verifyLog, getStatus, getOpenAPI
    case openSession, closeSession, getConsole, getConsoleFile

    /// True when no token is needed: there is no secret in the answer, or the request brings its own proof.
    var isOpen: Bool {
        switch self {
        case .getOpenAPI, .openSession, .getConsole, .getConsoleFile: true
        default: false
        }
    }

    var takesBody: Bool {
        switch self {
        case .createAccount, .listSites, .updateAccount, .createServer, .updateServer, .rotateServer, .createAPIToken,
            .openSession:
            true
        default: false
        }
    }
}

/// A path of the API and what each method does there.
struct AdminRoute: Sendable {
    /// As OpenAPI writes it: `/integrated-account/{id}`.
    let path: String
    let operations: [(method: String, operation: AdminOperation)]
    private let segments: [Substring]

    private init(_ path: String, _ operations: (String, AdminOperation)...) {
        self.path = path
        self.operations = operations.map { (method: $0.0, operation: $0.1) }
        segments = path.split(separator: "/")
    }

    /// Of two paths that fit, the first counts.
    static let table: [AdminRoute] = [
        AdminRoute("/integrated-account", ("GET", .listAccounts), ("POST", .createAccount)),
        AdminRoute("/integrated-account/sites", ("POST", .listSites)),
        AdminRoute(
            "/integrated-account/{id}", ("GET", .getAccount), ("PATCH", .updateAccount), ("DELETE", .deleteAccount)),
        AdminRoute("/integrated-account/{id}/test", ("POST", .testAccount)),
        AdminRoute("/integrated-account/{id}/quota", ("GET", .getQuota)),
        AdminRoute("/integrated-account/{id}/tools", ("GET", .listTools)),
        AdminRoute("/integrated-account/{id}/mcp", ("GET", .listServers), ("POST", .createServer)),
        AdminRoute(
            "/integrated-account/{id}/mcp/{mcp_id}", ("GET", .getServer), ("PATCH", .updateServer),
            ("DELETE", .deleteServer)),
        AdminRoute("/integrated-account/{id}/mcp/{mcp_id}/rotate", ("POST", .rotateServer)),
        AdminRoute("/mcp-server", ("GET", .listAllServers)),
        AdminRoute("/api-token", ("GET", .listAPITokens), ("POST", .createAPIToken)),
        AdminRoute("/api-token/{id}", ("GET", .getAPIToken), ("DELETE", .deleteAPIToken)),
        AdminRoute("/log", ("GET", .listLog)),
        AdminRoute("/log/verify", ("GET", .verifyLog)),
        AdminRoute("/status", ("GET", .getStatus)),
        AdminRoute("/openapi.json", ("GET", .getOpenAPI)),
        AdminRoute("/console", ("GET", .getConsole)),
        AdminRoute("/console/session", ("POST", .openSession), ("DELETE", .closeSession)),
        AdminRoute("/console/{file}", ("GET", .getConsoleFile)),
    ]

    /// The route of a decoded path and the values of its placeholders; nil when the path is not ours. One slash at the
    /// end makes no difference.
    static func match(_ path: String?) -> (route: AdminRoute, parameters: [String: String])? {
        guard let path, path.utf8.first == UInt8(ascii: "/") else { return nil }
        // Bytes, because a slash before a combining character is no slash to a String.
        var segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        if segments.count > 1, segments.last?.isEmpty == true { segments.removeLast() }
        for route in table {
            if let parameters = route.parameters(of: segments) { return (route, parameters) }
        }
        return nil
    }

    private func parameters(of path: [Substring]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            if segment.utf8.first == UInt8(ascii: "{") {
                guard !text.isEmpty else { return nil }
                parameters[String(segment.dropFirst().dropLast())] = String(text)
            } else if segment != text {
                return nil
            }
        }
        return parameters
    }

    /// What a method does here; HEAD does what GET does.
    func operation(_ method: String) -> AdminOperation? {
        let method = method == "HEAD" ? "GET" : method
        return operations.first { $0.method == method }?.operation
    }

    /// For `Allow` (RFC 9110 section 10.2.1).
    var allowed: String {
        operations.flatMap { $0.method == "GET" ? ["GET", "HEAD"] : [$0.method] }.joined(separator: ", ")
    }
}
