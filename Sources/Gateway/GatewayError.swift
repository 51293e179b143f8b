/// Why declared accounts and servers cannot be taken over. `description` is one sentence for the operator and holds no
/// secret.
package enum GatewayError: Error, Sendable, Equatable, CustomStringConvertible {
    case duplicateAccount(String)
    case duplicateServer(String)
    case duplicateToken(server: String, other: String)
    case unacceptableToken(server: String)
    case unknownAccount(server: String, account: String, nearest: String?)
    case configuration(server: String, ConfigurationFieldError)
    case policy(server: String, PolicyError)
    /// The registry refuses an account.
    case account(String, RegistryError)
    /// The accounts cannot be kept.
    case registry(RegistryError)

    /// The server that is at fault, where one is.
    package var server: String? {
        switch self {
        case .duplicateAccount, .account, .registry: nil
        case .duplicateServer(let name), .duplicateToken(let name, _), .unacceptableToken(let name),
            .unknownAccount(let name, _, _), .configuration(let name, _), .policy(let name, _):
            name
        }
    }

    package var description: String {
        switch self {
        case .duplicateAccount(let name): "two accounts are named \(name)"
        case .duplicateServer(let name): "two servers are named \(name)"
        case .duplicateToken(let server, let other): "servers \(server) and \(other) have the same token"
        case .unacceptableToken(let server):
            "the token of server \(server) must be \(ServerToken.minimumLength) to \(ServerToken.maximumLength) "
                + "characters of A-Z a-z 0-9 - . _ ~; `openssl rand -hex 32` makes one"
        case .unknownAccount(let server, let account, let nearest):
            "server \(server) wants account \(account), which is not declared"
                + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .configuration(let server, let error): "server \(server): \(error)"
        case .policy(let server, let error): "server \(server): \(error)"
        case .account(let name, let error): "account \(name): \(error)"
        case .registry(let error): error.description
        }
    }
}
