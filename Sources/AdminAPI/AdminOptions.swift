import Glibc

/// What the admin API is told by the configuration.
package struct AdminOptions: Sendable {
    package var token: String
    package var version: String
    /// Where clients reach the daemon, e.g. `https://mcp.example.com`; nil: the host that a request names.
    package var publicURL: String?
    /// Stands in for `publicURL` in answers over a Unix socket, which names no host: the first TCP listener.
    package var localURL: String?
    /// Who needs no token on a Unix socket: root and the daemon's own user.
    package var trustedUsers: Set<UInt32> = [0, geteuid()]
    /// Bytes of a request's body.
    package var bodyLimit = 1024 * 1024

    package init(token: String, version: String) {
        self.token = token
        self.version = version
    }
}
