/// Why the registry refuses a change. Nothing was changed. `description` is one sentence for whoever asked, and holds
/// no secret.
package enum RegistryError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownAccount(String)
    case unknownServer(String)
    case unknownAPIToken(String)
    /// `kind` with its article: `an integrated account`.
    case nameTaken(kind: String, name: String)
    /// A value that cannot be used; `field` is its path in the request, e.g. `config.methods`.
    case invalid(field: String, problem: String)
    /// There are as many as there may be; `kind` in the plural: `MCP servers`.
    case limitReached(kind: String, limit: Int)
    /// It is declared in the configuration and can only be changed there. `kind` with its article: `the MCP server`.
    case declared(kind: String, name: String)
    /// A secret in the store does not open; `what` says whose it is.
    case sealed(what: String, SealError)
    case store(StoreError)

    package var description: String {
        switch self {
        case .unknownAccount(let id): "there is no integrated account \(id)"
        case .unknownServer(let id): "there is no MCP server \(id)"
        case .unknownAPIToken(let id): "there is no API token \(id)"
        case .nameTaken(let kind, let name): "there is \(kind) named \(name) already"
        case .invalid(let field, let problem): "\(field) \(problem)"
        case .limitReached(let kind, let limit):
            "there are \(limit) \(kind), which is the most this daemon keeps; remove what is not needed"
        case .declared(let kind, let name):
            "\(kind) \(name) is declared in the configuration; change it there and restart the daemon"
        case .sealed(let what, .wrongKey):
            "\(what) was sealed under another secret key; start the daemon with that key (secret_key_file)"
        case .sealed(let what, .unreadable): "\(what) in the store is damaged; restore a backup"
        case .store(let error): error.description
        }
    }
}

/// The most that a registry keeps.
package struct RegistryLimits: Sendable, Equatable {
    package var accounts = 10_000
    package var servers = 20_000
    package var apiTokens = 10_000
    package init() {}
}
