package import Gateway
import HTTPCore
import JSON

/// The REST API over the registry and the audit log: what all loops share. `AdminHandler` brings it to HTTP.
package final class AdminAPI: Sendable {
    let options: AdminOptions
    let registry: Registry
    let audit: AuditLog
    let probe: any AccountProbe
    let token: AdminToken
    let sessions = ConsoleSessions()
    let guesses = GuessTable()
    let clock: @Sendable () -> Timestamp
    let startedAt: Timestamp

    package init(
        options: AdminOptions, registry: Registry, audit: AuditLog, probe: any AccountProbe,
        clock: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.options = options
        self.registry = registry
        self.audit = audit
        self.probe = probe
        self.clock = clock
        token = AdminToken(options.token)
        startedAt = clock()
    }

    /// What is in force now.
    var directory: Directory { Directory(gateway: registry.gateway) }

    /// Runs an operation of the route table.
    func perform(_ operation: AdminOperation, _ call: AdminCall) async throws(AdminError) -> HTTPResponse {
        switch operation {
        case .listAccounts: return .json(try listAccounts(call))
        case .createAccount: return .json(try await createAccount(call), status: 201)
        case .listSites: return .json(try await listSites(call))
        case .getAccount: return .json(try getAccount(call))
        case .updateAccount: return .json(try await updateAccount(call))
        case .deleteAccount:
            try await deleteAccount(call)
            return .noContent
        case .testAccount: return .json(try await testAccount(call))
        case .getQuota: return .json(try getQuota(call))
        case .listTools: return .json(try listTools(call))
        case .listServers: return .json(try listServers(call))
        case .createServer: return .json(try await createServer(call), status: 201)
        case .getServer: return .json(try getServer(call))
        case .updateServer: return .json(try await updateServer(call))
        case .deleteServer:
            try await deleteServer(call)
            return .noContent
        case .rotateServer: return .json(try await rotateServer(call))
        case .listAllServers: return .json(try listAllServers(call))
        case .listAPITokens: return .json(try listAPITokens(call))
        case .createAPIToken: return .json(try await createAPIToken(call), status: 201)
        case .getAPIToken: return .json(try getAPIToken(call))
        case .deleteAPIToken:
            try await deleteAPIToken(call)
            return .noContent
        case .listLog: return try await listLog(call)
        case .verifyLog: return .json(try await verifyLog(call))
        case .getStatus: return .json(try getStatus(call))
        case .getOpenAPI: return AdminAsset.openAPI.response(to: call.head)
        case .openSession: return try openSession(call)
        case .closeSession: return closeSession(call)
        case .getConsole: return getConsole(call)
        case .getConsoleFile: return try getConsoleFile(call)
        }
    }
}
